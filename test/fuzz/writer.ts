import type { DType } from "../../compiler/ir/dtype.js";
import { isInteger, isSigned } from "../../compiler/ir/dtype.js";
import type { Definition, Expression, Statement } from "./program.js";
import type { Random } from "./random.js";
import { float, integer, name } from "./syntax.js";
import type { Shape, Typed, Variable } from "./value-type.js";

/** A program that is being written: what it can read, and what stands so far. */
export interface Writer {
  readonly random: Random;
  /** Whether it may use what the language allows to differ in the last places. */
  readonly isApproximate: boolean;
  /** Whether its arrays are too long to be made element by element in Python. */
  readonly isLong: boolean;
  /** The dtypes that it prefers. */
  readonly dtypes: readonly DType[];
  readonly variables: Variable[];
  readonly definitions: Definition[];
  readonly body: Statement[];
  /** Arrays whose shape only running tells. */
  readonly selected: string[];
  /** Parameters and variables in loops of some kind have no memory in common only where this is false. */
  hasLoops: boolean;
  /** Counts names; one for all writers of a program. */
  readonly counter: { next: number };
}

export const fresh = (w: Writer, prefix: string): string => `${prefix}${w.counter.next++}`;

export function readVariable(variable: Variable): Typed {
  return { ...variable, expression: name(variable.name) };
}

/** Declares a variable of the value's type, which is a view of another, or of none. */
export function declare(w: Writer, prefix: string, value: Typed, of: Variable | null = null): Variable {
  const variable: Variable = {
    name: fresh(w, prefix),
    dtype: value.dtype,
    shape: value.shape,
    weak: value.weak,
    exact: value.exact,
    root: of?.root ?? `own ${w.counter.next}`,
    writable: value.shape !== null && (of === null || of.writable),
    indexes: null,
    parameter: false,
  };
  w.variables.push(variable);
  return variable;
}

/** A writer of the same program with a scope and a list of statements of its own. */
export const inner = (w: Writer, variables: readonly Variable[]): Writer => ({
  ...w,
  variables: [...variables],
  body: [],
});

/** A literal that fits where it meets `dtype`. */
export function literal(w: Writer, dtype: DType): Typed {
  const { random } = w;
  const unsigned = dtype === "bool" || (isInteger(dtype) && !isSigned(dtype));
  if (isInteger(dtype) || dtype === "bool" || random.chance(0.4)) {
    const value = random.between(unsigned ? 0 : -4, 7);
    return { expression: integer(value), dtype: "int64", shape: null, weak: true, exact: true };
  }
  const value = random.pick([0.5, 2, -1.5, 0.1, 3.25, 1e-3, -0.75, 10]);
  return { expression: float(value), dtype: "float64", shape: null, weak: true, exact: true };
}

/** An extent as a program writes it: mostly of an array that has it, so that other shapes fit, too. */
export function extent(w: Writer, length: number): Expression {
  const places = w.variables.flatMap(({ name: array, shape }) =>
    (shape ?? []).flatMap((n, axis): Expression[] => (n === length ? [{ kind: "extent", array, axis }] : [])),
  );
  return places.length > 0 && w.random.chance(0.9) ? w.random.pick(places) : integer(length);
}

export const extents = (w: Writer, shape: Shape): readonly Expression[] =>
  shape.map((length) => extent(w, length));

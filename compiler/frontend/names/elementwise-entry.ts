// The shapes that elementwise names come in; a table row names one of them and its scalar expansion.
import type ts from "typescript";
import type { DType } from "../../ir/dtype.js";
import { floatFor, isComplex, isFloat } from "../../ir/dtype.js";
import type { FloatFunction } from "../../ir/ops.js";
import type { Mode } from "../arithmetic.js";
import { emitCall } from "../arithmetic.js";
import type { Context } from "../context.js";
import { mapElements } from "../elementwise.js";
import { promoteScalars } from "../inference.js";
import { expectOperand } from "../operators.js";
import { materialize } from "../scalars.js";
import type { Scalar } from "../value.js";
import { strong } from "../value.js";
import { onlyOptions } from "./arguments.js";
import type { CallSite, NameEntry } from "./entry.js";

export type ScalarExpansion = (cx: Context, args: readonly Scalar[], mode: Mode, node: ts.Node) => Scalar;

interface Row {
  /** The first is the name of the documentation. */
  readonly names: readonly string[];
  readonly parameters: readonly string[];
  readonly summary: string;
  /** Also `Math.name`, with the same meaning. */
  readonly math?: boolean;
  readonly method?: boolean;
  readonly expand: ScalarExpansion;
}

/** One elementwise name: its arguments broadcast, `expand` gives an element. */
export function elementwiseEntry(row: Row): NameEntry {
  const [name] = row.names;
  return {
    names: row.names,
    family: "elementwise",
    signature: `${name}(${row.parameters.join(", ")})`,
    summary: row.summary,
    method: row.method ?? false,
    math: row.math ?? false,
    call: (cx, site) => {
      onlyOptions(cx, site, []);
      expectCount(cx, site, row.parameters.length);
      const operands = site.args.map((argument) => expectOperand(cx, argument, site.name, site.node));
      return mapElements(cx, site.node, name ?? site.name, operands, (args, mode) =>
        row.expand(cx, args, mode, site.node),
      );
    },
  };
}
function expectCount(cx: Context, site: CallSite, count: number): void {
  if (site.args.length === count) return;
  const plural = count === 1 ? "argument" : "arguments";
  throw cx.typeError(`${site.name} takes ${count} ${plural}, not ${site.args.length}.`, site.node);
}

/** An argument of an expansion. */
export function at(args: readonly Scalar[], index: number): Scalar {
  const scalar = args[index];
  if (scalar === undefined) throw new Error(`An elementwise function lost its argument ${index}`);
  return scalar;
}

/** The dtype in which a function of floats works: integers go to the smallest float that holds them. */
export function floatDType(args: readonly Scalar[]): { readonly dtype: DType; readonly weak: boolean } {
  const floats = args.map(({ dtype, weak }): { readonly dtype: DType; readonly weak: boolean } => ({
    dtype: weak && !isFloat(dtype) && !isComplex(dtype) ? "float64" : floatFor(dtype),
    weak,
  }));
  return floats.reduce((a, b) => promoteScalars(a, b));
}

const COMPLEX_FUNCTIONS = new Set<FloatFunction>(["exp", "log", "sqrt", "sin", "cos"]);

/** A function of floats that the runtime knows under its own name. */
export function floatFunction(
  fn: FloatFunction,
  constant: ((...values: number[]) => number) | null = null,
): ScalarExpansion {
  return (cx, args, _mode, node) => {
    const { dtype, weak } = floatDType(args);
    if (isComplex(dtype) && !COMPLEX_FUNCTIONS.has(fn)) {
      throw cx.typeError(
        `${fn} is not defined for complex numbers here: use exp, log, sqrt, sin, cos, abs or angle.`,
        node,
      );
    }
    const known = args.map((arg) => (typeof arg.constant === "number" ? arg.constant : null));
    if (constant !== null && weak && known.every((value) => value !== null)) {
      return { kind: "scalar", dtype: "float64", weak: true, id: null, constant: constant(...known) };
    }
    const ids = args.map((arg) => materialize(cx, arg, dtype, node));
    return { ...strong(emitCall(cx, fn, ids, dtype, node), dtype), weak };
  };
}

/** Both arguments in their common dtype. */
export function common(
  cx: Context,
  args: readonly Scalar[],
  node: ts.Node,
): {
  readonly ids: readonly ReturnType<typeof materialize>[];
  readonly dtype: DType;
  readonly weak: boolean;
} {
  const { dtype, weak } = args
    .map((arg) => ({ dtype: arg.dtype, weak: arg.weak }))
    .reduce((a, b) => promoteScalars(a, b));
  return { ids: args.map((arg) => materialize(cx, arg, dtype, node)), dtype, weak };
}

/** A factor applied to a float. */
export const scaled =
  (factor: number): ScalarExpansion =>
  (cx, args, _mode, node) => {
    const { dtype, weak } = floatDType(args);
    const x = materialize(cx, at(args, 0), dtype, node);
    const f = materialize(
      cx,
      { kind: "scalar", dtype: "float64", weak: true, id: null, constant: factor },
      dtype,
      node,
    );
    const out = cx.value({ kind: "scalar", dtype });
    cx.emit({ kind: "binary", out, op: "mul", a: x, b: f, span: cx.span(node) });
    return { ...strong(out, dtype), weak };
  };

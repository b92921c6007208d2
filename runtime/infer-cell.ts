// What is known of the names of a parallel cell before it runs.
import ts from "#typescript";
import { CompileError } from "../compiler/diagnostic.js";
import { elaborateStatements } from "../compiler/frontend/elaborate.js";
import { parseUnit } from "../compiler/frontend/parse-unit.js";
import type { Elaborated, InputType, ResultTemplate } from "../compiler/frontend/signature.js";
import type { FunctionSource, Unit } from "../compiler/frontend/unit.js";
import { type DType, isDType } from "../compiler/ir/dtype.js";
import type { ValueId } from "../compiler/ir/ids.js";
import { PLAIN_TYPES } from "./plain-types.js";

/** A variable of the session, as far as parallel code depends on it. */
export interface SessionVariable {
  readonly name: string;
  /** `NDArray`, or what `typeof` says. */
  readonly type: string;
  /** Of an array, as its shape. */
  readonly dtype?: string;
  readonly shape?: readonly number[];
}

/** A number or an array that a cell will declare. */
export interface InferredType {
  readonly dtype: DType;
  /** The extents of an array; null for those that depend on what runs. A scalar has no shape. */
  readonly shape: readonly (number | null)[] | undefined;
}

/** Statements that are left out at most, as they are wrong, until nothing is inferred. */
const MOST_WRONG = 20;
const OPTIONS = { mayAlias: false, fastMath: false, bounds: true } as const;

/** Infers the types of parallel cells over the variables of a session, and the parallel functions of its earlier cells. */
export class CellInference {
  readonly #variables = new Map<string, SessionVariable>();
  readonly #functions = new Map<string, FunctionSource>();

  /** Notes what a cell has declared; `parallel` is its text where it was a parallel one. */
  note(variables: readonly SessionVariable[], parallel: string | undefined): void {
    const functions = parallel === undefined ? undefined : unitOf(parallel)?.functions;
    for (const variable of variables) {
      this.#variables.set(variable.name, variable);
      const declared = functions?.get(variable.name);
      if (declared === undefined) this.#functions.delete(variable.name);
      else this.#functions.set(variable.name, declared);
    }
  }

  /** Notes what variables hold now. */
  refresh(variables: readonly SessionVariable[]): void {
    for (const variable of variables) {
      this.#variables.set(variable.name, variable);
      if (variable.type !== "function") this.#functions.delete(variable.name);
    }
  }

  clear(): void {
    this.#variables.clear();
    this.#functions.clear();
  }

  /** The types of the names that the statements of a cell give to the session. What is wrong, or not finished, is left out. */
  infer(cell: string): ReadonlyMap<string, InferredType> {
    let text = cell;
    for (let wrong = 0; wrong <= MOST_WRONG; wrong++) {
      try {
        const unit = parseUnit({ name: "cell", text, firstLine: 1 });
        return this.#typesOf(
          elaborateStatements(unit, { lookup: (name) => this.#lookup(name, unit) }, OPTIONS),
        );
      } catch (error) {
        if (!(error instanceof CompileError)) throw error;
        const { source, start } = error.span;
        const rest = source.text === text ? withoutStatementAt(text, start) : text;
        if (rest === text) break;
        text = rest;
      }
    }
    return new Map();
  }

  #lookup(name: string, unit: Unit): InputType | undefined {
    const declared = unit.functions.get(name) ?? this.#functions.get(name);
    if (declared !== undefined) return { kind: "function", function: declared };
    const variable = this.#variables.get(name);
    return unit.literals.get(name) ?? (variable === undefined ? undefined : inputTypeOf(variable));
  }

  #typesOf({ program, inputs, result }: Elaborated): ReadonlyMap<string, InferredType> {
    const { tables } = program;
    const extents = new Map<ValueId, number>();
    for (const op of program.body) {
      if (op.kind === "const" && typeof op.value === "number") extents.set(op.out, op.value);
    }
    for (const [index, { value }] of program.parameters.entries()) {
      const input = inputs[index];
      const type = tables.typeOf(value);
      if (input?.kind !== "free" || type.kind !== "array") continue;
      for (const [axis, extent] of (this.#variables.get(input.name)?.shape ?? []).entries()) {
        const id = type.shape[axis];
        if (id !== undefined) extents.set(id, extent);
      }
    }
    const last = program.body.at(-1);
    const leaves = last?.kind === "return" ? last.values.values() : [].values();
    const take = (template: ResultTemplate): InferredType | undefined => {
      switch (template.kind) {
        case "scalar":
          leaves.next();
          return { dtype: template.dtype, shape: undefined };
        case "array": {
          const { value: id } = leaves.next();
          if (id === undefined) return undefined;
          const shape = tables.arrayType(id).shape.map((extent) => extents.get(extent) ?? null);
          return { dtype: template.dtype, shape };
        }
        case "tuple":
          template.items.forEach(take);
          return undefined;
        case "object":
          for (const [, field] of template.fields) take(field);
          return undefined;
        default:
          return undefined;
      }
    };
    const types = new Map<string, InferredType>();
    for (const [name, template] of result.kind === "object" ? result.fields : []) {
      const type = take(template);
      if (type !== undefined && name !== "") types.set(name, type);
    }
    return types;
  }
}

function unitOf(text: string): Unit | undefined {
  try {
    return parseUnit({ name: "cell", text, firstLine: 1 });
  } catch (error) {
    // It has run, or a part of it: its functions are not known then.
    if (error instanceof CompileError) return undefined;
    throw error;
  }
}

function inputTypeOf({ type, dtype, shape }: SessionVariable): InputType {
  switch (type) {
    case "NDArray":
      if (dtype === undefined || !isDType(dtype) || shape === undefined) break;
      return {
        kind: "array",
        dtype,
        ndim: shape.length,
        layout: "C",
        unitAxes: shape.map((extent) => extent === 1),
      };
    case "number":
    case "boolean":
    case "bigint":
    case "undefined":
      return PLAIN_TYPES[type];
    case "Complex":
      return { kind: "scalar", dtype: "complex128", weak: false };
  }
  return { kind: "unsupported", description: type };
}

/** Blanks the top-level statement that contains the offset, or the line where none does. */
function withoutStatementAt(text: string, offset: number): string {
  const blank = (start: number, end: number): string =>
    text.slice(0, start) + text.slice(start, end).replace(/[^\n]/g, " ") + text.slice(end);
  const code = text.replace(/^\s*%%.*/, (magic) => " ".repeat(magic.length));
  const file = ts.createSourceFile("cell.ts", code, ts.ScriptTarget.ES2023, true);
  const statement = file.statements.find((each) => each.getStart() <= offset && offset < each.end);
  if (statement !== undefined) return blank(statement.getStart(), statement.end);
  const end = text.indexOf("\n", offset);
  return blank(text.lastIndexOf("\n", offset - 1) + 1, end < 0 ? text.length : end);
}

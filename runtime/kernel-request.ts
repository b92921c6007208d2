import { elaborateFunction, elaborateStatements } from "../compiler/frontend/elaborate.js";
import type { Elaborated, InputType, Session } from "../compiler/frontend/signature.js";
import type { FunctionSource, Unit } from "../compiler/frontend/unit.js";
import type { Span } from "../compiler/source.js";
import type { CellOptions } from "./cell-options.js";
import type { Extensions } from "./extensions.js";

/** What is compiled: a function, or the statements of a cell. */
export type KernelText =
  | { readonly kind: "function"; readonly function: FunctionSource }
  | { readonly kind: "statements"; readonly unit: Unit };

/** A program for one signature. */
export interface KernelRequest {
  readonly text: KernelText;
  /** Of the arguments. */
  readonly types: readonly InputType[];
  /** Arrays may overlap each other in memory. */
  readonly mayAlias: boolean;
  /** The arguments that are arrays of as many axes have the same shape. */
  readonly equalShapes: boolean;
  readonly options: Pick<CellOptions, "fastMath" | "bounds" | "fuse" | "dump">;
}

export const unitOf = (text: KernelText): Unit => (text.kind === "function" ? text.function.unit : text.unit);

/** The text of the function, or of the whole cell. */
export function spanOf(text: KernelText): Span {
  const { source, file } = unitOf(text);
  if (text.kind === "statements") return { source, start: 0, end: source.text.length };
  const { node } = text.function;
  return { source, start: node.getStart(file), end: node.end };
}

/** What the program is called in messages. */
export const nameOf = (text: KernelText): string =>
  text.kind === "function" ? text.function.name : text.unit.source.name;

/** @throws CompileError for what is wrong in the user's text */
export function elaborate(request: KernelRequest, session: Session, { names }: Extensions): Elaborated {
  const { text, types, mayAlias, equalShapes } = request;
  const { fastMath, bounds } = request.options;
  const options = { mayAlias, equalShapes, fastMath, bounds, names };
  return text.kind === "function"
    ? elaborateFunction(text.function, types, session, options)
    : elaborateStatements(text.unit, session, options);
}

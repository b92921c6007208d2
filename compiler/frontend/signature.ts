// What goes into the front end and what comes out of it: the types of a call, and how results are put together.
import type { DType } from "../ir/dtype.js";
import type { ArrayProgram } from "../ir/program.js";
import type { Span } from "../source.js";
import type { CallableName } from "./names/entry.js";
import type { FunctionSource } from "./unit.js";

/** The type of an argument or of a free name, as far as compilation depends on it. */
export type InputType =
  /** A JavaScript number is a weak float64, a boolean bool, a bigint int64. An annotated parameter has its dtype. */
  | { readonly kind: "scalar"; readonly dtype: DType; readonly weak: boolean }
  | {
      readonly kind: "array";
      readonly dtype: DType;
      readonly ndim: number;
      /** "C": row-major without gaps, so strides follow from the shape. */
      readonly layout: "C" | "strided";
      /** Which axes have extent 1, so that they may broadcast: a variant within one signature. */
      readonly unitAxes: readonly boolean[];
    }
  | RecordType
  | { readonly kind: "undefined" }
  /** A `const` of a literal in the cell of the function, as long as the session still holds that value. */
  | { readonly kind: "literal"; readonly value: number | bigint | boolean; readonly isFloat: boolean }
  | { readonly kind: "function"; readonly function: FunctionSource }
  /** Something that parallel code can't use; `description` says what it is: "a string", "a Map". */
  | { readonly kind: "unsupported"; readonly description: string };

/** An object of named values, which code only reads. Fields may be unsupported: it is an error where they are used. */
export interface RecordType {
  readonly kind: "record";
  readonly fields: readonly (readonly [name: string, type: InputType])[];
}

/** The session's side of free names. */
export interface Session {
  /** The type of a session variable, or undefined where there is none. */
  readonly lookup: (name: string) => InputType | undefined;
}

/**
 * Where a parameter of the program comes from, in the order of `program.parameters`: `path` leads through the fields of records.
 */
export type InputSource =
  | { readonly kind: "argument"; readonly index: number; readonly path: readonly string[] }
  | { readonly kind: "free"; readonly name: string; readonly path: readonly string[] };

/** How the values of `return` become what the caller gets; leaves take the values in order. */
export type ResultTemplate =
  | { readonly kind: "scalar"; readonly dtype: DType }
  | { readonly kind: "array"; readonly dtype: DType; readonly ndim: number }
  | { readonly kind: "tuple"; readonly items: readonly ResultTemplate[] }
  | { readonly kind: "object"; readonly fields: readonly (readonly [string, ResultTemplate])[] }
  | { readonly kind: "undefined" }
  | { readonly kind: "function"; readonly function: FunctionSource };

/**
 * The front end's product for one signature of a function, or for the statements of a cell: then `result` is an object with the new
 * names, then the last expression under "".
 */
export interface Elaborated {
  readonly program: ArrayProgram;
  readonly inputs: readonly InputSource[];
  readonly result: ResultTemplate;
  /** Every free name that was looked up, with what it was: the compiled code is valid while these hold. */
  readonly free: ReadonlyMap<string, InputType | undefined>;
  /** Warnings for the report: a session name that shadows a built-in, a possible race. */
  readonly warnings: readonly { readonly span: Span; readonly message: string }[];
}

export interface ElaborateOptions {
  /** Arrays among the inputs may overlap each other in memory. */
  readonly mayAlias: boolean;
  /** Arguments that are arrays of as many axes have the same shape. */
  readonly equalShapes?: boolean;
  readonly fastMath: boolean;
  readonly bounds: boolean;
  /** Names beside those of the language. */
  readonly names?: ReadonlyMap<string, CallableName>;
}

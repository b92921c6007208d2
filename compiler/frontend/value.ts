// What an expression of a parallel cell denotes while it is elaborated. Scalars and arrays exist at run time; everything
// else is known to the compiler only and leaves no trace in the program.
import type ts from "typescript";
import type { DType } from "../ir/dtype.js";
import type { ValueId } from "../ir/ids.js";
import type { SourceText } from "../source.js";
import type { CallableName, NameEntry } from "./names/entry.js";
import type { Scope } from "./scope.js";

/** A scalar. `weak` follows NEP 50: it takes the dtype of what it meets where its kind allows. */
export interface Scalar {
  readonly kind: "scalar";
  readonly dtype: DType;
  readonly weak: boolean;
  /** Null while the scalar is only a constant. */
  readonly id: ValueId | null;
  readonly constant: number | bigint | boolean | null;
  /** The constant is what a `let` holds now, and no literal: of such, types do not depend on the value. */
  readonly variable?: true;
}
export interface ArrayValue {
  readonly kind: "array";
  readonly dtype: DType;
  readonly id: ValueId;
}
/** A tuple, or the literal of an array; the names that take arrays make an array of a nested one. */
export interface TupleValue {
  readonly kind: "tuple";
  readonly items: readonly Value[];
}
export interface ObjectValue {
  readonly kind: "object";
  readonly fields: ReadonlyMap<string, Value>;
  /** For fields of an object from the session that code can't use, the messages that say why. */
  readonly unusable?: ReadonlyMap<string, string>;
}
/** A function of the user with the scope it closes over; it is inlined where it is called. */
export interface FunctionValue {
  readonly kind: "function";
  readonly name: string;
  readonly node: ts.FunctionLikeDeclaration;
  readonly source: SourceText;
  readonly scope: Scope;
}
/** What a function without a name is called in messages. */
export const UNNAMED = "the function";
/** A name of language.md section 5, or one that was registered. */
export interface BuiltinValue {
  readonly kind: "builtin";
  readonly entry: CallableName;
  /** It has members as well, as `Number` in TypeScript. */
  readonly namespace?: NamespaceValue["name"];
}
/** `np`, `Math`, `random`, `np.random`, `Array`, `console`, `Number`. */
export interface NamespaceValue {
  readonly kind: "namespace";
  readonly name: "np" | "Math" | "random" | "Array" | "console" | "Number";
}
/** What `stencil(…)`, `vectorize(…)` and `guvectorize(…)` return: a callable with options. */
export interface TransformedValue {
  readonly kind: "transformed";
  readonly transform: "stencil" | "vectorize" | "guvectorize";
  readonly kernel: FunctionValue;
  /** The signature of a gufunc; empty otherwise. */
  readonly signature: string;
  readonly options: ReadonlyMap<string, Value>;
}
/** How the report calls the loops of a transformed function. */
export const loopKind = ({ transform, kernel }: TransformedValue): string =>
  kernel.name === UNNAMED ? transform : `${transform} ${kernel.name}`;

export interface RangeValue {
  readonly kind: "range";
  readonly parallel: boolean;
  /** int64 scalars. */
  readonly start: Scalar;
  readonly stop: Scalar;
  readonly step: Scalar;
}
/** prange([n, m]). */
export interface RangeNdValue {
  readonly kind: "rangeNd";
  readonly extents: readonly Scalar[];
}
export interface SliceValue {
  readonly kind: "slice";
  readonly start: Scalar | null;
  readonly stop: Scalar | null;
  readonly step: Scalar | null;
}
export interface StringValue {
  readonly kind: "string";
  readonly text: string;
}
export interface UndefinedValue {
  readonly kind: "undefined";
}
/** A method of an array before its call: `a.sum`. */
export interface MethodValue {
  readonly kind: "method";
  readonly receiver: ArrayValue | RangeValue | Scalar;
  readonly entry: NameEntry;
}
/** The array parameter of a stencil kernel: indexed by offsets from the current element. */
export interface WindowValue {
  readonly kind: "window";
  readonly window: StencilWindow;
}
/** Reads the element at relative integer offsets, one for each axis. */
export interface StencilWindow {
  readonly name: string;
  readonly ndim: number;
  readonly array: ArrayValue;
  readonly read: (offsets: readonly Scalar[], node: ts.Node) => Scalar;
}

export type Value =
  | Scalar
  | ArrayValue
  | TupleValue
  | ObjectValue
  | FunctionValue
  | BuiltinValue
  | NamespaceValue
  | TransformedValue
  | RangeValue
  | RangeNdValue
  | SliceValue
  | StringValue
  | UndefinedValue
  | MethodValue
  | WindowValue;

export const UNDEFINED: UndefinedValue = { kind: "undefined" };

export const strong = (id: ValueId, dtype: DType): Scalar => ({
  kind: "scalar",
  dtype,
  weak: false,
  id,
  constant: null,
});
export const weakInteger = (value: number | bigint): Scalar => ({
  kind: "scalar",
  dtype: "int64",
  weak: true,
  id: null,
  constant: value,
});
export const weakFloat = (value: number): Scalar => ({
  kind: "scalar",
  dtype: "float64",
  weak: true,
  id: null,
  constant: value,
});
export const boolean = (value: boolean): Scalar => ({
  kind: "scalar",
  dtype: "bool",
  weak: false,
  id: null,
  constant: value,
});
export const int64 = (value: number): Scalar => ({
  kind: "scalar",
  dtype: "int64",
  weak: false,
  id: null,
  constant: value,
});

/** How a value is named in a message to the user. */
export function describe(value: Value, ndim: (array: ArrayValue) => number): string {
  switch (value.kind) {
    case "scalar":
      return value.weak ? (value.dtype === "int64" ? "an integer" : "a number") : `a ${value.dtype}`;
    case "array":
      return `a ${ndim(value)}-D ${value.dtype} array`;
    case "tuple":
      return "a tuple";
    case "object":
      return "an object";
    case "function":
    case "builtin":
    case "transformed":
    case "method":
      return "a function";
    case "namespace":
      return `the namespace ${value.name}`;
    case "range":
    case "rangeNd":
      return "a range";
    case "slice":
      return "a slice";
    case "string":
      return "a string";
    case "undefined":
      return "undefined";
    case "window":
      return "the array of a stencil kernel";
  }
}

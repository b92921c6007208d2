import type ts from "typescript";
import type { Context } from "../context.js";
import type { Value } from "../value.js";
import type { Arity } from "./arity.js";

/** A call of a name of the language. */
export interface CallSite {
  readonly node: ts.Node;
  /** The name as the user wrote it. */
  readonly name: string;
  /** Positional arguments; a method's receiver comes first. */
  readonly args: readonly Value[];
  /** The fields of a trailing object literal: NumPy's keyword arguments. */
  readonly options: ReadonlyMap<string, Value>;
}

/** Families, in the order of the documentation. */
export type Family =
  | "elementwise"
  | "casts"
  | "reductions"
  | "scans and order"
  | "creation"
  | "linear algebra"
  | "shape"
  | "random"
  | "loops"
  | "user functions";

/** Names that belong together, with what holds for each of them, as sentences of the documentation. */
export interface Group {
  readonly family: Family;
  readonly title: string;
  /** What shape the result has. */
  readonly shapes: string;
  /** What dtype the result has. */
  readonly dtypes: string;
  /** Which errors there are beside those of the call itself: its number of arguments, and unknown options. */
  readonly errors: string;
}

/** What a call of a name needs to know of it. */
export interface CallableName {
  /** camelCase first, then every other spelling. NumPy's spelling with underscores is derived. */
  readonly names: readonly string[];
  /** Calls with more arguments are errors; functions that call it back give it as many as it needs. */
  readonly arity: Arity;
  readonly call: (cx: Context, site: CallSite) => Value;
}

/**
 * A name of language.md section 5: typing rule, shape rule and expansion are its `call`, the rest is its documentation. The
 * registry, the eager `np`, completion and the documentation read the same entry.
 */
export interface NameEntry extends CallableName {
  readonly group: Group;
  /** As in the documentation: `sum(a, axis?, keepdims?)`. */
  readonly signature: string;
  /** One sentence: what it returns, for which dtypes, and its errors. */
  readonly summary: string;
  /** The statements of a parallel cell; the documentation shows what they give. */
  readonly example: string;
  /** Also a method of arrays. */
  readonly method: boolean;
  /** Also under `Math`, with this meaning. */
  readonly math: boolean;
}

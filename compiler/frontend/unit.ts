import type ts from "typescript";
import type { SourceText } from "../source.js";
import type { LiteralType } from "./literal-type.js";
import type { InputType } from "./signature.js";

/** A parameter of a parallel function. */
export interface ParameterSource {
  readonly name: string;
  /** The type an annotation fixes; null where the call decides. */
  readonly annotation: ParameterAnnotation | null;
  readonly hasDefault: boolean;
}
/** `layout` and the extents of an annotated array are still the call's. */
export type ParameterAnnotation = Extract<InputType, { kind: "scalar" }> | ArrayAnnotation;
export interface ArrayAnnotation {
  readonly kind: "array";
  readonly dtype: Extract<InputType, { kind: "array" }>["dtype"];
  readonly ndim: number;
}

/** A parallel function: a function declaration at the top of a cell, or `const f = (…) => …`, or a stencil or ufunc made there. */
export interface FunctionSource {
  readonly name: string;
  readonly parameters: readonly ParameterSource[];
  readonly unit: Unit;
  /** The declaration: a function, or the expression of a `const` that makes a stencil, a ufunc or a gufunc. */
  readonly node: ts.FunctionDeclaration | ts.Expression;
}

/** A parsed cell. */
export interface Unit {
  readonly source: SourceText;
  readonly file: ts.SourceFile;
  readonly functions: ReadonlyMap<string, FunctionSource>;
  /** Top-level `const`s of literals, and of objects of literals: functions of this cell see them as these literals. */
  readonly literals: ReadonlyMap<string, LiteralType>;
  /** The statements that run at once, in order: everything but the functions. */
  readonly statements: readonly ts.Statement[];
}

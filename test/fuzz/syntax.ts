// Short spellings for the nodes of a program.
import type { DType } from "../../compiler/ir/dtype.js";
import type { Expression, Item, Operator, Option } from "./program.js";

export const name = (text: string): Expression => ({ kind: "name", name: text });
export const integer = (value: number): Expression => ({ kind: "number", value, whole: true });
export const float = (value: number): Expression => ({ kind: "number", value, whole: false });
export const list = (items: readonly Expression[]): Expression => ({ kind: "list", items });
export const at = (index: Expression): Item => ({ kind: "at", index });

export const binary = (operator: Operator, left: Expression, right: Expression): Expression => ({
  kind: "binary",
  operator,
  left,
  right,
});

export const call = (
  of: string,
  operands: readonly Expression[],
  options: Readonly<Record<string, Option>> = {},
): Expression => ({ kind: "call", name: of, operands, options, isMethod: false });

const METHODS = new Set(
  "sum prod min max argmin argmax mean std any all reshape transpose copy dot".split(" "),
);

/** A call written as a method, where the function is one. */
export const asMethod = (of: Expression): Expression =>
  of.kind === "call" && METHODS.has(of.name) ? { ...of, isMethod: true } : of;

export const cast = (dtype: DType, value: Expression): Expression => call(dtype, [value]);

export const index = (array: Expression, items: readonly Item[]): Expression => ({
  kind: "index",
  array,
  items,
});

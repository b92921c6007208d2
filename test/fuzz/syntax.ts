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
): Expression => ({ kind: "call", name: of, operands, options });

export const cast = (dtype: DType, value: Expression): Expression => call(dtype, [value]);

export const index = (array: Expression, items: readonly Item[]): Expression => ({
  kind: "index",
  array,
  items,
});

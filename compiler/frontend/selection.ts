import type ts from "typescript";
import type { Context } from "./context.js";
import type { Operand } from "./elementwise.js";
import type { IndexItem } from "./index-items.js";
import type { OperatorText } from "./operators.js";
import type { ArrayValue } from "./value.js";

/** a[mask], a[idx] and their mixtures: a fresh array. */
export function selectElements(
  cx: Context,
  _array: ArrayValue,
  items: readonly IndexItem[],
  node: ts.Node,
): ArrayValue {
  const by = items.find((item) => item.kind === "array");
  throw cx.typeError("Selection by an array is not available here.", by?.node ?? node);
}

/** a[mask] = b, a[idx] += b: writes the selected elements. */
export function updateSelection(
  cx: Context,
  _array: ArrayValue,
  items: readonly IndexItem[],
  _operator: OperatorText | null,
  _value: Operand,
  node: ts.Node,
): void {
  const by = items.find((item) => item.kind === "array");
  throw cx.typeError("Assignment through an array is not available here.", by?.node ?? node);
}

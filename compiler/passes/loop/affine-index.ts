import type { Definitions } from "../../ir/definitions.js";
import type { ValueId } from "../../ir/ids.js";

/** index + constant + symbols: an index of a loop, moved by a distance that is the same in all iterations. */
export interface AffineIndex {
  readonly index: ValueId;
  readonly offset: number;
  /** Other values that are added or taken away, each as `+%7` or `-%7`, sorted. */
  readonly symbols: readonly string[];
}

/**
 * `value` as one of `indices` plus what does not change between iterations; null where it has another form.
 * `invariant` tells which values are the same in all iterations.
 */
export function affineIndex(
  value: ValueId,
  indices: readonly ValueId[],
  invariant: (value: ValueId) => boolean,
  definitions: Definitions,
): AffineIndex | null {
  if (indices.includes(value)) return { index: value, offset: 0, symbols: [] };
  const op = definitions.get(value);
  if (op?.kind !== "binary" || (op.op !== "add" && op.op !== "sub")) return null;
  const left = affineIndex(op.a, indices, invariant, definitions);
  if (left !== null) return moved(left, op.b, op.op === "add" ? 1 : -1, invariant, definitions);
  const right = op.op === "add" ? affineIndex(op.b, indices, invariant, definitions) : null;
  return right === null ? null : moved(right, op.a, 1, invariant, definitions);
}

function moved(
  base: AffineIndex,
  by: ValueId,
  sign: 1 | -1,
  invariant: (value: ValueId) => boolean,
  definitions: Definitions,
): AffineIndex | null {
  const op = definitions.get(by);
  if (op?.kind === "const" && typeof op.value !== "boolean" && Number.isSafeInteger(Number(op.value)))
    return { ...base, offset: base.offset + sign * Number(op.value) };
  if (!invariant(by)) return null;
  const symbol = `${sign > 0 ? "+" : "-"}%${by}`;
  return { ...base, symbols: [...base.symbols, symbol].sort() };
}

/** Whether two indices are one function of the iteration. */
export function sameAffine(a: AffineIndex, b: AffineIndex): boolean {
  return (
    a.index === b.index &&
    a.offset === b.offset &&
    a.symbols.length === b.symbols.length &&
    a.symbols.every((symbol, k) => symbol === b.symbols[k])
  );
}

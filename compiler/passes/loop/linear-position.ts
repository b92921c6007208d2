import type { ValueId } from "../../ir/ids.js";
import type { LoopOp, Parfor } from "../../ir/ops.js";

/** How the body of a loop over several axes counts its iterations in row-major order. */
export interface LinearPosition {
  /** The operations that compute it, of the body itself. */
  readonly ops: ReadonlySet<LoopOp>;
  /** What they define, the count being the last. */
  readonly values: readonly ValueId[];
}

/** `(i * m + j) * l + k` for indices i, j, k of extents n, m, l; null where the body does not compute it. */
export function linearPosition(loop: Parfor<LoopOp>): LinearPosition | null {
  const ops = new Set<LoopOp>();
  const values: ValueId[] = [];
  const binary = (op: "mul" | "add", a: ValueId, b: ValueId): ValueId | null => {
    const found = loop.body.find(
      (each) =>
        each.kind === "binary" &&
        each.op === op &&
        ((each.a === a && each.b === b) || (each.a === b && each.b === a)),
    );
    if (found?.kind !== "binary") return null;
    ops.add(found);
    values.push(found.out);
    return found.out;
  };
  const [first, ...rest] = loop.indices;
  let position = first ?? null;
  for (const [k, index] of rest.entries()) {
    const extent = loop.extents[k + 1];
    if (position === null || extent === undefined) return null;
    const row = binary("mul", position, extent);
    position = row === null ? null : binary("add", row, index);
  }
  return position === null ? null : { ops, values };
}

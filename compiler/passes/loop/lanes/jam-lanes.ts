// Several lanes in one run of the loop within them, where each by itself would run it: what they all read is read once, and elements that
// all of them add to are loaded and stored once.
//
//   for l < 16                             for l < 16 step 4
//     for k < m                              for k < m
//       out[k] += w[l] * a[l, k]               out[k] += w[l] * a[l, k]; …; out[k] += w[l + 3] * a[l + 3, k]
//
// Each element gets what it got, in the same order.
import type { Aliasing } from "../../../ir/aliasing.js";
import type { ValueId } from "../../../ir/ids.js";
import type { For, Load, LoopOp, Store } from "../../../ir/ops.js";
import type { Tables } from "../../../ir/program.js";
import { substitute } from "../../../ir/rewrite.js";
import { isAccess, isScalarOp } from "../../../ir/visit.js";
import type { LanePlan, RunPiece } from "./lane-plan.js";

/** Lanes in one run of the loop: their accumulators and elements fit the registers. */
export const JAMMED = 4;

/** Whether the run is a loop whose iterations may each be made for several lanes. */
export function mayJam({ kind, ops }: RunPiece, { lanes, slots }: LanePlan, aliasing: Aliasing): boolean {
  const [loop] = ops;
  if (lanes % JAMMED !== 0 || kind !== "each" || ops.length !== 1 || loop?.kind !== "for") return false;
  const own = new Set(slots);
  for (const op of loop.body) if (op.kind === "declare") own.add(op.slot);
  const isPlain = (op: LoopOp): boolean => {
    if (op.kind === "get" || op.kind === "set") return own.has(op.slot);
    return isScalarOp(op) || isAccess(op) || op.kind === "declare";
  };
  return loop.body.every(isPlain) && storesOwnElements(loop, aliasing);
}

/** Whether an iteration stores to elements that no other iteration uses, as the loop's index is one of theirs. */
export function storesOwnElements(loop: For<LoopOp>, aliasing: Aliasing): boolean {
  const accesses = loop.body.filter(isAccess);
  return accesses
    .filter(({ kind }) => kind === "store")
    .every(
      (store) =>
        store.index.includes(loop.index) &&
        accesses.every(
          (other) =>
            isSameElement(store, other) ||
            (store.array !== other.array && !aliasing.mayOverlap(store.array, other.array)),
        ),
    );
}

export const isSameElement = (a: Load | Store, b: Load | Store): boolean =>
  a.array === b.array && a.index.every((value, axis) => value === b.index[axis]);

/** The bodies of several lanes as one, around one loop; null where the lanes' loops differ in their bounds or in what they store to. */
export function jam(lanes: readonly (readonly LoopOp[])[], tables: Tables): readonly LoopOp[] | null {
  const loops = lanes.flatMap((ops) => ops.filter((op) => op.kind === "for"));
  const [first] = loops;
  if (first === undefined || loops.length !== lanes.length) return null;
  const bodies = loops.map(({ index, body }) =>
    index === first.index ? body : substitute(body, new Map([[index, first.index]]), tables),
  );
  const key = (loop: For<LoopOp>, body: readonly LoopOp[]): string =>
    [loop.start, loop.stop, loop.step, ...body.flatMap(storedElement)].join();
  const keys = new Set(loops.map((loop, lane) => key(loop, bodies[lane] ?? [])));
  if (keys.size > 1) return null;
  const reassociate = loops.flatMap((loop) => loop.reassociate);
  const jammed: For<LoopOp> = { ...first, body: bodies.flat(), reassociate };
  const before = lanes.flatMap((ops) =>
    ops.slice(
      0,
      ops.findIndex(({ kind }) => kind === "for"),
    ),
  );
  const after = lanes.flatMap((ops) => ops.slice(ops.findIndex(({ kind }) => kind === "for") + 1));
  return [...before, jammed, ...after];
}

const storedElement = (op: LoopOp): readonly ValueId[] =>
  op.kind === "store" ? [op.array, ...op.index] : [];

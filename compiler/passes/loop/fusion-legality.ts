// When two parallel loops may run as one. Pure: it only answers. The rule is that of dependence: whatever both touch and one of them writes, both
// touch in the same iteration, so running the bodies one after the other in each iteration changes nothing.
import type { ValueId } from "../../ir/ids.js";
import type { Load, LoopOp, Parfor, Store } from "../../ir/ops.js";
import { spanText } from "../../source.js";
import { extentName } from "../extent-name.js";
import { sameAffine } from "./affine-index.js";
import type { Access, FusionFacts } from "./fusion-facts.js";

type Loop = Parfor<LoopOp>;

/** Why the spaces of the loops differ, in the user's names; null where they are equal. */
export function spaceMismatch(first: Loop, second: Loop, facts: FusionFacts): string | null {
  const [a, b] = [first.extents, second.extents];
  if (a.length !== b.length) {
    const axes = (count: number): string => `${count} ${count === 1 ? "axis" : "axes"}`;
    return `the loops have different numbers of dimensions: ${axes(a.length)} and ${axes(b.length)}`;
  }
  for (const [axis, left] of a.entries()) {
    const right = b[axis];
    if (right === undefined || left === right) continue;
    const name = (extent: ValueId): string => extentName(extent, facts.program, facts.definitions);
    return `loop dimension mismatched in axis ${axis}: ${name(left)} != ${name(right)}`;
  }
  return null;
}

/** Why an iteration of one loop needs another iteration of the other; null where none does. */
export function crossDependence(first: Loop, second: Loop, facts: FusionFacts): string | null {
  const { tables } = facts.program;
  const [one, two] = [facts.effects(first), facts.effects(second)];
  for (const slot of two.slotReads)
    if (one.slotWrites.has(slot)) return `${tables.slotName(slot)} is complete only after the first loop`;
  for (const slot of two.slotWrites)
    if (one.slotReads.has(slot) || one.slotWrites.has(slot))
      return `both loops update ${tables.slotName(slot)}`;
  for (const slot of one.slotReads)
    if (two.slotWrites.has(slot)) return `both loops use ${tables.slotName(slot)}`;
  if (one.ordered && two.ordered) return "both loops print, or draw from one stream";
  return memoryDependence(first, second, facts);
}

function memoryDependence(first: Loop, second: Loop, facts: FusionFacts): string | null {
  const { aliasing } = facts;
  const [before, after] = [facts.accesses(first), facts.accesses(second)];
  for (const [left, mine] of before.byArray) {
    for (const [right, theirs] of after.byArray) {
      if (!aliasing.mayOverlap(left, right)) continue;
      const clash = clashOf(mine, theirs, (a, b) => left === right && onlyWithin(a, b, first, second));
      if (clash !== null) return clash;
    }
  }
  // What else touches memory (a copy, a line printed, a call) has no element to compare.
  for (const [loop, mine, theirs] of [
    [first, before, after],
    [second, after, before],
  ] as const) {
    for (const array of mine.others) {
      for (const [other, accesses] of theirs.byArray) {
        const store = accesses.find(({ op }) => op.kind === "store");
        if (store !== undefined && aliasing.mayOverlap(other, array))
          return `${spanText(store.op.span)} changes what ${spanText(loop.span)} uses whole`;
      }
    }
  }
  return null;
}

function clashOf(
  before: readonly Access[],
  after: readonly Access[],
  isApart: (a: Access, b: Access) => boolean,
): string | null {
  for (const a of before)
    for (const b of after) {
      if (a.op.kind === "load" && b.op.kind === "load") continue;
      if (!isApart(a, b)) return dependenceText(a.op, b.op);
    }
  return null;
}

function dependenceText(before: Load | Store, after: Load | Store): string {
  const [a, b] = [spanText(before.span), spanText(after.span)];
  if (before.kind === "store" && after.kind === "load")
    return `${b} may read what another iteration of the first loop computes`;
  if (before.kind === "load") return `${b} may overwrite what another iteration reads as ${a}`;
  return `${b} may write the same element as another iteration of the first loop`;
}

/**
 * Whether the two accesses touch one element only in one iteration: each index of the loop stands, moved by the same distance, in the
 * same axis of both.
 */
function onlyWithin(a: Access, b: Access, first: Loop, second: Loop): boolean {
  if (wraps(a) || wraps(b)) return false;
  return first.indices.every((index, k) =>
    a.affine.some((left, axis) => {
      const right = b.affine[axis];
      if (left === null || right === null || right === undefined || left.index !== index) return false;
      return right.index === second.indices[k] && sameAffine(left, { ...right, index });
    }),
  );
}

/** A negative index counts from the end, so two iterations could meet; indices of loops are not negative themselves. */
function wraps({ op, affine }: Access): boolean {
  if (op.bounds.kind === "proven" || !op.bounds.wrap) return false;
  return !affine.every((index) => index !== null && index.offset >= 0 && index.symbols.length === 0);
}

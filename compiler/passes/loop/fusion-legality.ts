// When two parallel loops may run as one. Pure: it only answers. The rule is that of dependence: whatever both touch and one of them writes, both
// touch in the same iteration, so running the bodies one after the other in each iteration changes nothing.
import type { Aliasing } from "../../ir/aliasing.js";
import type { Definitions } from "../../ir/definitions.js";
import type { ValueId } from "../../ir/ids.js";
import type { Load, LoopOp, Parfor, Store } from "../../ir/ops.js";
import type { LoopProgram } from "../../ir/program.js";
import { valuesDefinedIn, walk } from "../../ir/visit.js";
import { spanText } from "../../source.js";
import type { Effects } from "../effects.js";
import { extentName } from "../extent-name.js";
import type { AffineIndex } from "./affine-index.js";
import { affineIndex, sameAffine } from "./affine-index.js";

export interface FusionFacts {
  readonly program: LoopProgram;
  readonly aliasing: Aliasing;
  readonly definitions: Definitions;
  /** Of loops and what stands between them; asked for again and again. */
  readonly effects: (op: LoopOp) => Effects;
  /** What each loop accesses, once it is known. */
  readonly accesses: WeakMap<Loop, Accesses>;
}

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

interface Access {
  readonly op: Load | Store;
  /** For each axis of the array, how it follows an index of the loop: by the position of that index. */
  readonly affine: readonly (AffineIndex | null)[];
}

function memoryDependence(first: Loop, second: Loop, facts: FusionFacts): string | null {
  const { aliasing } = facts;
  const [before, after] = [accessesOf(first, facts), accessesOf(second, facts)];
  for (const a of before.accesses) {
    for (const b of after.accesses) {
      if (a.op.kind === "load" && b.op.kind === "load") continue;
      if (!aliasing.mayOverlap(a.op.array, b.op.array)) continue;
      if (a.op.array === b.op.array && onlyWithin(a, b, first, second)) continue;
      return dependenceText(a.op, b.op);
    }
  }
  // What else touches memory (a copy, a line printed, a call) has no element to compare.
  for (const [loop, mine, theirs] of [
    [first, before, after],
    [second, after, before],
  ] as const) {
    for (const array of mine.others) {
      const clash = theirs.accesses.find(
        ({ op }) => op.kind === "store" && aliasing.mayOverlap(op.array, array),
      );
      if (clash !== undefined)
        return `${spanText(clash.op.span)} changes what ${spanText(loop.span)} uses whole`;
    }
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

interface Accesses {
  readonly accesses: readonly Access[];
  /** Arrays that are used as a whole. */
  readonly others: readonly ValueId[];
}

function accessesOf(loop: Loop, facts: FusionFacts): Accesses {
  const known = facts.accesses.get(loop);
  if (known !== undefined) return known;
  const { tables } = facts.program;
  const inside = valuesDefinedIn([loop], tables);
  const own = valuesDefinedIn(loop.body, tables);
  const accesses: Access[] = [];
  const others: ValueId[] = [];
  walk(loop.body, (op) => {
    if (op.kind === "load" || op.kind === "store") {
      // Memory of the iteration itself is nobody else's.
      if (own.has(op.array) && facts.definitions.get(op.array)?.kind === "alloc") return;
      const invariant = (value: ValueId): boolean => !inside.has(value);
      const affine = op.index.map((index) => affineIndex(index, loop.indices, invariant, facts.definitions));
      accesses.push({ op, affine });
    } else if (op.kind === "unalias") others.push(op.array);
    else if (op.kind === "print" || op.kind === "runtimeCall")
      others.push(
        ...(op.kind === "print" ? op.values : op.args).filter(
          (value) => tables.typeOf(value).kind === "array",
        ),
      );
  });
  const found = { accesses, others };
  facts.accesses.set(loop, found);
  return found;
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

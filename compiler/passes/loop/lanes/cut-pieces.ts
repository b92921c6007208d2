// Cuts the body of a loop into pieces that run strip by strip: lanes side by side, or one after the other.

import { carriesFloat } from "../../../ir/carries-float.js";
import { containsLoop } from "../../../ir/contains-loop.js";
import type { ValueId } from "../../../ir/ids.js";
import type { For, LoopOp } from "../../../ir/ops.js";
import { isAccess, walk } from "../../../ir/visit.js";
import type { LaneFacts, Stride } from "./lane-facts.js";
import { isPure } from "./lane-facts.js";
import type { Piece } from "./lane-plan.js";

export function cutPieces(region: readonly LoopOp[], facts: LaneFacts): readonly Piece[] {
  const pieces: Piece[] = [];
  let run: LoopOp[] = [];
  const endRun = (): void => {
    if (run.length > 0) pieces.push({ kind: "lanes", ops: run });
    run = [];
  };
  for (const op of region) {
    const until = untilPiece(op, facts);
    if (until !== null) {
      endRun();
      pieces.push(until);
    } else if (isUniform(op, facts)) {
      // It depends on nothing in the run, so it may stand before it.
      pieces.push({ kind: "uniform", ops: [op] });
    } else if (op.kind === "for" && becomesOuter(op, facts)) {
      endRun();
      pieces.push({ kind: "nest", loop: op, pieces: cutPieces(op.body, facts) });
    } else if (containsLoop(op)) {
      endRun();
      pieces.push({ kind: "each", ops: [op] });
    } else {
      run.push(op);
    }
  }
  endRun();
  return pieces;
}

/** A loop as mask-exits.ts has made it; its last operations leave it, which here waits for all lanes. */
function untilPiece(op: LoopOp, { loop }: LaneFacts): Piece | null {
  if (op.kind !== "loop" && op.kind !== "for") return null;
  const running = loop.running.get(op.label);
  if (running === undefined) return null;
  const end = op.body.findLastIndex(({ kind }) => kind === "get");
  return { kind: "until", loop: op, run: { kind: "lanes", ops: op.body.slice(0, end) }, running };
}

function isUniform(op: LoopOp, { varies, carried, own }: LaneFacts): boolean {
  if (op.kind === "get") return !carried.has(op.slot) && !own.has(op.slot);
  return isPure(op) && "out" in op && op.out !== null && !varies(op.out);
}

/**
 * A loop is run around the lanes where they read and write neighbouring elements in it, and where it can't be vectorized well
 * itself: it must keep its order, or its own iterations lie apart in memory.
 */
function becomesOuter(loop: For<LoopOp>, facts: LaneFacts): boolean {
  if (!runsInStep(loop, facts)) return false;
  const lanes = strides(loop, facts.loop.index, facts);
  if (lanes.includes("other")) return false;
  return carriesFloat(loop, facts.tables) || (lanes.includes("unit") && leapsWithin(loop, facts));
}

/** All lanes make the same iterations. */
function runsInStep(loop: For<LoopOp>, facts: LaneFacts): boolean {
  const { varies, carried } = facts;
  if ([loop.start, loop.stop, loop.step].some(varies)) return false;
  return loop.body.every((op) => {
    if (op.kind === "for") return runsInStep(op, facts);
    if (op.kind === "break" || op.kind === "continue" || containsLoop(op) || jumps(op)) return false;
    return (op.kind !== "get" && op.kind !== "set") || !carried.has(op.slot);
  });
}

function jumps(op: LoopOp): boolean {
  let found = false;
  walk<LoopOp>([op], ({ kind }) => {
    found ||= kind === "break" || kind === "continue";
  });
  return found;
}

/** An innermost loop of the nest reads or writes elements that lie apart. */
function leapsWithin(loop: For<LoopOp>, facts: LaneFacts): boolean {
  const inner = loop.body.filter((op) => op.kind === "for");
  if (inner.length > 0) return inner.some((op) => leapsWithin(op, facts));
  return strides(loop, loop.index, facts).includes("other");
}

/** Of all accesses of the nest, along the loop over `index`. */
function strides(loop: For<LoopOp>, index: ValueId, facts: LaneFacts): readonly Stride[] {
  const found: Stride[] = [];
  walk(loop.body, (op) => {
    if (isAccess(op)) found.push(facts.strideOf(op, index));
  });
  return found;
}

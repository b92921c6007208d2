// Cuts the body of a loop into pieces that run strip by strip: lanes side by side, or one after the other.
import type { For, LoopOp } from "../../../ir/ops.js";
import { regionsOf, walk } from "../../../ir/visit.js";
import { carriesFloat } from "./carries-float.js";
import type { LaneFacts } from "./lane-facts.js";
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
    if (isUniform(op, facts)) {
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

function isUniform(op: LoopOp, { varies, carried, own }: LaneFacts): boolean {
  if (op.kind === "get") return !carried.has(op.slot) && !own.has(op.slot);
  return isPure(op) && "out" in op && op.out !== null && !varies(op.out);
}

export function containsLoop(op: LoopOp): boolean {
  let found = false;
  walk<LoopOp>([op], ({ kind }) => {
    found ||= kind === "for" || kind === "loop" || kind === "block";
  });
  return found;
}

/**
 * A loop is run around the lanes where it must keep its order and so could not be vectorized itself, and where lanes read and
 * write neighbouring elements in it.
 */
function becomesOuter(loop: For<LoopOp>, facts: LaneFacts): boolean {
  return runsInStep(loop, facts) && carriesFloat(loop, facts.tables) && followsLanes(loop, facts);
}

/** All lanes make the same iterations. */
function runsInStep(loop: For<LoopOp>, facts: LaneFacts): boolean {
  const { varies, carried } = facts;
  if ([loop.start, loop.stop, loop.step].some(varies) || loop.reassociate.length > 0) return false;
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

function followsLanes(loop: LoopOp, facts: LaneFacts): boolean {
  return regionsOf<LoopOp>(loop).every((region) =>
    region.every((op) => {
      if (op.kind === "load" || op.kind === "store") return facts.strideOf(op) !== "other";
      return followsLanes(op, facts);
    }),
  );
}

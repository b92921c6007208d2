// Why the iterations of a loop may not run in another order than one after the other.
import type { LabelId } from "../../../ir/ids.js";
import type { Load, LoopOp, Store } from "../../../ir/ops.js";
import { isAccess, walk } from "../../../ir/visit.js";
import type { LaneFacts } from "./lane-facts.js";
import type { Piece, RunPiece } from "./lane-plan.js";
import { runsOf } from "./lane-plan.js";

type Access = Load | Store;

/** What keeps the body from being cut; null where nothing does. */
export function effectProblem(body: readonly LoopOp[]): string | null {
  const labels = new Set<LabelId>();
  let problem: string | null = null;
  walk(body, (op) => {
    if (op.kind === "for" || op.kind === "loop" || op.kind === "block") labels.add(op.label);
    problem ??= problemOf(op, labels);
  });
  return problem;
}

function problemOf(op: LoopOp, labels: ReadonlySet<LabelId>): string | null {
  switch (op.kind) {
    case "load":
    case "store":
      return op.bounds.kind === "checked" ? "a bounds check remains in it" : null;
    case "check":
    case "fail":
      return "its iterations can fail";
    case "print":
      return "its iterations print";
    case "alloc":
    case "unalias":
    case "release":
      return "its iterations allocate arrays";
    case "runtimeCall":
      return "its iterations call the runtime";
    case "break":
    case "continue":
      return labels.has(op.label) ? null : "its iterations can end early";
    case "parfor":
    case "return":
      return "it is not a loop over elements";
    default:
      return null;
  }
}

/** What the pieces share that has to be reached in the order of iterations; null where there is no such thing. */
export function orderProblem(pieces: readonly Piece[], facts: LaneFacts): string | null {
  const runs = runsOf(pieces);
  // What runs whole on one lane after the other keeps the order of iterations.
  const isWhole = (run: RunPiece): boolean => facts.loop.parallel && pieces.includes(run);
  for (const slot of facts.carried) {
    const users = runs.filter((run) => uses(run, (op) => "slot" in op && op.slot === slot));
    if (users.length > 1 || users.some((run) => !isWhole(run)))
      return `${facts.tables.slotName(slot)} is updated in several parts of it`;
  }
  const accesses = runs.flatMap((run) => accessesOf(run).map((access) => ({ run, access })));
  for (const { run, access } of accesses) {
    if (access.kind !== "store") continue;
    for (const other of accesses) {
      if (!facts.aliasing.mayOverlap(access.array, other.access.array)) continue;
      if (isOfLane(access, other.access, facts) || (run === other.run && isWhole(run))) continue;
      return "its iterations share an array that they write";
    }
  }
  return null;
}

/** Whether running an iteration again changes nothing. */
export function isIdempotent(pieces: readonly Piece[], facts: LaneFacts): boolean {
  const accesses = runsOf(pieces).flatMap(accessesOf);
  return (
    facts.carried.size === 0 &&
    accesses.every(
      (store) =>
        store.kind === "load" ||
        accesses.every(
          (load) => load.kind === "store" || !facts.aliasing.mayOverlap(store.array, load.array),
        ),
    )
  );
}

/** Two accesses at one place along an axis that each lane has to itself: those of other lanes reach other elements. */
function isOfLane(a: Access, b: Access, { formOf, isOutside, loop }: LaneFacts): boolean {
  if (a.array !== b.array) return false;
  return a.index.some((value, axis) => {
    const other = b.index[axis];
    if (other === undefined) return false;
    const [mine, theirs] = [formOf(value), formOf(other)];
    const terms = [...mine.terms];
    return (
      mine.terms.has(loop.index) &&
      mine.constant === theirs.constant &&
      mine.terms.size === theirs.terms.size &&
      terms.every(
        ([term, factor]) => theirs.terms.get(term) === factor && (term === loop.index || isOutside(term)),
      )
    );
  });
}

function uses(run: RunPiece, test: (op: LoopOp) => boolean): boolean {
  let found = false;
  walk(run.ops, (op) => {
    found ||= test(op);
  });
  return found;
}

function accessesOf(run: RunPiece): readonly Access[] {
  const accesses: Access[] = [];
  walk(run.ops, (op) => {
    if (isAccess(op)) accesses.push(op);
  });
  return accesses;
}

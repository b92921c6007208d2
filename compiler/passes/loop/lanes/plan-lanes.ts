// Decides whether and how a loop runs on lanes.
import { itemsize } from "../../../ir/dtype.js";
import type { SlotId, ValueId } from "../../../ir/ids.js";
import { isDearCall } from "../../../ir/operation-cost.js";
import { operandsOf, valuesDefinedIn, walk } from "../../../ir/visit.js";
import { containsLoop, cutPieces } from "./cut-pieces.js";
import type { LaneFacts, ProgramFacts } from "./lane-facts.js";
import { laneFacts } from "./lane-facts.js";
import type { LaneLoop, LanePlan, Piece, PureOp, RunPiece } from "./lane-plan.js";
import { runsOf, usedBy } from "./lane-plan.js";
import { effectProblem, isIdempotent, orderProblem } from "./refuse-lanes.js";

/** What the lanes of a strip keep between pieces should stay in vector registers. */
const REGISTER_BYTES = 512;
const MOST_LANES = 64;
const FEWEST_LANES = 8;

/** A plan; the reason against one; or null where the loop has no loops within, so that there is nothing to gain. */
export function planLanes(loop: LaneLoop, program: ProgramFacts): LanePlan | string | null {
  if (!loop.body.some(containsLoop)) return null;
  const facts = laneFacts(loop, program);
  const pieces = cutPieces(loop.body, facts);
  if (!isWorthIt(pieces)) return null;
  const problem = effectProblem(loop.body) ?? orderProblem(pieces, facts);
  if (problem !== null) return problem;
  const runs = runsOf(pieces);
  const shared = sharedValues(runs, facts);
  if (shared === null) return "a view is made in one part of it and used in another";
  const slots = new Set(
    [...facts.own].filter((slot) => runs.filter((run) => usesSlot(run, slot)).length > 1),
  );
  const idempotent = isIdempotent(pieces, facts);
  const nested = pieces.filter((piece) => piece.kind === "nest");
  const lanes = lanesFor(runsOf(nested), slots, shared.values, facts);
  return { loop, pieces, slots, ...shared, lanes, idempotent };
}

/** A loop that can't be vectorized otherwise, or functions that can't beside a loop. */
function isWorthIt(pieces: readonly Piece[]): boolean {
  return pieces.some((piece) => {
    if (piece.kind === "nest") return true;
    let calls = false;
    if (piece.kind === "lanes")
      walk(piece.ops, (op) => {
        calls ||= isDearCall(op);
      });
    return calls;
  });
}

const usesSlot = (run: RunPiece, slot: SlotId): boolean => {
  let found = false;
  walk(run.ops, (op) => {
    found ||= (op.kind === "get" || op.kind === "set" || op.kind === "declare") && op.slot === slot;
  });
  return found;
};

/** Values that cross from one run to another: kept, or computed again; null where an array can be neither. */
function sharedValues(
  runs: readonly RunPiece[],
  facts: LaneFacts,
): Pick<LanePlan, "values" | "repeated"> | null {
  const { tables } = facts;
  const values = new Set<ValueId>();
  const repeated = new Map<ValueId, readonly PureOp[]>();
  const defined = runs.map((run) => valuesDefinedIn(run.ops, tables));
  for (const [position, run] of runs.entries())
    for (const value of usedBy(run, tables)) {
      const owner = defined.findIndex((those) => those.has(value));
      if (owner === -1 || owner === position) continue;
      const chain = recomputation(value, facts);
      if (chain !== null) repeated.set(value, chain);
      else if (tables.typeOf(value).kind === "array") return null;
      else values.add(value);
    }
  return { values, repeated };
}

/** The cheap operations that compute the value from the lane's index and what all lanes share, in order; null without such. */
function recomputation(value: ValueId, facts: LaneFacts): readonly PureOp[] | null {
  if (value === facts.loop.index || !facts.varies(value)) return [];
  const op = facts.pure.get(value);
  if (op === undefined || !isCheap(op)) return null;
  const chain: PureOp[] = [];
  for (const operand of operandsOf(op, facts.tables)) {
    const before = recomputation(operand, facts);
    if (before === null) return null;
    for (const each of before) if (!chain.includes(each)) chain.push(each);
  }
  return [...chain, op];
}

const isCheap = (op: PureOp): boolean =>
  op.kind !== "call" && !(op.kind === "binary" && (op.op === "div" || op.op === "rem"));

/** As many lanes as keep what the runs of inner loops share in registers. */
function lanesFor(
  nested: readonly RunPiece[],
  slots: ReadonlySet<SlotId>,
  values: ReadonlySet<ValueId>,
  { tables }: LaneFacts,
): number {
  let bytes = 0;
  for (const slot of slots)
    if (nested.some((run) => usesSlot(run, slot))) bytes += itemsize(tables.slotType(slot).dtype);
  const used = new Set(nested.flatMap((run) => [...usedBy(run, tables)]));
  for (const value of values) if (used.has(value)) bytes += itemsize(tables.dtypeOf(value));
  if (bytes === 0) return MOST_LANES;
  const fitting = 2 ** Math.floor(Math.log2(REGISTER_BYTES / bytes));
  return Math.min(MOST_LANES, Math.max(FEWEST_LANES, fitting));
}

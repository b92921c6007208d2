// Decides whether and how a loop runs on lanes.
import { containsLoop } from "../../../ir/contains-loop.js";
import { itemsize } from "../../../ir/dtype.js";
import type { SlotId, ValueId } from "../../../ir/ids.js";
import { isDearCall } from "../../../ir/operation-cost.js";
import { operandsOf, resultsOf, valuesDefinedIn, walk } from "../../../ir/visit.js";
import { cutPieces } from "./cut-pieces.js";
import type { LaneFacts, ProgramFacts } from "./lane-facts.js";
import { laneFacts } from "./lane-facts.js";
import type { LaneLoop, LanePlan, Piece, PureOp, RunPiece } from "./lane-plan.js";
import { runsOf, usedBy } from "./lane-plan.js";
import { maskExits } from "./mask-exits.js";
import { effectProblem, isIdempotent, orderProblem } from "./refuse-lanes.js";

/** What the lanes of a strip keep between pieces should stay in vector registers. */
const REGISTER_BYTES = 512;
/**
 * Where lanes leave a loop at different times, each of its iterations waits for a comparison: more lanes hide the wait, though some of what
 * they keep be read from the first-level cache.
 */
const MASKED_BYTES = 2048;
const MOST_LANES = 64;
const FEWEST_LANES = 8;

/** A plan; the reason against one; or null where the loop has no loops within, so that there is nothing to gain. */
export function planLanes(loop: LaneLoop, program: ProgramFacts): LanePlan | string | null {
  if (!loop.body.some(containsLoop)) return null;
  const facts = maskedFacts(laneFacts(loop, program), program);
  const pieces = cutPieces(facts.loop.body, facts);
  if (!isWorthIt(pieces)) return null;
  const problem = effectProblem(facts.loop.body) ?? orderProblem(pieces, facts);
  if (problem !== null) return problem;
  const runs = runsOf(pieces);
  const shared = sharedValues(runs, facts);
  if (shared === null) return "a view is made in one part of it and used in another";
  const slots = new Set(
    [...facts.own].filter((slot) => runs.filter((run) => usesSlot(run, slot)).length > 1),
  );
  const idempotent = isIdempotent(pieces, facts);
  const nested = pieces.filter((piece) => piece.kind === "nest" || piece.kind === "until");
  const budget = pieces.some(({ kind }) => kind === "until") ? MASKED_BYTES : REGISTER_BYTES;
  const lanes = lanesFor(runsOf(nested), budget, slots, shared.values, facts);
  return { loop: facts.loop, pieces, slots, ...shared, lanes, idempotent };
}

/** The facts of the loop with its inner loops' exits masked. */
function maskedFacts(facts: LaneFacts, program: ProgramFacts): LaneFacts {
  const { body, running } = maskExits(facts);
  if (running.size === 0) return facts;
  const definitions = new Map(program.definitions);
  walk(body, (op) => {
    for (const value of resultsOf(op, program.tables)) definitions.set(value, op);
  });
  return laneFacts({ ...facts.loop, body, running }, { ...program, definitions });
}

/** A loop that can't be vectorized otherwise, or functions that can't beside a loop. */
function isWorthIt(pieces: readonly Piece[]): boolean {
  return pieces.some((piece) => {
    if (piece.kind === "nest" || piece.kind === "until") return true;
    let calls = false;
    if (piece.kind === "lanes")
      walk(piece.ops, (op) => {
        // A square root is one instruction: not worth visiting memory once more for the part behind it.
        calls ||= isDearCall(op) && !(op.kind === "call" && op.fn === "sqrt");
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

/** As many lanes as keep what the runs of inner loops share in `budget` bytes. */
function lanesFor(
  nested: readonly RunPiece[],
  budget: number,
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
  const fitting = 2 ** Math.floor(Math.log2(budget / bytes));
  return Math.min(MOST_LANES, Math.max(FEWEST_LANES, fitting));
}

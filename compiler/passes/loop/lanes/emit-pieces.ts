// The pieces of a loop's body on one strip of lanes.
import type { LoopId, SlotId, ValueId } from "../../../ir/ids.js";
import type { For, LoopOp } from "../../../ir/ops.js";
import { regionBuilder } from "../../../ir/region-builder.js";
import { cloneRegion } from "../../../ir/rewrite.js";
import { scalarType } from "../../../ir/types.js";
import { slotsOf, valuesDefinedIn } from "../../../ir/visit.js";
import type { Span } from "../../../source.js";
import { JAMMED, jam, mayJam } from "./jam-lanes.js";
import type { ProgramFacts } from "./lane-facts.js";
import type { LanePlan, Piece, RunPiece } from "./lane-plan.js";
import { usedBy } from "./lane-plan.js";

export interface StripEmitter {
  readonly plan: LanePlan;
  readonly program: ProgramFacts;
  readonly loop: LoopId | null;
  readonly span: Span;
  /** Where each lane keeps a variable or a value between pieces: an array of the strip. */
  readonly slots: ReadonlyMap<SlotId, ValueId>;
  readonly values: ReadonlyMap<ValueId, ValueId>;
  /** The first iteration of the strip. */
  readonly base: ValueId;
  readonly zero: ValueId;
  readonly one: ValueId;
  /** The step of loops over several lanes at a time; null where there are none. */
  readonly jammed: ValueId | null;
  readonly lanes: ValueId;
}

type Values = Map<ValueId, ValueId>;

/** `uniform` says what the values that all lanes share became. */
export function emitPieces(
  pieces: readonly Piece[],
  uniform: Values,
  emitter: StripEmitter,
): readonly LoopOp[] {
  return pieces.flatMap((piece) => emitPiece(piece, uniform, emitter));
}

function emitPiece(piece: Piece, uniform: Values, emitter: StripEmitter): readonly LoopOp[] {
  switch (piece.kind) {
    case "uniform":
      return cloneRegion(piece.ops, uniform, emitter.program.tables);
    case "nest":
      return [emitNest(piece.loop, piece.pieces, uniform, emitter)];
    case "until":
      return [emitUntil(piece, uniform, emitter)];
    case "lanes":
    case "each":
      return [emitRun(piece, uniform, emitter)];
  }
}

function emitNest(
  loop: For<LoopOp>,
  pieces: readonly Piece[],
  uniform: Values,
  emitter: StripEmitter,
): LoopOp {
  const { tables } = emitter.program;
  const now = (value: ValueId): ValueId => uniform.get(value) ?? value;
  const bounds = { start: now(loop.start), stop: now(loop.stop), step: now(loop.step) };
  const index = tables.value(scalarType("int64"));
  const inner = new Map(uniform).set(loop.index, index);
  const body = emitPieces(pieces, inner, emitter);
  // Each lane adds up its own sums, in order.
  return { ...loop, ...bounds, label: tables.label(), index, body, reassociate: [] };
}

/** The loop around its lanes, which ends after an iteration that leaves none of them running. */
function emitUntil(
  { loop, run, running }: Extract<Piece, { readonly kind: "until" }>,
  uniform: Values,
  emitter: StripEmitter,
): LoopOp {
  const { tables } = emitter.program;
  const { span } = loop;
  const now = (value: ValueId): ValueId => uniform.get(value) ?? value;
  const { dtype } = tables.slotType(running);
  const anyRunning = tables.slot({ kind: "scalar", dtype }, "any");
  const flag = regionBuilder(tables, span);
  flag.set(anyRunning, flag.binary("or", flag.get(anyRunning), flag.get(running)));
  const build = regionBuilder(tables, span);
  const zero = build.constant(0, dtype);
  build.ops.push({ kind: "declare", slot: anyRunning, span });
  build.set(anyRunning, zero);
  const index = tables.value(scalarType("int64"));
  const inner = loop.kind === "for" ? new Map(uniform).set(loop.index, index) : uniform;
  build.ops.push(emitRun({ ...run, ops: [...run.ops, ...flag.ops] }, inner, emitter));
  const label = tables.label();
  const ended = build.compare("eq", build.get(anyRunning), zero);
  const leave: LoopOp = { kind: "break", label, span };
  build.ops.push({ kind: "if", condition: ended, then: [leave], otherwise: [], span });
  if (loop.kind === "loop") return { ...loop, label, body: build.ops };
  const bounds = { start: now(loop.start), stop: now(loop.stop), step: now(loop.step) };
  return { ...loop, ...bounds, label, index, body: build.ops };
}

/** One loop over the lanes. */
function emitRun(run: RunPiece, uniform: Values, emitter: StripEmitter): LoopOp {
  const { plan, program, span } = emitter;
  const { tables } = program;
  const lane = tables.value(scalarType("int64"));
  const jammed = jammedLanes(run, lane, uniform, emitter);
  return {
    kind: "for",
    label: tables.label(),
    loop: emitter.loop,
    index: lane,
    start: emitter.zero,
    stop: emitter.lanes,
    ...(jammed ?? { step: emitter.one, body: laneBody(run, lane, uniform, emitter) }),
    reassociate: plan.loop.reassociate.filter((slot) => slotUses(run).used.has(slot)),
    span,
  };
}

/** The steps and the body of a loop over several lanes at a time; null where each runs by itself. */
function jammedLanes(
  run: RunPiece,
  lane: ValueId,
  uniform: Values,
  emitter: StripEmitter,
): Pick<For<LoopOp>, "step" | "body"> | null {
  const { plan, program, span, jammed: step } = emitter;
  if (step === null || !mayJam(run, plan, program.aliasing)) return null;
  const build = regionBuilder(program.tables, span);
  const lanes = [lane];
  while (lanes.length < JAMMED) lanes.push(build.binary("add", lane, build.constant(lanes.length)));
  const bodies = lanes.map((each) => laneBody(run, each, uniform, emitter));
  const body = jam(bodies, program.tables);
  return body === null ? null : { step, body: [...build.ops, ...body] };
}

/** The operations for one lane, with what it keeps read before them and written after. */
function laneBody(run: RunPiece, lane: ValueId, uniform: Values, emitter: StripEmitter): readonly LoopOp[] {
  const { plan, program, span } = emitter;
  const { tables } = program;
  const build = regionBuilder(tables, span);
  const values: Values = new Map(uniform);
  values.set(plan.loop.index, build.binary("add", emitter.base, lane));
  const defined = valuesDefinedIn(run.ops, tables);
  for (const value of usedBy(run, tables)) {
    if (defined.has(value)) continue;
    const memory = emitter.values.get(value);
    if (memory !== undefined) values.set(value, build.load(memory, [lane]));
    for (const op of plan.repeated.get(value) ?? [])
      if (!values.has(op.out)) build.ops.push(...cloneRegion<LoopOp>([op], values, tables));
  }
  const { declared, used, written } = slotUses(run);
  const kept = [...emitter.slots].filter(([slot]) => used.has(slot));
  const slots = new Map<SlotId, SlotId>();
  for (const [slot, memory] of kept) {
    if (declared.has(slot)) continue;
    const own = tables.slot(tables.slotType(slot), tables.slotName(slot));
    slots.set(slot, own);
    build.ops.push({ kind: "declare", slot: own, span });
    build.set(own, build.load(memory, [lane]));
  }
  build.ops.push(...cloneRegion(run.ops, values, tables, slots));
  for (const value of defined) {
    const memory = emitter.values.get(value);
    if (memory !== undefined) build.store(memory, [lane], values.get(value) ?? value);
  }
  for (const [slot, memory] of kept)
    if (written.has(slot)) build.store(memory, [lane], build.get(slots.get(slot) ?? slot));
  return build.ops;
}

interface SlotUses {
  readonly declared: ReadonlySet<SlotId>;
  readonly used: ReadonlySet<SlotId>;
  /** A declaration counts: it makes the variable 0. */
  readonly written: ReadonlySet<SlotId>;
}
function slotUses({ ops }: RunPiece): SlotUses {
  const [declared, read, set] = [slotsOf(ops, "declare"), slotsOf(ops, "get"), slotsOf(ops, "set")];
  return { declared, used: new Set([...declared, ...read, ...set]), written: new Set([...declared, ...set]) };
}

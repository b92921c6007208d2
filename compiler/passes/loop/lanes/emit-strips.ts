// A loop in strips: in each, the pieces of the body run one after the other, each on all lanes of the strip.
import type { DType } from "../../../ir/dtype.js";
import type { LoopId, ValueId } from "../../../ir/ids.js";
import type { LoopOp } from "../../../ir/ops.js";
import type { RegionBuilder } from "../../../ir/region-builder.js";
import { regionBuilder } from "../../../ir/region-builder.js";
import { scalarType } from "../../../ir/types.js";
import type { Span } from "../../../source.js";
import { emitPieces } from "./emit-pieces.js";
import { JAMMED, mayJam } from "./jam-lanes.js";
import type { ProgramFacts } from "./lane-facts.js";
import type { LanePlan, RunPiece } from "./lane-plan.js";
import { runsOf } from "./lane-plan.js";

export interface StripLoop {
  readonly plan: LanePlan;
  readonly loop: LoopId | null;
  readonly start: ValueId;
  readonly stop: ValueId;
  readonly span: Span;
}

/** The full strips of the loop, and the iteration from which on there are no more. */
export interface Strips {
  readonly ops: readonly LoopOp[];
  readonly rest: ValueId;
}

/** An iteration may run twice where that does no harm: then the last strip overlaps the one before, and nothing is left. */
export function emitStrips({ plan, loop, start, stop, span }: StripLoop, program: ProgramFacts): Strips {
  const { tables } = program;
  const build = regionBuilder(tables, span);
  const [zero, one, lanes] = [build.constant(0), build.constant(1), build.constant(plan.lanes)];
  const length = build.binary("sub", stop, start);
  const count = plan.idempotent ? coveringStrips(length, plan, build) : build.binary("div", length, lanes);
  const end = build.binary("add", start, build.binary("mul", count, lanes));
  const rest = plan.idempotent ? build.binary("min", end, stop) : end;
  const last = plan.idempotent ? build.binary("sub", stop, lanes) : null;

  const keep = (dtype: DType): ValueId => {
    const out = tables.value({ kind: "array", dtype, shape: [lanes], strides: [one] });
    build.ops.push({ kind: "alloc", out, fill: "none", place: "stack", span });
    return out;
  };
  const slots = new Map([...plan.slots].map((slot) => [slot, keep(tables.slotType(slot).dtype)]));
  const values = new Map([...plan.values].map((value) => [value, keep(tables.dtypeOf(value))]));

  const mayBeJammed = (run: RunPiece): boolean => mayJam(run, plan, program.aliasing);
  const jammed = runsOf(plan.pieces).some(mayBeJammed) ? build.constant(JAMMED) : null;
  const strip = tables.value(scalarType("int64"));
  const body = regionBuilder(tables, span);
  const from = body.binary("add", start, body.binary("mul", strip, lanes));
  const base = last === null ? from : body.binary("min", from, last);
  const emitter = { plan, program, loop, span, slots, values, base, zero, one, jammed, lanes };
  build.ops.push({
    kind: "for",
    label: tables.label(),
    loop: null,
    index: strip,
    start: zero,
    stop: count,
    step: one,
    body: [...body.ops, ...emitPieces(plan.pieces, new Map(), emitter)],
    reassociate: [],
    span,
  });
  return { ops: build.ops, rest };
}

/** As many strips as it takes to cover `length` iterations; none where they don't fill one. */
function coveringStrips(length: ValueId, plan: LanePlan, build: RegionBuilder): ValueId {
  const [lanes, zero] = [build.constant(plan.lanes), build.constant(0)];
  const rounded = build.binary("div", build.binary("add", length, build.constant(plan.lanes - 1)), lanes);
  return build.select(build.compare("ge", length, lanes), rounded, zero);
}

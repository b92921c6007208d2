// Branches, loops and labelled blocks.

import { carriesFloat } from "../ir/carries-float.js";
import { containsLoop } from "../ir/contains-loop.js";
import type { LabelId, ValueId } from "../ir/ids.js";
import type { Block, Break, Continue, For, If, Loop, LoopOp } from "../ir/ops.js";
import { InternalError } from "../ir/program.js";
import { pollStop } from "./counted-loop.js";
import { callsElementary } from "./elementary.js";
import type { Emission, LabelTarget } from "./emission.js";
import { scalar } from "./emission.js";
import { guardedLoop } from "./guarded-loop.js";
import { isLiteral } from "./llvm-type.js";
import { type Bounds, isLargeNest, pollOf } from "./loop-length.js";
import { closeScope, openScope, releaseScopes } from "./ownership.js";
import { draws } from "./random.js";

/** A region with its own ownership; falls through at its end. */
export function emitRegion(e: Emission, ops: readonly LoopOp[]): void {
  openScope(e);
  e.unit.region(e, ops);
  closeScope(e);
}

export function emitIf(e: Emission, op: If<LoopOp>): void {
  const { code } = e;
  const [yes, no, end] = [code.label("then"), code.label("else"), code.label("endif")];
  const empty = op.otherwise.length === 0;
  const weights = op.rare === true ? e.unit.loops.unlikely() : "";
  code.branchIf(scalar(e, op.condition), yes, empty ? end : no, weights);
  code.start(yes);
  emitRegion(e, op.then);
  let reached = empty;
  const leave = (): void => {
    reached ||= !code.terminated;
    if (!code.terminated) code.branch(end);
  };
  leave();
  if (!empty) {
    code.start(no);
    emitRegion(e, op.otherwise);
    leave();
  }
  if (reached) code.start(end);
}

export function emitFor(e: Emission, op: For<LoopOp>): void {
  const { code } = e;
  const [start, stop, step] = [scalar(e, op.start), scalar(e, op.stop), scalar(e, op.step)];
  const unit = step === "1";
  const exit = code.label("done");
  const trip = unit ? { begin: start, end: stop } : { begin: "0", end: tripCount(e, start, stop, step) };
  const poll = pollOf(op, boundsIn(e));
  const metadata = op.short === true ? e.unit.loops.scalar() : backEdge(e, op);
  const loop = { ...trip, signed: unit, poll, metadata, exit };
  const iterations = { body: op.body, openSlots: op.reassociate, index: op.index, consecutive: unit };
  guardedLoop(e, loop, iterations, (checking, ops) => (counter, next) => {
    const offset = (): string => code.assign(`mul i64 ${counter}, ${step}`);
    const index = unit ? counter : code.assign(`add i64 ${start}, ${offset()}`);
    e.values.set(op.index, { kind: "scalar", type: "i64", text: index });
    withLabel(checking, op.label, { breakTo: exit, continueTo: next }, () => emitRegion(checking, ops));
  });
}

const boundsIn = (e: Emission): Bounds => ({
  constantOf: (value) => literalOf(e, value),
  distance: e.unit.integers.distance,
});

/** The value of a constant from outside of the loop; what its body computes is not known yet. */
function literalOf(e: Emission, value: ValueId): bigint | null {
  if (!e.values.has(value)) return null;
  const text = scalar(e, value);
  return isLiteral(text) ? BigInt(text) : null;
}

/** The iterations of range(start, stop, step) as an unsigned number; a step of any sign, not 0. */
function tripCount(e: Emission, start: string, stop: string, step: string): string {
  const { code } = e;
  const count = (low: string, high: string, stride: string): string => {
    const last = code.assign(`sub i64 ${code.assign(`sub i64 ${high}, ${low}`)}, 1`);
    const many = code.assign(`add i64 ${code.assign(`udiv i64 ${last}, ${stride}`)}, 1`);
    const some = code.assign(`icmp slt i64 ${low}, ${high}`);
    return code.assign(`select i1 ${some}, i64 ${many}, i64 0`);
  };
  // A step of 0 is refused before the loop; here it only must not divide by 0.
  const upward = (): string => count(start, stop, atLeastOne(e, step));
  const downward = (): string => count(stop, start, atLeastOne(e, code.assign(`sub i64 0, ${step}`)));
  if (isLiteral(step)) return step.startsWith("-") ? downward() : upward();
  const rising = code.assign(`icmp sgt i64 ${step}, 0`);
  return code.assign(`select i1 ${rising}, i64 ${upward()}, i64 ${downward()}`);
}

function atLeastOne(e: Emission, unsigned: string): string {
  if (isLiteral(unsigned)) return unsigned;
  const umax = e.unit.module.declare("llvm.umax.i64", "i64", ["i64", "i64"]);
  return e.code.assign(`call i64 ${umax}(i64 ${unsigned}, i64 1)`);
}

export function emitLoop(e: Emission, op: Loop<LoopOp>): void {
  const { code } = e;
  const [header, update, exit] = [code.label("repeat"), code.label("update"), code.label("done")];
  code.start(header);
  withLabel(e, op.label, { breakTo: exit, continueTo: update }, () => emitRegion(e, op.body));
  code.start(update);
  withLabel(e, op.label, { breakTo: exit, continueTo: update }, () => emitRegion(e, op.update));
  pollStop(e, header, backEdge(e, op));
  code.start(exit);
}

export function emitBlock(e: Emission, op: Block<LoopOp>): void {
  const exit = e.code.label("after");
  withLabel(e, op.label, { breakTo: exit, continueTo: null }, () => emitRegion(e, op.body));
  e.code.start(exit);
}

export function emitBreak(e: Emission, op: Break): void {
  const target = labelTarget(e, op.label);
  releaseScopes(e, target.depth);
  e.code.branch(target.breakTo);
}

export function emitContinue(e: Emission, op: Continue): void {
  const target = labelTarget(e, op.label);
  if (target.continueTo === null) throw new InternalError(`continue of the block L${op.label}`);
  releaseScopes(e, target.depth);
  e.code.branch(target.continueTo);
}

/** Emits with `label` known as a target of break and continue; what is owned outside stays so. */
export function withLabel(
  e: Emission,
  label: LabelId,
  target: Omit<LabelTarget, "depth">,
  emit: () => void,
): void {
  e.labels.set(label, { ...target, depth: e.scopes.length });
  emit();
  e.labels.delete(label);
}

function labelTarget(e: Emission, label: LabelId): LabelTarget {
  const target = e.labels.get(label);
  if (target === undefined) throw new InternalError(`label L${label} is not around`);
  return target;
}

const backEdge = (e: Emission, op: For<LoopOp> | Loop<LoopOp>): string =>
  e.unit.loops.backEdge(op.span, e.subprogram, {
    accessGroup: null,
    calls: callsElementary(op.body),
    draws: draws(op.body),
    ordered: op.kind === "for" && isSmall(op) && carriesFloat(op, e.unit.tables),
    largeNest: op.kind === "for" && isLargeNest(op, boundsIn(e), e.unit.tables),
  });

/** Operations of a body of which copies pay: in larger ones counting is little. */
const SMALL = 16;

const isSmall = ({ body }: For<LoopOp>): boolean => body.length <= SMALL && !body.some(containsLoop);

// fuse-parfors: neighbouring parallel loops over one space become one loop.
//
// Requires: a simplified loop program, so that equal extents have one id.
// Guarantees: for each loop that was tried, a `fusion` remark with success or the reason in the user's names.
//
//   parfor #0 [i < n] { b[i] = sin(a[i]) }
//   declare s; s = 0
//   parfor #1 [i < n] reduction s { s += b[i] }
//   =>  declare s; s = 0; parfor #0 [i < n] reduction s { b[i] = sin(a[i]); s += b[i] }
//
// A loop over more axes that uses what a loop over the first of them computes runs by rows, in that loop (by-rows.ts).
//
// What stands between the loops moves before the fused loop where the second loop needs it, and after it otherwise. Declines: loops over
// different spaces, loops of which one needs other iterations of the other (fusion-legality.ts), and loops with something in between
// that needs the first and is needed by the second, loops that would lose more than they gain (fusion-cost.ts), and loops with many others in
// between.
import type { LoopId } from "../../ir/ids.js";
import type { LoopOp, Parfor } from "../../ir/ops.js";
import type { LoopProgram } from "../../ir/program.js";
import { mapRegions } from "../../ir/rewrite.js";
import { regionsOf } from "../../ir/visit.js";
import type { Pass, PassContext } from "../../pass.js";
import type { Span } from "../../source.js";
import { spanText } from "../../source.js";
import { dependsOn, EffectsUnion } from "../effects.js";
import { byRows } from "./by-rows.js";
import { fusionLoss } from "./fusion-cost.js";
import type { FusionFacts } from "./fusion-facts.js";
import { fusionFacts } from "./fusion-facts.js";
import { crossDependence, spaceMismatch } from "./fusion-legality.js";
import { joinParfors } from "./join-parfors.js";

export const fuseParfors: Pass<LoopProgram> = {
  name: "fuse-parfors",
  run: (program, context) => {
    const facts = fusionFacts(program);
    return { ...program, body: fuseRegion(program.body, { facts, context }) };
  },
};

interface Fuser {
  readonly facts: FusionFacts;
  readonly context: PassContext;
}

/** How many loops back a loop looks for one to fuse with: what lies farther back has left the caches, and trying all takes time. */
const WINDOW = 16;

function fuseRegion(region: readonly LoopOp[], fuser: Fuser): readonly LoopOp[] {
  const ops = [...region];
  let position = 0;
  while (position < ops.length) {
    const second = ops[position];
    const fused = second?.kind === "parfor" ? fuseInto(ops, position, second, fuser) : null;
    position = fused ?? position + 1;
  }
  if (ops.every((op) => regionsOf<LoopOp>(op).length === 0)) return ops;
  return ops.map((op) => mapRegions<LoopOp>(op, (inner) => fuseRegion(inner, fuser)));
}

/** Fuses the loop at `position` with one before it, trying the nearest first. The position after the fused loop, or null. */
function fuseInto(ops: LoopOp[], position: number, second: Parfor<LoopOp>, fuser: Fuser): number | null {
  const { remark } = fuser.context;
  let declined = false;
  let tries = 0;
  const between = new Between(second, fuser.facts);
  for (let at = position - 1; at >= 0 && tries < WINDOW; at--) {
    const first = ops[at];
    if (first === undefined) break;
    if (first.kind !== "parfor") {
      between.add(first);
      continue;
    }
    tries++;
    // Most loops far back are needed by what is in between; only the reason for the nearest is told.
    if (declined && between.needs(first)) {
      between.add(first);
      continue;
    }
    const attempt = { first: first.loop, second: second.loop };
    const tried = arrange(ops, at, position, { first, whole: second, between }, fuser);
    if (typeof tried !== "string") {
      const root = rootOf(first, second, fuser);
      const other = root === first.loop ? second.loop : first.loop;
      remark({ kind: "fusion", first: root, second: other, succeeded: true, reason: null });
      return tried;
    }
    // The nearest loop is the one that people expect; farther ones are worth a line only when they succeed.
    if (!declined) remark({ kind: "fusion", ...attempt, succeeded: false, reason: tried });
    declined = true;
    between.add(first);
  }
  return null;
}

/** The loop that names the fused one: the first, but what fills an array made for another loop counts as part of that loop. */
function rootOf(first: Parfor<LoopOp>, second: Parfor<LoopOp>, { context }: Fuser): LoopId {
  const isCreation = ({ loop }: Parfor<LoopOp>): boolean =>
    context.tables.loopInfo(loop).description.startsWith("creation");
  return isCreation(first) && !isCreation(second) ? second.loop : first.loop;
}

interface Pair {
  readonly first: Parfor<LoopOp>;
  readonly whole: Parfor<LoopOp>;
  /** What stands between the loops. */
  readonly between: Between;
}

/** Fuses the two loops; the position after the fused one, or the reason why not. */
function arrange(
  ops: LoopOp[],
  at: number,
  position: number,
  { first, whole, between }: Pair,
  fuser: Fuser,
): number | string {
  const { facts } = fuser;
  const rows = byRows(first, whole, facts, fuser.context.tables);
  const second = rows?.loop ?? whole;
  const mismatch = spaceMismatch(first, second, facts);
  if (mismatch !== null) return mismatch;
  const dependence = crossDependence(first, second, facts);
  if (dependence !== null) return dependence;
  const { needed, later } = between;
  const link = between.neededAfter(first);
  if (link !== undefined)
    return `${statementText(link.span)}, between the loops, needs the first and is needed by the second`;
  const loss = fusionLoss(first, second, facts);
  if (loss !== null) return loss;
  const joined = joinParfors(first, second, rootOf(first, second, fuser), fuser.context.tables);
  facts.join(first, second, joined);
  const before = [...needed.toReversed(), ...(rows?.before ?? []), joined];
  ops.splice(at, position + 1 - at, ...before, ...later.toReversed());
  return at + before.length;
}

const statementText = (span: Span): string => spanText(span).replaceAll(/\s+/g, " ").replace(/;$/, "");

/** The operations before a loop, added from the nearest to the farthest. */
class Between {
  /** What must stay before the loop, the nearest first. */
  readonly needed: LoopOp[] = [];
  readonly later: LoopOp[] = [];
  readonly #loop: LoopOp;
  readonly #facts: FusionFacts;
  #effects: EffectsUnion | null = null;
  #lastAsked: LoopOp | null = null;
  #lastAnswer = false;

  constructor(loop: LoopOp, facts: FusionFacts) {
    this.#loop = loop;
    this.#facts = facts;
  }
  add(op: LoopOp): void {
    const { effects, aliasing } = this.#facts;
    const own = effects(op);
    if (this.needs(op) || dependsOn(effects(this.#loop), own, aliasing)) {
      this.needed.push(op);
      if (this.#effects === null) this.#effects = new EffectsUnion(own);
      else this.#effects.add(own);
    } else this.later.push(op);
  }
  /** Whether what must stay before the loop must stay after `op`. */
  needs(op: LoopOp): boolean {
    if (this.#lastAsked !== op) {
      const { effects, aliasing } = this.#facts;
      this.#lastAsked = op;
      this.#lastAnswer = this.#effects !== null && dependsOn(this.#effects, effects(op), aliasing);
    }
    return this.#lastAnswer;
  }
  /** What of that which must stay before the loop must also stay after `first`. */
  neededAfter(first: LoopOp): LoopOp | undefined {
    const { effects, aliasing } = this.#facts;
    return this.needs(first)
      ? this.needed.findLast((op) => dependsOn(effects(op), effects(first), aliasing))
      : undefined;
  }
}

// When two parallel loops that may run as one are better apart. Pure: it only answers.
import type { LoopOp, Parfor } from "../../ir/ops.js";
import { walk } from "../../ir/visit.js";
import { positionAt } from "../../source.js";
import type { FusionFacts } from "./fusion-facts.js";

type Loop = Parfor<LoopOp>;

/** The processors that kernels are made for have 16 registers for addresses. */
const MOST_ARRAYS = 16;

/**
 * What one loop would lose by running with the other, in the user's names; null where it gains. Loops that use a common array gain by
 * reading it once; others gain only the price of handing out work.
 */
export function fusionLoss(first: Loop, second: Loop, facts: FusionFacts): string | null {
  const [one, two] = [facts.accesses(first).byArray, facts.accesses(second).byArray];
  for (const mine of one.keys())
    for (const theirs of two.keys()) if (facts.aliasing.mayOverlap(mine, theirs)) return null;
  const arrays = one.size + two.size;
  if (arrays > MOST_ARRAYS)
    return `the loops have no array in common, and would use ${arrays} at once: more than the processor has registers for`;
  const [open, other] = isOpenEnded(first) ? [first, second] : [second, first];
  if (isOpenEnded(open) && !isOpenEnded(other))
    return `the loops have no array in common, and with that of line ${lineOf(open)} the other could not run on vectors`;
  return null;
}

const lineOf = ({ span }: Loop): number => positionAt(span.source, span.start).line;

/** Whether how long an iteration runs is known only when it ends: such iterations don't run side by side. */
function isOpenEnded(loop: Loop): boolean {
  let found = false;
  walk<LoopOp>(loop.body, ({ kind }) => {
    found ||= kind === "loop" || kind === "print";
  });
  return found;
}

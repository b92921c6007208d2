import type { Definitions } from "../../ir/definitions.js";
import type { ValueId } from "../../ir/ids.js";
import { naturalsOf } from "../../ir/naturals.js";
import type { LoopOp } from "../../ir/ops.js";
import type { LoopProgram, Tables } from "../../ir/program.js";
import { hasRegions, walk } from "../../ir/visit.js";
import { bodyCost } from "../body-cost.js";
import { removeDeadCode } from "../dead-code.js";
import { decidedBody } from "./decide-test.js";
import type { IndexTest, TestContext } from "./index-tests.js";
import { indexTests } from "./index-tests.js";

/** The body is there once for each part. */
const MOST_OPERATIONS = 100;
/** Parts of at most this many iterations do not decide how long the loop takes. */
const FEW_ITERATIONS = 8;
/** A part pays where its iterations take at most this share of the time. */
const SHARE = 0.75;

/** What tests are looked for with, in `program`. */
export function testContext(program: LoopProgram, definitions: Definitions): TestContext {
  const counts = new Set(naturalsOf(program));
  walk(program.body, (op) => {
    if (op.kind === "for") counts.add(op.index);
  });
  const isCount = (value: ValueId): boolean => {
    if (counts.has(value)) return true;
    const op = definitions.get(value);
    if (op?.kind === "const") return Math.abs(Number(op.value)) < 2 ** 31;
    if (op?.kind !== "binary") return false;
    if (op.op === "div" || op.op === "rem") return isCount(op.a);
    return op.op !== "mul" && isCount(op.a) && isCount(op.b);
  };
  return { tables: program.tables, definitions, isCount };
}

/**
 * The tests of the index for which a loop is split: those of stencils, and the comparisons that pay in small bodies without loops. `isOrdered`
 * is a loop whose iterations wait for each other: it gains more from running beside others like it, of the same length.
 */
export function splittingTests(
  index: ValueId,
  body: readonly LoopOp[],
  isOrdered: boolean,
  context: TestContext,
): readonly IndexTest[] {
  const takesComparisons = !isOrdered && isSmall(body);
  return indexTests(index, body, context).filter(
    (test) =>
      isBorder(test) ||
      (takesComparisons && (test.decides !== "selection" || saves(test, body, context.tables))),
  );
}

/** Whether the test tells the interior of a stencil from its border. */
export const isBorder = ({ op, decides }: IndexTest): boolean =>
  op.kind === "inRange" && decides === "branch";

function isSmall(body: readonly LoopOp[]): boolean {
  let [count, hasLoops] = [0, false];
  walk(body, (op) => {
    count++;
    hasLoops ||= op.kind !== "if" && hasRegions(op);
  });
  return !hasLoops && count <= MOST_OPERATIONS;
}

/** Whether deciding a selection leaves much less to compute in a part of the loop that may be long. */
function saves(test: IndexTest, body: readonly LoopOp[], tables: Tables): boolean {
  const whole = bodyCost(removeDeadCode(body, tables), tables);
  const long = isShort(test) ? [!test.inside] : [true, false];
  return long.some((holds) => bodyCost(decidedBody(body, test.op, holds, tables), tables) <= SHARE * whole);
}

/** Whether the range of the test has few iterations, whatever the values that bound it. */
export function isShort({ lower, upper }: IndexTest): boolean {
  if (lower === null || upper === null || lower.terms.size !== upper.terms.size) return false;
  const same = [...lower.terms].every(([value, share]) => upper.terms.get(value) === share);
  return same && upper.constant - lower.constant <= FEW_ITERATIONS;
}

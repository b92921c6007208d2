import type { ValueId } from "../../ir/ids.js";
import type { LoopOp } from "../../ir/ops.js";
import type { Tables } from "../../ir/program.js";
import { substitute } from "../../ir/rewrite.js";
import { removeDeadCode } from "../dead-code.js";

/** The region where `test` is known to hold or not, with all conditions that follow from it as constants. */
export function decideTest(region: readonly LoopOp[], test: LoopOp, holds: boolean): readonly LoopOp[] {
  return decideRegion(region, test, holds, new Map());
}

function decideRegion(
  region: readonly LoopOp[],
  test: LoopOp,
  holds: boolean,
  known: Map<ValueId, boolean>,
): readonly LoopOp[] {
  return region.map((op): LoopOp => {
    const value = op === test ? holds : truthOf(op, known);
    if (value !== null && "out" in op && op.out !== null) {
      known.set(op.out, value);
      return { kind: "const", out: op.out, value, span: op.span };
    }
    if (op.kind !== "if") return op;
    const truth = known.get(op.condition);
    const branch = (ops: readonly LoopOp[], when: boolean): readonly LoopOp[] =>
      truth === !when ? [] : decideRegion(ops, test, holds, known);
    return { ...op, then: branch(op.then, true), otherwise: branch(op.otherwise, false) };
  });
}

/** What a logical operation gives, where an operand that is known settles it. */
function truthOf(op: LoopOp, known: ReadonlyMap<ValueId, boolean>): boolean | null {
  if (op.kind === "unary" && op.op === "not") {
    const a = known.get(op.a);
    return a === undefined ? null : !a;
  }
  if (op.kind !== "binary" || (op.op !== "and" && op.op !== "or")) return null;
  const settling = op.op === "or";
  const operands = [known.get(op.a), known.get(op.b)];
  if (operands.includes(settling)) return settling;
  return operands.includes(undefined) ? null : !settling;
}

/** What an iteration does where `test` is decided, without what it computes for selections that are decided too. */
export function decidedBody(
  body: readonly LoopOp[],
  test: LoopOp,
  holds: boolean,
  tables: Tables,
): readonly LoopOp[] {
  const decided = decideTest(body, test, holds);
  const truths = new Map(
    decided.flatMap((op) =>
      op.kind === "const" && typeof op.value === "boolean" ? [[op.out, op.value]] : [],
    ),
  );
  const chosen = new Map<ValueId, ValueId>();
  const rest = decided.flatMap((op): readonly LoopOp[] => {
    const truth = op.kind === "select" || op.kind === "if" ? truths.get(op.condition) : undefined;
    if (truth === undefined) return [op];
    if (op.kind === "if") return truth ? op.then : op.otherwise;
    if (op.kind === "select") chosen.set(op.out, truth ? op.a : op.b);
    return [];
  });
  return removeDeadCode(substitute(rest, chosen, tables), tables);
}

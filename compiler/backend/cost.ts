// What an iteration of a parallel loop costs, in LLVM's terms.
import type { CostCode, CostOperator } from "../ir/iteration-cost.js";
import { iterationCost } from "../ir/iteration-cost.js";
import type { LoopOp, Parfor } from "../ir/ops.js";
import type { Emission } from "./emission.js";
import { scalar } from "./emission.js";
import { isLiteral } from "./llvm-type.js";

/** An int64: nanoseconds for one iteration, at least 1. Emits code before the loop where inner lengths are not constant. */
export function emitCost(e: Emission, op: Parfor<LoopOp>): string {
  if (op.cost !== undefined) return scalar(e, op.cost);
  const code: CostCode<string> = {
    compute: (operator, a, b) => e.code.assign(callee(e, operator, a, b)),
    valueOf: (value) => {
      if (!e.values.has(value)) return null;
      const text = scalar(e, value);
      return isLiteral(text) ? Number(text) : text;
    },
  };
  return String(iterationCost(op, e.unit.tables, code));
}

function callee(e: Emission, operator: CostOperator, a: string | number, b: string | number): string {
  switch (operator) {
    case "umin":
    case "umax":
    case "smax": {
      const name = e.unit.module.declare(`llvm.${operator}.i64`, "i64", ["i64", "i64"]);
      return `call i64 ${name}(i64 ${a}, i64 ${b})`;
    }
    default:
      return `${operator} i64 ${a}, ${b}`;
  }
}

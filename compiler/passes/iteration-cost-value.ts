import type { Definitions } from "../ir/definitions.js";
import type { ValueId } from "../ir/ids.js";
import type { CostCode, CostOperator } from "../ir/iteration-cost.js";
import { iterationCost } from "../ir/iteration-cost.js";
import type { BinaryOperator, LoopOp, Parfor } from "../ir/ops.js";
import type { Tables } from "../ir/program.js";
import type { RegionBuilder } from "../ir/region-builder.js";
import { valuesDefinedIn } from "../ir/visit.js";

/** Lengths and costs are no negative numbers, so signed operations do. */
const OPERATORS: Readonly<Record<CostOperator, BinaryOperator>> = {
  add: "add",
  sub: "sub",
  mul: "mul",
  udiv: "div",
  lshr: "shr",
  umin: "min",
  umax: "max",
  smax: "max",
};

/** About how many nanoseconds an iteration of the parallel loop takes: an int64 that `build`, before the loop, computes. */
export function iterationCostValue(
  op: Parfor<LoopOp>,
  build: RegionBuilder,
  definitions: Definitions,
  tables: Tables,
): ValueId {
  const inside = valuesDefinedIn([op], tables);
  const valueIn = (operand: Later | number): ValueId =>
    typeof operand === "number" ? build.constant(operand) : operand.value;
  const code: CostCode<Later> = {
    compute: (operator, a, b) => ({ value: build.binary(OPERATORS[operator], valueIn(a), valueIn(b)) }),
    valueOf: (value) => {
      const definition = definitions.get(value);
      if (definition?.kind === "const") return Number(definition.value);
      return inside.has(value) ? null : { value };
    },
  };
  return valueIn(iterationCost(op, tables, code));
}

interface Later {
  readonly value: ValueId;
}

// How long one iteration of a parallel loop takes, in nanoseconds: it decides how many threads share the loop and how it is cut. A
// rough count is enough; what matters is the trip count of inner loops, which is computed at run time where it is known before.
import { isComplex } from "../../ir/dtype.js";
import type { ValueId } from "../../ir/ids.js";
import type { LoopOp, MathFunction } from "../../ir/ops.js";
import type { Tables } from "../../ir/program.js";
import type { RegionBuilder } from "../../ir/region-builder.js";
import { regionsOf } from "../../ir/visit.js";

/** Trips of an inner loop whose bounds are not known before the parallel loop. */
const UNKNOWN_TRIPS = 32;
/** Costs are counted in tenths of a nanosecond. */
const UNIT = 10;
const CHEAP_CALLS: ReadonlySet<MathFunction> = new Set([
  "sqrt",
  "floor",
  "ceil",
  "trunc",
  "rint",
  "abs",
  "copysign",
  "fmin",
  "fmax",
  "isnan",
  "isinf",
  "isfinite",
  "signbit",
  "clz",
  "popcount",
]);

/**
 * Appends to `build` the int64 cost of one run of `region`; `known` tells which values are defined before it.
 * The result is at least 1.
 */
export function iterationCost(
  region: readonly LoopOp[],
  known: (value: ValueId) => boolean,
  build: RegionBuilder,
  tables: Tables,
): ValueId {
  const tenths = costOf(region, known, build, tables);
  const total =
    tenths.dynamic === null
      ? build.constant(Math.max(1, Math.round(tenths.fixed / UNIT)))
      : build.binary(
          "max",
          build.binary(
            "div",
            build.binary("add", tenths.dynamic, build.constant(Math.round(tenths.fixed))),
            build.constant(UNIT),
          ),
          build.constant(1),
        );
  return total;
}

/** The cost of one run of `region` in nanoseconds where nothing is known about inner loops. */
export function staticCost(region: readonly LoopOp[], tables: Tables): number {
  return Math.max(1, fixedCost(region, tables) / UNIT);
}

function fixedCost(region: readonly LoopOp[], tables: Tables): number {
  let total = 0;
  for (const op of region) {
    const inner = regionsOf(op).reduce((sum, ops) => sum + fixedCost(ops, tables), 0);
    total += opCost(op, tables) + inner * (op.kind === "for" || op.kind === "loop" ? UNKNOWN_TRIPS : 1);
  }
  return total;
}

interface Cost {
  readonly fixed: number;
  readonly dynamic: ValueId | null;
}

function costOf(
  region: readonly LoopOp[],
  known: (value: ValueId) => boolean,
  build: RegionBuilder,
  tables: Tables,
): Cost {
  let fixed = 0;
  let dynamic: ValueId | null = null;
  const add = (value: ValueId | null): void => {
    if (value !== null) dynamic = dynamic === null ? value : build.binary("add", dynamic, value);
  };
  for (const op of region) {
    fixed += opCost(op, tables);
    if (op.kind === "for" && known(op.start) && known(op.stop) && known(op.step)) {
      const body = costOf(op.body, known, build, tables);
      const trips = tripCount(op.start, op.stop, op.step, build);
      add(build.binary("mul", trips, build.constant(Math.max(1, Math.round(body.fixed)))));
      if (body.dynamic !== null) add(build.binary("mul", trips, body.dynamic));
      continue;
    }
    const times = op.kind === "for" || op.kind === "loop" ? UNKNOWN_TRIPS : 1;
    for (const inner of regionsOf(op)) {
      const cost = costOf(inner, known, build, tables);
      fixed += times * cost.fixed;
      if (cost.dynamic !== null) add(build.binary("mul", cost.dynamic, build.constant(times)));
    }
  }
  return { fixed, dynamic };
}

/** The number of iterations of `range(start, stop, step)`, near enough for an estimate. */
function tripCount(start: ValueId, stop: ValueId, step: ValueId, build: RegionBuilder): ValueId {
  const distance = build.binary("div", build.binary("sub", stop, start), step);
  return build.binary("max", distance, build.constant(0));
}

function opCost(op: LoopOp, tables: Tables): number {
  switch (op.kind) {
    case "load":
    case "store":
      return op.bounds.kind === "checked" ? 5 : 3;
    case "binary":
      return (op.op === "div" || op.op === "rem" ? 10 : 2) * (isComplex(tables.dtypeOf(op.out)) ? 4 : 1);
    case "unary":
    case "compare":
    case "inRange":
    case "select":
    case "cast":
    case "check":
      return 2;
    case "call":
      return CHEAP_CALLS.has(op.fn) ? 6 : op.fn === "pow" || op.fn === "lgamma" ? 80 : 40;
    case "alloc":
    case "unalias":
      return 500;
    case "runtimeCall":
    case "print":
      return 1000;
    case "for":
    case "parfor":
      return 20;
    default:
      return 0;
  }
}

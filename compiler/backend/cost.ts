// The estimated cost of one iteration of a parallel loop. What can be added up here is; inner loops whose lengths are known only
// when the loop begins are multiplied there, so that a loop over long rows goes to threads and one over short rows does not.
import type { ValueId } from "../ir/ids.js";
import { operationCost } from "../ir/operation-cost.js";
import type { For, LoopOp, Parfor } from "../ir/ops.js";
import { regionsOf, walk } from "../ir/visit.js";
import type { Emission } from "./emission.js";
import { scalar } from "./emission.js";
import { isLiteral } from "./llvm-type.js";

/** Iterations of a loop about whose length nothing is known. */
const UNKNOWN_LENGTH = 32;
/** Costs are computed in 64ths of a nanosecond, and nothing is gained by telling longer ones apart. */
const FRACTION_BITS = 6;
const MOST = 2 ** 40;
const LONGEST = 2 ** 20;

/** An int64: nanoseconds for one iteration, at least 1. Emits code before the loop where inner lengths are not constant. */
export function emitCost(e: Emission, op: Parfor<LoopOp>): string {
  if (op.cost !== undefined) return scalar(e, op.cost);
  const definitions = new Map<ValueId, LoopOp>();
  walk(op.body, (inner) => {
    if ("out" in inner && inner.out !== null) definitions.set(inner.out, inner);
  });
  const [index] = op.indices;
  const [extent] = op.extents;
  const known = (value: ValueId): Length => {
    const definition = definitions.get(value);
    if (value === index && extent !== undefined) return half(e, known(extent));
    if (definition?.kind === "const" && typeof definition.value !== "boolean")
      return Number(definition.value);
    if (definition?.kind === "binary" && (definition.op === "add" || definition.op === "sub")) {
      return combineLengths(e, definition.op, known(definition.a), known(definition.b));
    }
    if (!e.values.has(value)) return null;
    const text = scalar(e, value);
    return isLiteral(text) ? Number(text) : text;
  };
  const cost = add(e, regionCost(e, op.body, known), 0.5);
  if (typeof cost === "number") return String(Math.min(Math.max(Math.round(cost), 1), MOST));
  const nanoseconds = e.code.assign(`lshr i64 ${cost}, ${FRACTION_BITS}`);
  return minMax(e, "umax", nanoseconds, 1);
}

/** A number now, or the name of an int64 later, or unknown. */
type Length = number | string | null;
/** Nanoseconds as a number; or the name of an int64 in 64ths of a nanosecond. */
type Cost = number | string;
type Known = (value: ValueId) => Length;

function regionCost(e: Emission, ops: readonly LoopOp[], known: Known): Cost {
  return ops.reduce<Cost>((sum, op) => add(e, sum, opCost(e, op, known)), 0);
}

function opCost(e: Emission, op: LoopOp, known: Known): Cost {
  const own = operationCost(op, e.unit.tables);
  const inner = regionsOf<LoopOp>(op).map((region) => regionCost(e, region, known));
  if (inner.length === 0) return own;
  const body = inner.reduce((sum, each) => add(e, sum, each), 0);
  if (op.kind === "for") return add(e, own, multiply(e, tripLength(e, op, known), body));
  if (op.kind === "loop") return add(e, own, multiply(e, UNKNOWN_LENGTH, body));
  return add(e, own, body);
}

function tripLength(e: Emission, op: For<LoopOp>, known: Known): number | string {
  const distance = combineLengths(e, "sub", known(op.stop), known(op.start));
  const step = known(op.step);
  if (distance === null || step === null || typeof step === "string" || step === 0) return UNKNOWN_LENGTH;
  if (typeof distance === "number") return Math.max(0, Math.ceil(distance / step));
  const forward = step > 0 ? distance : e.code.assign(`sub i64 0, ${distance}`);
  const positive = minMax(e, "smax", forward, 0);
  return minMax(e, "umin", e.code.assign(`udiv i64 ${positive}, ${Math.abs(step)}`), LONGEST);
}

function combineLengths(e: Emission, op: "add" | "sub", a: Length, b: Length): Length {
  if (a === null || b === null) return null;
  if (typeof a === "number" && typeof b === "number") return op === "add" ? a + b : a - b;
  return e.code.assign(`${op} i64 ${a}, ${b}`);
}

function half(e: Emission, length: Length): Length {
  if (length === null) return null;
  return typeof length === "number" ? Math.floor(length / 2) : e.code.assign(`lshr i64 ${length}, 1`);
}

function add(e: Emission, a: Cost, b: Cost): Cost {
  if (typeof a === "number" && typeof b === "number") return a + b;
  return minMax(e, "umin", e.code.assign(`add i64 ${fixed(a)}, ${fixed(b)}`), MOST);
}

function multiply(e: Emission, length: number | string, cost: Cost): Cost {
  if (typeof length === "number" && typeof cost === "number") return length * cost;
  // At most 2^20 * 2^40, so nothing overflows.
  const times = typeof length === "number" ? Math.min(length, LONGEST) : length;
  return minMax(e, "umin", e.code.assign(`mul i64 ${times}, ${fixed(cost)}`), MOST);
}

const fixed = (cost: Cost): string =>
  typeof cost === "string" ? cost : String(Math.min(Math.round(cost * 2 ** FRACTION_BITS), MOST));

function minMax(e: Emission, name: "umin" | "umax" | "smax", value: string, bound: number): string {
  const callee = e.unit.module.declare(`llvm.${name}.i64`, "i64", ["i64", "i64"]);
  return e.code.assign(`call i64 ${callee}(i64 ${value}, i64 ${bound})`);
}

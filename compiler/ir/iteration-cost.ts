// The estimated cost of one iteration of a parallel loop. What can be added up here is; inner loops whose lengths are known only
// when the loop begins are multiplied there, so that a loop over long rows goes to threads and one over short rows does not.
import { carriesFloat } from "./carries-float.js";
import type { ValueId } from "./ids.js";
import { isDearCall, operationCost } from "./operation-cost.js";
import type { For, Load, LoopOp, Parfor, Store } from "./ops.js";
import type { Tables } from "./program.js";
import { isAccess, isScalarOp, regionsOf, walk } from "./visit.js";

/** Iterations of a loop about whose length nothing is known. */
const UNKNOWN_LENGTH = 32;
/** Costs are computed in 64ths of a nanosecond, and nothing is gained by telling longer ones apart. */
const FRACTION_BITS = 6;
const MOST = 2 ** 40;
const LONGEST = 2 ** 20;
/** How many times faster vectors are than elements one by one, in loops over neighbouring elements. */
const VECTOR_SPEED = 4;

export type CostOperator = "add" | "sub" | "mul" | "udiv" | "lshr" | "umin" | "umax" | "smax";

/** How an int64 of type `Later` is computed before the loop. */
export interface CostCode<Later extends string | object> {
  readonly compute: (op: CostOperator, a: Later | number, b: Later | number) => Later;
  /** What a value from before the loop is: a number that is known now, or one that will be; null for values of the loop itself. */
  readonly valueOf: (value: ValueId) => Later | number | null;
}

/** Nanoseconds for one iteration, at least 1, as an int64. */
export function iterationCost<Later extends string | object>(
  op: Parfor<LoopOp>,
  tables: Tables,
  code: CostCode<Later>,
): Later | number {
  return new Estimate(op, tables, code).nanoseconds();
}

/** Nanoseconds that are known now, and 64ths of them that will be. */
interface Cost<Later> {
  readonly now: number;
  readonly later: Later | null;
}

class Estimate<Later extends string | object> {
  readonly #op: Parfor<LoopOp>;
  readonly #tables: Tables;
  readonly #code: CostCode<Later>;
  readonly #definitions = new Map<ValueId, LoopOp>();

  constructor(op: Parfor<LoopOp>, tables: Tables, code: CostCode<Later>) {
    this.#op = op;
    this.#tables = tables;
    this.#code = code;
    walk(op.body, (inner) => {
      if ("out" in inner && inner.out !== null) this.#definitions.set(inner.out, inner);
    });
  }

  nanoseconds(): Later | number {
    const { later, now: known } = this.#region(this.#op.body);
    const now = known + 0.5;
    if (later === null) return Math.min(Math.max(Math.round(now), 1), MOST);
    const { compute } = this.#code;
    const sum = compute("umin", compute("add", later, fixed(now)), MOST);
    return compute("umax", compute("lshr", sum, FRACTION_BITS), 1);
  }

  /** The cost of the operations, one after the other. */
  #region(ops: readonly LoopOp[]): Cost<Later> {
    return ops.reduce<Cost<Later>>((sum, op) => this.#add(sum, this.#operation(op)), { now: 0, later: null });
  }

  #operation(op: LoopOp): Cost<Later> {
    const own = { now: operationCost(op, this.#tables), later: null };
    const body = this.#region(regionsOf<LoopOp>(op).flat());
    if (op.kind === "for") {
      const each = this.#runsOnVectors(op) ? { ...body, now: body.now / VECTOR_SPEED } : body;
      return this.#add(own, this.#multiply(this.#trips(op), each));
    }
    if (op.kind === "loop") return this.#add(own, this.#multiply(UNKNOWN_LENGTH, body));
    return this.#add(own, body);
  }

  /** Whether the loop only computes with neighbouring elements, in any order. */
  #runsOnVectors(loop: For<LoopOp>): boolean {
    const isPlain = (op: LoopOp): boolean => {
      if (isAccess(op)) return op.bounds.kind === "proven" && this.#isNeighbouring(op, loop.index);
      return (isScalarOp(op) && !isDearCall(op)) || op.kind === "get" || op.kind === "set";
    };
    return this.#length(loop.step) === 1 && loop.body.every(isPlain) && !carriesFloat(loop, this.#tables);
  }

  /** Whether the elements of successive iterations lie side by side, or are one. */
  #isNeighbouring({ array, index }: Load | Store, loopIndex: ValueId): boolean {
    const { strides } = this.#tables.arrayType(array);
    const last = strides.at(-1);
    return index.every((value, axis) => {
      if (value === loopIndex)
        return axis === index.length - 1 && last !== undefined && this.#length(last) === 1;
      return !this.#definitions.has(value);
    });
  }

  #trips(op: For<LoopOp>): Later | number {
    const distance = this.#sum("sub", this.#length(op.stop), this.#length(op.start));
    const step = this.#length(op.step);
    if (distance === null || typeof step !== "number" || step === 0) return UNKNOWN_LENGTH;
    if (typeof distance === "number") return Math.max(0, Math.ceil(distance / step));
    const { compute } = this.#code;
    const positive = compute("smax", step > 0 ? distance : compute("sub", 0, distance), 0);
    return compute("umin", compute("udiv", positive, Math.abs(step)), LONGEST);
  }

  /** A bound of a loop: a number now, or an int64 later, or unknown. The index of the loop itself counts as half of its extent. */
  #length(value: ValueId): Later | number | null {
    const [index] = this.#op.indices;
    const [extent] = this.#op.extents;
    if (value === index && extent !== undefined) return this.#half(this.#length(extent));
    const definition = this.#definitions.get(value);
    if (definition?.kind === "const" && typeof definition.value !== "boolean")
      return Number(definition.value);
    if (definition?.kind === "binary" && (definition.op === "add" || definition.op === "sub"))
      return this.#sum(definition.op, this.#length(definition.a), this.#length(definition.b));
    return this.#code.valueOf(value);
  }

  #half(length: Later | number | null): Later | number | null {
    if (length === null) return null;
    return typeof length === "number" ? Math.floor(length / 2) : this.#code.compute("lshr", length, 1);
  }

  #sum(op: "add" | "sub", a: Later | number | null, b: Later | number | null): Later | number | null {
    if (a === null || b === null) return null;
    if (typeof a === "number" && typeof b === "number") return op === "add" ? a + b : a - b;
    return this.#code.compute(op, a, b);
  }

  #add(a: Cost<Later>, b: Cost<Later>): Cost<Later> {
    const now = a.now + b.now;
    if (a.later === null || b.later === null) return { now, later: a.later ?? b.later };
    return { now, later: this.#code.compute("add", a.later, b.later) };
  }

  #multiply(length: Later | number, { now, later }: Cost<Later>): Cost<Later> {
    if (typeof length === "number" && later === null) return { now: length * now, later };
    const { compute } = this.#code;
    // At most 2^20 * 2^40: sums of a few thousand such do not overflow.
    const each = later === null ? fixed(now) : compute("umin", compute("add", later, fixed(now)), MOST);
    const times = typeof length === "number" ? Math.min(length, LONGEST) : length;
    return { now: 0, later: compute("mul", times, each) };
  }
}

const fixed = (nanoseconds: number): number => Math.min(Math.round(nanoseconds * 2 ** FRACTION_BITS), MOST);

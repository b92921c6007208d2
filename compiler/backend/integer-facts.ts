// What is known of integers before they are computed: signs, and how far apart two of them can be.
import { definitionsOf } from "../ir/definitions.js";
import type { ValueId } from "../ir/ids.js";
import { isNatural, naturalsOf } from "../ir/naturals.js";
import type { LoopProgram } from "../ir/program.js";

export interface IntegerFacts {
  /** Whether the value is 0 or more. */
  readonly isNatural: (value: ValueId) => boolean;
  /** Whether the value is 1 or more. */
  readonly isPositive: (value: ValueId) => boolean;
  /** A bound of `high - low`; null where none is seen. */
  readonly distance: (low: ValueId, high: ValueId) => number | null;
}

/** Bounds of tiles are minima of maxima of minima, no more. */
const DEPTH = 8;

export function integerFacts(program: LoopProgram): IntegerFacts {
  const definitions = definitionsOf(program);
  const naturals = naturalsOf(program);
  const natural = (value: ValueId): boolean =>
    isNatural(value, naturals, (operand) => definitions.get(operand));

  const constantOf = (value: ValueId): number | null => {
    const op = definitions.get(value);
    if (op?.kind !== "const" || typeof op.value === "boolean") return null;
    return Number.isSafeInteger(Number(op.value)) ? Number(op.value) : null;
  };

  const isPositive = (value: ValueId): boolean => {
    const constant = constantOf(value);
    if (constant !== null) return constant >= 1;
    const op = definitions.get(value);
    if (op?.kind !== "binary") return false;
    if (op.op === "max") return isPositive(op.a) || isPositive(op.b);
    return op.op === "min" && isPositive(op.a) && isPositive(op.b);
  };

  const distance = (low: ValueId, high: ValueId, depth: number): number | null => {
    if (low === high) return 0;
    if (depth === 0) return null;
    const [least, most] = [constantOf(low), constantOf(high)];
    if (least !== null && most !== null) return most - least;
    const upper = definitions.get(high);
    if (upper?.kind === "binary") {
      const [a, b] = [upper.a, upper.b];
      const below = (operand: ValueId): number | null => distance(low, operand, depth - 1);
      if (upper.op === "min") return either(below(a), below(b));
      if (upper.op === "max") return both(below(a), below(b));
    }
    const lower = definitions.get(low);
    if (lower?.kind === "binary") {
      const [a, b] = [lower.a, lower.b];
      const above = (operand: ValueId): number | null => distance(operand, high, depth - 1);
      if (lower.op === "max") return either(above(a), above(b));
      if (lower.op === "min") return both(above(a), above(b));
    }
    if (upper?.kind !== "binary" || upper.op !== "add") return null;
    return plus(distance(low, upper.a, depth - 1), constantOf(upper.b));
  };

  return { isNatural: natural, isPositive, distance: (low, high) => distance(low, high, DEPTH) };
}

/** The smaller of two bounds that both hold. */
function either(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}

/** The bound where one of two holds. */
const both = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? null : Math.max(a, b);

const plus = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : a + b);

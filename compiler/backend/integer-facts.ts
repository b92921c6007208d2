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

  const distances = new Map<string, number | null>();
  const distance = (low: ValueId, high: ValueId): number | null => {
    const key = `${low} ${high}`;
    const known = distances.get(key);
    if (known !== undefined) return known;
    const found =
      low === high ? 0 : either(difference(low, high), either(below(low, high), above(low, high)));
    distances.set(key, found);
    return found;
  };
  const difference = (low: ValueId, high: ValueId): number | null => {
    const [least, most] = [constantOf(low), constantOf(high)];
    return least === null || most === null ? null : most - least;
  };
  /** By what `high` is made of. */
  const below = (low: ValueId, high: ValueId): number | null => {
    const op = definitions.get(high);
    if (op?.kind !== "binary") return null;
    const { a, b } = op;
    if (op.op === "min") return either(distance(low, a), distance(low, b));
    if (op.op === "max") return both(distance(low, a), distance(low, b));
    const offset = op.op === "add" ? constantOf(b) : null;
    const least = offset === null ? null : distance(low, a);
    return offset === null || least === null ? null : least + offset;
  };
  /** By what `low` is made of. */
  const above = (low: ValueId, high: ValueId): number | null => {
    const op = definitions.get(low);
    if (op?.kind !== "binary") return null;
    const { a, b } = op;
    if (op.op === "max") return either(distance(a, high), distance(b, high));
    return op.op === "min" ? both(distance(a, high), distance(b, high)) : null;
  };

  return { isNatural: natural, isPositive, distance };
}

/** The smaller of two bounds that both hold. */
function either(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}

/** The bound where one of two holds. */
const both = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? null : Math.max(a, b);

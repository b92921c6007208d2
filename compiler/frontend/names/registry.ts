import { casts } from "./casts.js";
import { complexNumbers } from "./complex-numbers.js";
import { comprehensions } from "./comprehensions.js";
import { copies } from "./copies.js";
import { creation } from "./creation.js";
import { elementwiseArithmetic } from "./elementwise-arithmetic.js";
import { elementwiseFunctions } from "./elementwise-functions.js";
import { elementwiseLogic } from "./elementwise-logic.js";
import { elementwisePairs } from "./elementwise-pairs.js";
import { elementwiseSettings } from "./elementwise-settings.js";
import type { NameEntry } from "./entry.js";
import { folds } from "./fold.js";
import { joins } from "./joins.js";
import { linearAlgebra } from "./linear-algebra.js";
import { loops } from "./loops.js";
import { moments } from "./moments.js";
import { order } from "./order.js";
import { positions } from "./positions.js";
import { random } from "./random.js";
import { ranges } from "./ranges.js";
import { reductions } from "./reductions.js";
import { scans } from "./scans.js";
import { shapes } from "./shapes.js";
import { userFunctions } from "./user-functions.js";

/** Every name of language.md section 5, by family. */
export const NAME_TABLES: readonly (readonly NameEntry[])[] = [
  elementwiseArithmetic,
  elementwiseFunctions,
  elementwiseLogic,
  elementwiseSettings,
  elementwisePairs,
  complexNumbers,
  casts,
  reductions,
  moments,
  positions,
  folds,
  scans,
  order,
  creation,
  ranges,
  comprehensions,
  copies,
  linearAlgebra,
  shapes,
  joins,
  random,
  loops,
  userFunctions,
];

/**
 * NumPy's spelling: `logical_and` for `logicalAnd`, `random.standard_normal` for `random.standardNormal`. What only JavaScript has, such
 * as `isNaN` and `Number.isFinite`, stays as it is.
 */
export const underscored = (name: string): string =>
  /^[A-Z]|NaN/.test(name)
    ? name
    : name.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const byName = new Map<string, NameEntry>();
const mathNames = new Map<string, NameEntry>();
const methods = new Map<string, NameEntry>();
for (const entry of NAME_TABLES.flat()) {
  for (const name of entry.names) {
    byName.set(name, entry);
    byName.set(underscored(name), entry);
    if (entry.math) mathNames.set(name, entry);
    if (entry.method) {
      methods.set(name, entry);
      methods.set(underscored(name), entry);
    }
  }
}

/** A name on its own or after `np.`; `Math.round` is the name with its namespace. */
export function lookupName(name: string): NameEntry | undefined {
  const own = byName.get(name);
  if (own !== undefined) return own;
  return name.startsWith("Math.") ? mathNames.get(name.slice("Math.".length)) : undefined;
}
export const lookupMethod = (name: string): NameEntry | undefined => methods.get(name);
export const methodNames = (): Iterable<string> => methods.keys();
export const allNames = (): Iterable<string> => byName.keys();

const NUMPY_CONSTANTS: Readonly<Record<string, number>> = {
  pi: Math.PI,
  e: Math.E,
  inf: Infinity,
  nan: NaN,
};
const MATH_CONSTANTS: Readonly<Record<string, number>> = {
  PI: Math.PI,
  E: Math.E,
  LN2: Math.LN2,
  LN10: Math.LN10,
  LOG2E: Math.LOG2E,
  LOG10E: Math.LOG10E,
  SQRT2: Math.SQRT2,
  SQRT1_2: Math.SQRT1_2,
};
const NUMBER_CONSTANTS: Readonly<Record<string, number>> = {
  EPSILON: Number.EPSILON,
  MAX_VALUE: Number.MAX_VALUE,
  MIN_VALUE: Number.MIN_VALUE,
  MAX_SAFE_INTEGER: Number.MAX_SAFE_INTEGER,
  MIN_SAFE_INTEGER: Number.MIN_SAFE_INTEGER,
  POSITIVE_INFINITY: Infinity,
  NEGATIVE_INFINITY: -Infinity,
  NaN: NaN,
};
const CONSTANTS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  np: NUMPY_CONSTANTS,
  Math: MATH_CONSTANTS,
  Number: NUMBER_CONSTANTS,
};
/** A weak float64 constant of a namespace. */
export const lookupConstant = (namespace: string, name: string): number | undefined => {
  const table = CONSTANTS[namespace];
  return table !== undefined && Object.hasOwn(table, name) ? table[name] : undefined;
};

import { onlyOptions } from "./arguments.js";
import { applyElementwise, expectCount } from "./elementwise-entry.js";
import { entriesOf } from "./entries-of.js";
import type { NameEntry } from "./entry.js";
import type { ScalarExpansion } from "./expansion.js";
import { floorDivide, modulo } from "./expansions/division.js";
import { exponent, fraction, mantissa, wholePart } from "./expansions/float-parts.js";
import { PAIRS } from "./groups.js";

const entry = entriesOf(PAIRS);

/** Both expansions of the same arguments, as a tuple. */
const both =
  (count: number, first: ScalarExpansion, second: ScalarExpansion): NameEntry["call"] =>
  (cx, site) => {
    onlyOptions(cx, site, []);
    expectCount(cx, site, count);
    const items = [first, second].map((expand) => applyElementwise(cx, site, site.name, site.args, expand));
    return { kind: "tuple", items };
  };

/** Elementwise names with two results. */
export const elementwisePairs: readonly NameEntry[] = [
  entry(
    "divmod",
    "divmod(x, y)",
    "floorDivide(x, y) and mod(x, y); RangeError for an integer divisor of 0.",
    "const [quotient, rest] = divmod(array([7, -7]), 3);\n[quotient, rest]",
    both(2, floorDivide, modulo),
  ),
  entry(
    "modf",
    "modf(x)",
    "The fraction of x and x without it, both floats with the sign of x.",
    "const [fraction, whole] = modf(array([1.5, -2.25]));\n[fraction, whole]",
    both(1, fraction, wholePart),
  ),
  entry(
    "frexp",
    "frexp(x)",
    "m in [0.5, 1) with the sign of x, and e as int32, of which x is m * 2 ** e; x and 0 of 0, NaN and infinities.",
    "const [m, e] = frexp(array([1.0, 10.0]));\n[m, e]",
    both(1, mantissa, exponent),
  ),
];

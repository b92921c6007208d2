import type { SourceCase } from "./source-case.js";
import { ramp } from "./source-case.js";

/** Loops whose iterations depend on each other, and what is said about them. */
export const RACE_ERRORS: readonly SourceCase[] = [
  [
    "function f(a) { let s = 0; for (const i of prange(3)) { s = a[i]; } return s; }",
    [ramp(4)],
    "ParallelRaceError: s is assigned by every iteration of the parallel loop, so its value would depend on chance: declare it inside the loop, make it a reduction such as `s += …` or `s = max(s, …)`, or loop with range.",
  ],
  [
    "function f(a) { for (const i of prange(3)) a[0] = i; }",
    [ramp(4)],
    "ParallelRaceError: Every iteration of the parallel loop writes the same element of a, so its value would depend on chance: index a by the loop's variable, make it a reduction such as `a[k] += …`, or loop with range.",
  ],
  [
    "function f(a) { for (const i of prange(1, 3)) a[i] = a[i - 1]; }",
    [ramp(4)],
    "ParallelRaceError: One iteration of the parallel loop reads an element of a that another one writes, so the result would depend on their order: take what you read from a copy made before the loop, or loop with range.",
  ],
  [
    "function f(a) { let s = 0; for (const i of prange(3)) s += a[i] * s; return s; }",
    [ramp(4)],
    "ParallelRaceError: s is read inside the parallel loop that accumulates it, where it holds a part of the result only: read it after the loop.",
  ],
  [
    "function f(a) { let s = 1; for (const i of prange(3)) { s += a[i]; s *= 2; } return s; }",
    [ramp(4)],
    "ParallelRaceError: s is updated by two different operations in one parallel loop, so the result would depend on the order: use one variable for each.",
  ],
  [
    "function f(a) { for (const i of prange(3)) random.seed(i); }",
    [ramp(4)],
    "ParallelRaceError: random.seed in a parallel loop would set the seed in an order that depends on chance: call it before the loop.",
  ],
];

/** What goes wrong with the values of a call, and what is said about it. */
export const RUN_ERRORS: readonly SourceCase[] = [
  [
    "function f(a, k) { return a[k]; }",
    [ramp(4), 7],
    "RangeError: Index 7 is out of bounds for axis 0 of a with length 4",
  ],
  [
    "function f(a, k) { return a[k]; }",
    [ramp(4), 0.5],
    "RangeError: An index must be a whole number, not 0.5",
  ],
  [
    "function f(a, b) { return a + b; }",
    [ramp(4), ramp(3)],
    "RangeError: The shapes (4,) and (3,) can't be broadcast together",
  ],
  [
    'function f(a, b) { a["1:"] = b; }',
    [ramp(4), ramp(5)],
    "RangeError: A value of shape (5,) can't be assigned to the shape (3,)",
  ],
  [
    "function f(a, mask) { return a[mask]; }",
    [ramp(4), ramp(3).astype("bool")],
    "RangeError: The mask has length 3 on axis 0, where axis 0 of the array has 4",
  ],
  [
    "function f(a) { return a.reshape([3, 2]); }",
    [ramp(4)],
    "RangeError: An array of 4 elements can't be reshaped to one of shape (3, 2) of 6 elements",
  ],
  [
    "function f(a, b) { return dot(a, b); }",
    [ramp(4), ramp(3)],
    "RangeError: dot: the shapes (4,) and (3,) don't fit: their lengths along the summed axis differ",
  ],
  [
    "function f(a, b) { return concatenate([a, b]); }",
    [ramp(2, 2), ramp(2, 3)],
    "RangeError: concatenate: the arrays have the lengths 2 and 3 on axis 1, and must agree there",
  ],
  ["function f(a) { return min(a); }", [ramp(0)], "RangeError: min of an empty array has no value"],
  [
    "function f(a, k) { return int64(a) % k; }",
    [ramp(4), 0n],
    "RangeError: Integer division by zero: test the divisor first, or divide floats",
  ],
  ["function f(a, n) { return zeros(n); }", [ramp(4), -1], "RangeError: An extent can't be negative: -1"],
  [
    "function f(a, step) { return a[slice(0, 4, step)]; }",
    [ramp(4), 0],
    "RangeError: The step of a slice can't be 0",
  ],
  [
    "function f(a, scale) { return random.normal(0, scale, 3); }",
    [ramp(4), -1],
    "RangeError: random.normal: scale must be at least 0, not -1",
  ],
  ['function f(a) { if (any(a > 2)) throw new Error("too large"); }', [ramp(4)], "Error: too large"],
];

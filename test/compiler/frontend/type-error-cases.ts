import type { SourceCase } from "./source-case.js";
import { ramp } from "./source-case.js";

/** What a user of NumPy will try with values that don't fit, and what is said about it. */
export const TYPE_ERRORS: readonly SourceCase[] = [
  [
    "function f(a) { return a.push(3); }",
    [ramp(4)],
    "ParallelTypeError: An array has a fixed size, so it can't push: allocate it with zeros(n) and fill it, or use fromFunction.",
  ],
  [
    "function f(a) { return a.filter((x) => x > 1); }",
    [ramp(4)],
    "ParallelTypeError: Arrays have no filter: select with a mask, a[a > 0].",
  ],
  [
    "function f(a) { a.forEach((x) => x); }",
    [ramp(4)],
    "ParallelTypeError: Arrays have no forEach: loop with for (const x of a).",
  ],
  [
    "function f(a) { return max(a, a); }",
    [ramp(4)],
    "ParallelTypeError: max of two takes scalars, not a 1-D float64 array: the greater of two arrays, element by element, is maximum(a, b); the greatest element of one is max(a).",
  ],
  [
    "function f(a) { if (a > 2) return 1; return 0; }",
    [ramp(4)],
    "ParallelTypeError: The truth of an array is ambiguous: use any(a) or all(a), where(mask, x, y), or a[mask] for a choice by element.",
  ],
  [
    "function f(a) { if (a) return 1; return 0; }",
    [ramp(4)],
    "ParallelTypeError: The truth of an array is ambiguous: use any(a) or all(a), where(mask, x, y), or a[mask] for a choice by element.",
  ],
  [
    "function f(a) { return !a; }",
    [ramp(4)],
    "ParallelTypeError: `!` works on scalars: for each element of an array write ~mask or logicalNot(a).",
  ],
  [
    "function f(a) { return a && a; }",
    [ramp(4)],
    "ParallelTypeError: `&&` works on scalars: for each element of arrays write (a > 0) & (b > 0), or where(mask, x, y).",
  ],
  [
    "function f(a) { return a ? 1 : 2; }",
    [ramp(4)],
    "ParallelTypeError: The truth of an array is ambiguous: use any(a) or all(a), where(mask, x, y), or a[mask] for a choice by element.",
  ],
  [
    "function f(a) { while (a) { } }",
    [ramp(4)],
    "ParallelTypeError: The truth of an array is ambiguous: use any(a) or all(a), where(mask, x, y), or a[mask] for a choice by element.",
  ],
  ["function f(a) { return a.foo; }", [ramp(4)], "ParallelTypeError: Arrays have no property foo."],
  [
    "function f(a) { return sine(a); }",
    [ramp(4)],
    "ParallelTypeError: sine is not defined: did you mean sin?",
  ],
  [
    "function f(a) { return sinn(a); }",
    [ramp(4)],
    "ParallelTypeError: sinn is not defined: did you mean sin?",
  ],
  [
    "function f(a) { return np.sine(a); }",
    [ramp(4)],
    "ParallelTypeError: np has no sine in parallel code: did you mean sin?",
  ],
  [
    "function f(a) { return Math.sine(a); }",
    [ramp(4)],
    "ParallelTypeError: Math has no sine in parallel code: did you mean sin?",
  ],
  [
    "function f(a) { return foo + a; }",
    [ramp(4)],
    "ParallelTypeError: foo is not defined: declare it, or define it in an earlier cell.",
  ],
  ["function f(a) { return len(a); }", [ramp(4)], "ParallelTypeError: len is not defined: write a.length."],
  [
    "function f(a) { print(a); }",
    [ramp(4)],
    "ParallelTypeError: print is not defined: write console.log(…).",
  ],
  [
    "function f(a) { return a[0, 1]; }",
    [ramp(4)],
    "ParallelTypeError: Too many indices: the array has 1 dimension, and 2 are indexed.",
  ],
  ["function f(a) { return a[0][1]; }", [ramp(4)], "ParallelTypeError: A float64 can't be indexed."],
  [
    "function f(a) { a.shape = 3; }",
    [ramp(4)],
    "ParallelTypeError: The shape of an array can't be assigned: write a.reshape([n, m]).",
  ],
  [
    "function f(a) { a.shape[0] = 3; }",
    [ramp(4)],
    "ParallelTypeError: Only elements of arrays can be assigned, not of a tuple: make an array of it with array([…]).",
  ],
  [
    "function f(a) { const b = 1; b = 2; return b; }",
    [ramp(4)],
    "ParallelTypeError: b is a constant: declare it with `let` to assign to it.",
  ],
  [
    "function f(a) { const b = 1; b += 2; return b; }",
    [ramp(4)],
    "ParallelTypeError: b is a constant: declare it with `let` to assign to it.",
  ],
  [
    "function f(a) { c = 2; return a; }",
    [ramp(4)],
    "ParallelTypeError: c is not declared: write `let c = …`.",
  ],
  [
    "function f(a) { const [x, y, z] = a.shape; return x; }",
    [ramp(4)],
    "ParallelTypeError: The tuple has only 1 value.",
  ],
  [
    "function f(a) { const [x, y] = a; return x; }",
    [ramp(4)],
    "ParallelTypeError: Only a tuple can be taken apart, not a 1-D float64 array: read its elements, a[0] and a[1].",
  ],
  [
    "function f(a) { const { x } = a; return x; }",
    [ramp(4)],
    "ParallelTypeError: Only an object can be taken apart by names, not a 1-D float64 array.",
  ],
  [
    "function f(a) { return JSON.stringify(a); }",
    [ramp(4)],
    "ParallelTypeError: JSON is not defined: declare it, or define it in an earlier cell.",
  ],
  [
    'function f(a) { return "x" + a; }',
    [ramp(4)],
    "ParallelTypeError: `+` works on numbers and arrays, not on a string: strings may be indices, dtypes, options and messages only.",
  ],
  [
    "function f(a) { return parseInt(a); }",
    [ramp(4)],
    "ParallelTypeError: parseInt is not defined: declare it, or define it in an earlier cell.",
  ],
  [
    "function f(a) { for (const i of 5) { } }",
    [ramp(4)],
    "ParallelTypeError: Only a range or an array can be looped over, not an integer.",
  ],
  [
    "function f(a: string) { return a; }",
    [ramp(4)],
    'ParallelTypeError: The type string can\'t annotate a parameter of a parallel function: write int, number, a dtype such as float32, NDArray<"float64", 2>, or a typed array such as Float64Array.',
  ],
  [
    "function f(a) { return range(3); }",
    [ramp(4)],
    "ParallelTypeError: A parallel function can return numbers, arrays, tuples and objects of them, not a range.",
  ],
  [
    "function f(a) { return sum; }",
    [ramp(4)],
    "ParallelTypeError: A parallel function can return numbers, arrays, tuples and objects of them, not a function.",
  ],
  [
    "function f(a) { return a(); }",
    [ramp(4)],
    "ParallelTypeError: a is a 1-D float64 array, and can't be called.",
  ],
  [
    "function f(a) { return g(a, 1, 2); }\nfunction g(x) { return x; }",
    [ramp(4)],
    "ParallelTypeError: g takes 1 argument, not 3.",
  ],
  [
    "function f(a) { return g(a); }\nfunction g(x, y) { return x + y; }",
    [ramp(4)],
    "ParallelTypeError: The argument y is missing: pass it, or give the parameter a default value.",
  ],
  ["function f(a) { return zeros(-1); }", [ramp(4)], "RangeError: An extent can't be negative: -1."],
  ["function f(a, n) { return zeros(n); }", [ramp(4), -3], "RangeError: An extent can't be negative: -3"],
  [
    "function f(a) { return range(0, 5, 0).map((i) => i); }",
    [ramp(4)],
    "RangeError: The step of a range can't be 0.",
  ],
  [
    "function f(a) { return sum(a, 1); }",
    [ramp(4)],
    "RangeError: Axis 1 is out of bounds for an array of 1 dimension.",
  ],
  [
    "function f(a) { return sum(a, { axes: 0 }); }",
    [ramp(4)],
    "ParallelTypeError: sum has no option axes: it knows axis, keepdims, dtype, initial, where.",
  ],
  [
    "function f(a) { return uint8(300); }",
    [ramp(4)],
    "ParallelTypeError: The literal 300 doesn't fit uint8: use a wider dtype, such as int64(…).",
  ],
  [
    "function f(a) { return a + 300; }",
    [ramp(4).astype("uint8")],
    "ParallelTypeError: The literal 300 doesn't fit uint8: use a wider dtype, such as int64(…).",
  ],
  [
    "function f(a) { a[0] = 300; return a; }",
    [ramp(4).astype("uint8")],
    "ParallelTypeError: The literal 300 doesn't fit uint8: use a wider dtype, such as int64(…).",
  ],
  [
    "function f(a) { return a << 1; }",
    [ramp(4)],
    "ParallelTypeError: `<<` works on integers and booleans, not on float64: convert with int64(…) first.",
  ],
  [
    "function f(a) { const b = [1, 2, 3]; b[0] = 5; return array(b); }",
    [ramp(4)],
    "ParallelTypeError: Only elements of arrays can be assigned, not of a tuple: make an array of it with array([…]).",
  ],
  [
    "function f(a) { return [1, 2] + a; }",
    [ramp(4)],
    "ParallelTypeError: `+` works on numbers and arrays, not on a tuple: make an array of it with array([…]).",
  ],
  [
    "function f(a) { return a.reshap([2, 2]); }",
    [ramp(4)],
    "ParallelTypeError: Arrays have no property reshap. Did you mean reshape?",
  ],
];

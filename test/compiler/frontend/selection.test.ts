// Masks, index arrays and slices, read and written: the elements are NumPy's.
import t from "tap";
import { np } from "../../../runtime/np.js";
import type { SourceCase } from "./source-case.js";
import { outcomeOf, ramp } from "./source-case.js";

const cases: readonly SourceCase[] = [
  [
    'function f(a) { const i = array([0, 1]); const j = array([2, 0]); return a[i, j, "1:3"]; }',
    [ramp(2, 3, 4)],
    "float64[2,2] [[9,10],[13,14]]",
  ],
  [
    'function f(a) { const i = array([0, 1]); return a[i, ":", array([0, 3])]; }',
    [ramp(2, 3, 4)],
    "float64[2,3] [[0,4,8],[15,19,23]]",
  ],
  [
    'function f(a) { return a[0, ":", array([0, 3, 1])]; }',
    [ramp(2, 3, 4)],
    "float64[3,3] [[0,4,8],[3,7,11],[1,5,9]]",
  ],
  [
    'function f(a) { return a[":", array([[0, 1], [2, 0]])]; }',
    [ramp(2, 3, 4)],
    "float64[2,2,2,4] [[[[0,1,2,3],[4,5,6,7]],[[8,9,10,11],[0,1,2,3]]],[[[12,13,14,15],[16,17,18,19]],[[20,21,22,23],[12,13,14,15]]]]",
  ],
  [
    'function f(a) { return a[":", array([[0], [2]]), array([1, 3])]; }',
    [ramp(2, 3, 4)],
    "float64[2,2,2] [[[1,3],[9,11]],[[13,15],[21,23]]]",
  ],
  [
    'function f(a) { return a[a[":", ":", 0] > 5]; }',
    [ramp(2, 3, 4)],
    "float64[4,4] [[8,9,10,11],[12,13,14,15],[16,17,18,19],[20,21,22,23]]",
  ],
  ['function f(a) { return a[a[":", ":", 0] > 5, 1]; }', [ramp(2, 3, 4)], "float64[4] [9,13,17,21]"],
  [
    'function f(a) { return a["...", array([true, false, true, false])]; }',
    [ramp(2, 3, 4)],
    "float64[2,3,2] [[[0,2],[4,6],[8,10]],[[12,14],[16,18],[20,22]]]",
  ],
  [
    'function f(a) { return a["newaxis", array([1]), "newaxis", "::2"]; }',
    [ramp(2, 3, 4)],
    "float64[1,1,1,2,4] [[[[[12,13,14,15],[20,21,22,23]]]]]",
  ],
  ["function f(a) { return a[array([-1, -5, 2])]; }", [ramp(5)], "float64[3] [4,0,2]"],
  ["function f(a) { return a[array([[0, 1], [3, 4]])]; }", [ramp(5)], "float64[2,2] [[0,1],[3,4]]"],
  [
    "function f(a) { return a[array([5])]; }",
    [ramp(5)],
    "RangeError: Index 5 is out of bounds for axis 0 of a with length 5",
  ],
  ["function f(a) { a[array([0, 0, 1])] += 1; return a; }", [ramp(5)], "float64[5] [1,2,2,3,4]"],
  [
    "function f(a) { a[array([0, 0, 1])] = array([10, 20, 30]); return a; }",
    [ramp(5)],
    "float64[5] [20,30,2,3,4]",
  ],
  ["function f(a) { a[array([1, 0])] = a; return a; }", [ramp(2, 3)], "float64[2,3] [[3,4,5],[0,1,2]]"],
  [
    'function f(a) { a[":", array([2, 0])] = array([[10, 20], [30, 40]]); return a; }',
    [ramp(2, 3)],
    "float64[2,3] [[20,1,10],[40,4,30]]",
  ],
  [
    "function f(a) { a[array([0, 1]), array([2, 0])] *= -1; return a; }",
    [ramp(2, 3)],
    "float64[2,3] [[0,1,-2],[-3,4,5]]",
  ],
  [
    "function f(a) { a[array([true, false])] = 9; return a; }",
    [ramp(2, 3)],
    "float64[2,3] [[9,9,9],[3,4,5]]",
  ],
  [
    "function f(a) { a[array([true, false])] = array([7, 8, 9]); return a; }",
    [ramp(2, 3)],
    "float64[2,3] [[7,8,9],[3,4,5]]",
  ],
  [
    "function f(a) { const m = a > 2; a[m] = a[m] * 10; return a; }",
    [ramp(2, 3)],
    "float64[2,3] [[0,1,2],[30,40,50]]",
  ],
  [
    "function f(a) { const m = a > 2; a[m] = sqrt(a[m]); return a; }",
    [ramp(2, 3)],
    "float64[2,3] [[0,1,2],[1.7320508075688772,2,2.23606797749979]]",
  ],
  [
    "function f(a) { const m = a > 2; const b = a[m]; a[m] = 0; return [a, b]; }",
    [ramp(6)],
    "[float64[6] [0,1,2,0,0,0], float64[3] [3,4,5]]",
  ],
  [
    "function f(a) { const m = a > 2; a[~m] += array([10, 20, 30]); return a; }",
    [ramp(6)],
    "float64[6] [10,21,32,3,4,5]",
  ],
  [
    "function f(a) { const m = a > 2; m[m] = false; return m; }",
    [ramp(6)],
    "bool[6] [false,false,false,false,false,false]",
  ],
  [
    "function f(a) { const idx = int64(a); idx[idx] = idx * 2; return idx; }",
    [ramp(6)],
    "int64[6] [0,2,4,6,8,10]",
  ],
  [
    "function f(a) { return a[a > 2 && true]; }",
    [ramp(6)],
    "ParallelTypeError: `&&` works on scalars: for each element of arrays write (a > 0) & (b > 0), or where(mask, x, y).",
  ],
  ["function f(a) { return a[array([0.0, 2.0])]; }", [ramp(6)], "float64[2] [0,2]"],
  [
    "function f(a) { return a[array([0.5, 2.0])]; }",
    [ramp(6)],
    "RangeError: An index must be a whole number, not 0.5",
  ],
  [
    "function f(a) { return a[array([true, false, true])]; }",
    [ramp(2, 3)],
    "RangeError: The mask has length 3 on axis 0, where axis 0 of the array has 2",
  ],
  [
    "function f(a) { return a[0, 0, array([1])]; }",
    [ramp(2, 3)],
    "ParallelTypeError: Too many indices: the array has 2 dimensions, and 3 are indexed.",
  ],
  ["function f(a) { let s = 0; for (const x of a[a > 2]) s += x; return s; }", [ramp(6)], "12"],
  ["function f(a) { return sum(a[a > 2]) + a[a > 2].length; }", [ramp(6)], "15"],
  [
    "function f(a) { let b = a; while (b.length > 1) b = b[b > b[0]]; return b; }",
    [ramp(6)],
    "float64[1] [5]",
  ],
  [
    "function f(a) { const out = zeros(3); for (const i of prange(3)) { const r = a[i]; out[i] = sum(r[r > 4]); } return out; }",
    [ramp(3, 4)],
    "float64[3] [0,18,38]",
  ],
  [
    'function f(a, b) { a["1:"] = b; return a; }',
    [ramp(5), ramp(3)],
    "RangeError: A value of shape (3,) can't be assigned to the shape (4,)",
  ],
  [
    "function f(a, b) { a[0] = b; return a; }",
    [np.zeros([2, 3]), ramp(4)],
    "RangeError: A value of shape (4,) can't be assigned to the shape (3,)",
  ],
  [
    "function f(a, b) { return a + b; }",
    [np.zeros([2, 3, 4]), np.zeros([2, 3, 5])],
    "RangeError: The shapes (2, 3, 4) and (2, 3, 5) can't be broadcast together",
  ],
  [
    'function f(a, b) { a[":"] = b; return a; }',
    [np.zeros([2, 3, 4]), np.zeros([2, 3, 5])],
    "RangeError: A value of shape (2, 3, 5) can't be assigned to the shape (2, 3, 4)",
  ],
  ['function f(a) { return a["0"]; }', [ramp(5)], "0"],
  ["function f(a) { return a[slice(1, undefined, 2)]; }", [ramp(5)], "float64[2] [1,3]"],
  [
    "function f(a, s) { return a[slice(0, 4, s)]; }",
    [ramp(5), 0],
    "RangeError: The step of a slice can't be 0",
  ],
  ['function f(a) { return a["::0"]; }', [ramp(5)], "RangeError: The step of a slice can't be 0."],
  [
    "function f(a, i) { return a[i]; }",
    [ramp(5), 2.5],
    "RangeError: An index must be a whole number, not 2.5",
  ],
  ["function f(a, i) { return a[i] + a[-i]; }", [ramp(5), 2], "5"],
  [
    "function f(a) { return a[7]; }",
    [ramp(5)],
    "RangeError: Index 7 is out of bounds for axis 0 of a with length 5",
  ],
  [
    'function f(a) { return a["a"]; }',
    [ramp(5)],
    'ParallelTypeError: "a" is no index: write a slice such as "1:-1" or "::2", "..." or "newaxis".',
  ],
];

for (const [source, args, outcome] of cases) {
  t.test(source, async (t) => {
    t.equal(outcomeOf(source, args), outcome);
  });
}

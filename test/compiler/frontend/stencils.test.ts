// Stencils with every option; the borders are those of NumPy's pad.
import t from "tap";
import { np } from "../../../runtime/np.js";
import type { SourceCase } from "./source-case.js";
import { outcomeOf, ramp } from "./source-case.js";

const cases: readonly SourceCase[] = [
  [
    "const s = stencil((a) => (a[-1] + a[0] + a[1]) / 3);\nfunction f(a) { return s(a + 1); }",
    [ramp(5)],
    "float64[5] [0,2,3,4,0]",
  ],
  [
    "const s = stencil((a) => (a[-1] + a[0] + a[1]) / 3, { cval: 7 });\nfunction f(a) { return s(a); }",
    [ramp(5)],
    "float64[5] [7,1,2,3,7]",
  ],
  ["const s = stencil((a) => a[-1]);\nfunction f(a) { return s(a); }", [ramp(5)], "float64[5] [0,0,1,2,3]"],
  [
    'const s = stencil((a) => a[-1], { mode: "nearest" });\nfunction f(a) { return s(a); }',
    [ramp(5)],
    "float64[5] [0,0,1,2,3]",
  ],
  [
    'const s = stencil((a) => a[-1], { mode: "wrap" });\nfunction f(a) { return s(a); }',
    [ramp(5)],
    "float64[5] [4,0,1,2,3]",
  ],
  [
    'const s = stencil((a) => a[-1], { mode: "reflect" });\nfunction f(a) { return s(a); }',
    [ramp(5)],
    "float64[5] [1,0,1,2,3]",
  ],
  [
    'const s = stencil((a) => a[-1], { mode: "symmetric" });\nfunction f(a) { return s(a); }',
    [ramp(5)],
    "float64[5] [0,0,1,2,3]",
  ],
  [
    'const s = stencil((a) => a[3], { mode: "reflect" });\nfunction f(a) { return s(a); }',
    [ramp(5)],
    "float64[5] [3,4,3,2,1]",
  ],
  [
    'const s = stencil((a) => a[5], { mode: "wrap" });\nfunction f(a) { return s(a); }',
    [ramp(2)],
    "float64[2] [1,0]",
  ],
  [
    'const s = stencil((a) => a[5], { mode: "reflect" });\nfunction f(a) { return s(a); }',
    [ramp(1)],
    "float64[1] [0]",
  ],
  ["const s = stencil((a) => a[5]);\nfunction f(a) { return s(a); }", [ramp(2)], "float64[2] [0,0]"],
  [
    'const s = stencil((a) => a[5] + a[-5], {mode: "wrap"});\nfunction f(a) { return s(a); }',
    [np.zeros(0)],
    "float64[0] []",
  ],
  [
    "const s = stencil((a, n) => { let t = 0; for (const k of range(-n - 1, 0)) t += a[k + 0]; return t; }, { neighborhood: [[-3, 0]] });\nfunction f(a, n) { return s(a, n); }",
    [ramp(6), 2],
    "float64[6] [0,0,0,3,6,9]",
  ],
  [
    "const s = stencil((a, n) => { let t = 0; for (const k of range(-n - 1, 0)) t += a[k + 0]; return t; }, { neighborhood: [[-3, 0]] });\nfunction f(a) { return s(a, 3); }",
    [ramp(6)],
    "RangeError: The stencil reads offset -4 on axis 0, outside its neighborhood [-3, 0]",
  ],
  [
    "const s = stencil((a) => a[2], { neighborhood: [[-1, 1]] });\nfunction f(a) { return s(a); }",
    [ramp(6)],
    "RangeError: The stencil reads offset 2 on axis 0, outside its neighborhood [-1, 1]",
  ],
  [
    "const s = stencil((a) => { let t = 0; for (const k of range(-1, 2)) t += a[k]; return t; });\nfunction f(a) { return s(a); }",
    [ramp(6)],
    "ParallelTypeError: This offset is not a constant, so the stencil needs its neighborhood declared: stencil(f, { neighborhood: [[-1, 1]] }).",
  ],
  [
    "const s = stencil((a) => a[1], square);\nfunction f(a) { return s(a); }",
    [ramp(6)],
    "ParallelTypeError: stencil takes a function and options, and not a function beside them: write the options as an object literal, stencil((x) => …, { … }).",
  ],
  [
    "const s = stencil((a) => (a[-1, 0] + a[1, 0] + a[0, -1] + a[0, 1]) / 4);\nfunction f(a) { return s(a); }",
    [ramp(3, 3)],
    "float64[3,3] [[0,0,0],[0,4,0],[0,0,0]]",
  ],
  [
    "const s = stencil((a) => (a[-1][0] + a[1][0] + a[0][-1] + a[0][1]) / 4);\nfunction f(a) { return s(a); }",
    [ramp(3, 3)],
    "float64[3,3] [[0,0,0],[0,4,0],[0,0,0]]",
  ],
  [
    "const s = stencil((a, b) => a[0, 0] + b[0, 0]);\nfunction f(a, b) { return s(a, b); }",
    [ramp(3, 3), ramp(3, 3)],
    "float64[3,3] [[0,2,4],[6,8,10],[12,14,16]]",
  ],
  [
    "const s = stencil((a, b) => a[0, 0] + b[0, 0]);\nfunction f(a, b) { return s(a, b); }",
    [ramp(3, 3), ramp(3)],
    "ParallelTypeError: The arrays of a stencil must have one shape: name an array that is indexed absolutely in standardIndexing.",
  ],
  [
    'const s = stencil((a, w) => { let t = 0; for (const k of range(-1, 2)) t += a[k] * w[k + 1]; return t; }, { neighborhood: [[-1, 1]], standardIndexing: ["w"] });\nfunction f(a, w) { return s(a, w); }',
    [ramp(5), np.array([1, 2, 3])],
    "float64[5] [0,8,14,20,0]",
  ],
  [
    "function f(a, w) { const s = stencil((a) => { let t = 0; for (const k of range(-1, 2)) t += a[k] * w[k + 1]; return t; }, { neighborhood: [[-1, 1]] }); return s(a); }",
    [ramp(5), np.array([1, 2, 3])],
    "float64[5] [0,8,14,20,0]",
  ],
  [
    "const s = stencil((a) => a[-1] + a[0] + a[1]);\nfunction f(a) { return s(a); }",
    [ramp(5).astype("uint8")],
    "int32[5] [0,3,6,9,0]",
  ],
  [
    "const s = stencil((a) => uint8(a[-1] + a[0] + a[1]), { cval: 255 });\nfunction f(a) { return s(a); }",
    [ramp(5).astype("uint8")],
    "uint8[5] [255,3,6,9,255]",
  ],
  [
    "const s = stencil((a) => uint8(a[-1] + a[0] + a[1]), { cval: 2.7 });\nfunction f(a) { return s(a); }",
    [ramp(5).astype("uint8")],
    "uint8[5] [2,3,6,9,2]",
  ],
  [
    "const s = stencil((a) => a[-1] + a[1]);\nfunction f(a) { return s(a) * 2 + 1; }",
    [ramp(5)],
    "float64[5] [1,5,9,13,1]",
  ],
  ["const s = stencil((a) => a[-1] + a[1]);\nfunction f(a) { return sum(s(a)); }", [ramp(5)], "12"],
  [
    "const s = stencil((a) => a[-1] + a[1]);\nfunction f(a) { const out = zerosLike(a); for (const i of prange(3)) out[i] = s(a[i]); return out; }",
    [ramp(3, 4)],
    "float64[3,4] [[0,2,4,0],[0,10,12,0],[0,18,20,0]]",
  ],
  ["function f(a) { return stencil((x) => x[-1] + x[1])(a); }", [ramp(5)], "float64[5] [0,2,4,6,0]"],
  [
    "const s = stencil((a) => a[1] > a[-1] ? 1.0 : 0.0);\nfunction f(a) { return s(a); }",
    [ramp(5)],
    "float64[5] [0,1,1,1,0]",
  ],
  [
    "const s = stencil((a) => { if (a[0] < 0) return 0; return a[-1] + a[1]; });\nfunction f(a) { return s(a); }",
    [ramp(5)],
    "float64[5] [0,2,4,6,0]",
  ],
  [
    "function f(a) { let c = 0; const s = stencil((x) => { c += 1; return x[-1] + x[1]; }); const r = s(a); return c; }",
    [ramp(5)],
    "ParallelRaceError: c is assigned by every iteration of the parallel loop, so its value would depend on chance: declare it inside the loop, make it a reduction such as `s += …`, or loop with range.",
  ],
  [
    "const s = stencil((a) => { let t = 0; for (const k of range(-2, 1)) t += a[k]; return t; }, { neighborhood: [[-2.0, 0]] });\nfunction f(a) { return s(a); }",
    [ramp(6)],
    "float64[6] [0,0,3,6,9,12]",
  ],
  [
    "const s = stencil((a) => a[0], { neighborhood: [[-2, 2]] });\nfunction f(a) { return s(a); }",
    [ramp(6)],
    "float64[6] [0,0,2,3,0,0]",
  ],
  [
    "function f(a, n) { const s = stencil((a) => a[0], { neighborhood: [[-n, n]] }); return s(a); }",
    [ramp(6), 2],
    "float64[6] [0,0,2,3,0,0]",
  ],
  [
    "function f(a, n) { const s = stencil((a) => a[0], { neighborhood: [[-n, n]] }); return s(a); }",
    [ramp(6), 2.5],
    "RangeError: A bound of the neighborhood must be a whole number, not -2.5",
  ],
  [
    'const s = stencil((a) => a[0], { mode: "bogus" });\nfunction f(a) { return s(a); }',
    [ramp(6)],
    'ParallelTypeError: The mode of a stencil is "constant", "edge", "reflect", "symmetric" or "wrap".',
  ],
  [
    "const s = stencil((a) => a[0], { neighbourhood: [[0, 1]] });\nfunction f(a) { return s(a); }",
    [ramp(6)],
    "ParallelTypeError: A stencil has no option neighbourhood: it knows neighborhood, mode, cval and standardIndexing.",
  ],
  [
    "const s = stencil((a) => a[0, 1]);\nfunction f(a) { return s(a); }",
    [ramp(6)],
    "ParallelTypeError: a has 1 dimension, so its element has 1 offsets, not 2.",
  ],
  [
    "const s = stencil((a) => a);\nfunction f(a) { return s(a); }",
    [ramp(6)],
    "ParallelTypeError: A stencil kernel must return a scalar, not the array of a stencil kernel.",
  ],
  [
    "const s = stencil((a) => { a[0] = 1; return a[0]; });\nfunction f(a) { return s(a); }",
    [ramp(6)],
    "ParallelTypeError: Only elements of arrays can be assigned, not of the array of a stencil kernel.",
  ],
  [
    "const s = stencil((a) => a[0]);\nfunction f(a) { return s(a); }",
    [5],
    "ParallelTypeError: A stencil needs an array to slide over: its first argument.",
  ],
  [
    "const s = stencil((a) => a[0], { cval: [1] });\nfunction f(a) { return s(a); }",
    [ramp(6)],
    "ParallelTypeError: cval must be a scalar.",
  ],
  [
    "const s = stencil((a) => a[0], { neighborhood: [[-1, 1], [0, 0]] });\nfunction f(a) { return s(a); }",
    [ramp(6)],
    "ParallelTypeError: The neighborhood needs a pair [low, high] for each of the 1 axes.",
  ],
  [
    "const s = stencil((a) => a.length);\nfunction f(a) { return float64(s(a)); }",
    [ramp(6)],
    "float64[6] [6,6,6,6,6,6]",
  ],
];

for (const [source, args, outcome] of cases) {
  t.test(source, async (t) => {
    t.equal(outcomeOf(source, args), outcome);
  });
}

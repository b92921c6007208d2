// What parallel loops accumulate, in scalars and in arrays, and the races that they refuse.
import t from "tap";
import { np } from "../../../runtime/np.js";
import type { SourceCase } from "./source-case.js";
import { outcomeOf, ramp } from "./source-case.js";

const cases: readonly SourceCase[] = [
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
  [
    "function f(a, b) { return a * b; }",
    [np.zeros([2, 3, 4, 6]), np.zeros([2, 3, 5, 6])],
    "RangeError: The shapes (2, 3, 4, 6) and (2, 3, 5, 6) can't be broadcast together",
  ],
  [
    "function f(a, b) { return a * b; }",
    [np.zeros([2, 3]), np.zeros([2, 5])],
    "RangeError: The shapes (2, 3) and (2, 5) can't be broadcast together",
  ],
  [
    "function f(a, n) { let s = 0; for (const i of prange(n)) { s = s + a[i] + a[i]; } return s; }",
    [ramp(10), 3],
    "6",
  ],
  [
    "function f(a) { let s = 0; for (const i of prange(a.length)) s = s - a[i]; return s; }",
    [ramp(10)],
    "-45",
  ],
  [
    "function f(a) { let s = 0; for (const i of prange(a.length)) s = a[i] - s; return s; }",
    [ramp(10)],
    "ParallelRaceError: s is assigned by every iteration of the parallel loop, so its value would depend on chance: declare it inside the loop, make it a reduction such as `s += …` or `s = max(s, …)`, or loop with range.",
  ],
  [
    "function f(a) { let s = 0; for (const i of prange(a.length)) { s += a[i]; s *= 2; } return s; }",
    [ramp(10)],
    "ParallelRaceError: s is updated by two different operations in one parallel loop, so the result would depend on the order: use one variable for each.",
  ],
  [
    "function f(a) { let s = 0; for (const i of prange(a.length)) { if (i % 2 == 0) s += 1; else s -= 0; } return s; }",
    [ramp(10)],
    "5",
  ],
  [
    "function f(a) { let s = 0; const out = zeros(10); for (const i of prange(a.length)) { s += a[i]; out[i] = s; } return s; }",
    [ramp(10)],
    "ParallelRaceError: s is read inside the parallel loop that accumulates it, where it holds a part of the result only: read it after the loop.",
  ],
  [
    "function f(a) { let s = 0; for (const i of prange(a.length)) { s += s * a[i]; } return s; }",
    [ramp(10)],
    "ParallelRaceError: s is read inside the parallel loop that accumulates it, where it holds a part of the result only: read it after the loop.",
  ],
  [
    "function f(a) { let m = -Infinity; for (const i of prange(a.length)) m = a[i] > m ? a[i] : m; return m; }",
    [ramp(10)],
    "9",
  ],
  [
    "function f(a) { let m = Infinity; for (const i of prange(a.length)) m = m < a[i] ? m : a[i]; return m; }",
    [ramp(10)],
    "0",
  ],
  [
    "function f(a) { let m = -1; let k = -1; for (const i of prange(a.length)) { const v = a[i]; if (v > m) { m = v; k = i; } } return [m, k]; }",
    [ramp(10)],
    "[9, 9]",
  ],
  [
    "function f(a) { let found = false; for (const i of prange(a.length)) if (a[i] == 7) found = true; return found; }",
    [ramp(10)],
    "true",
  ],
  [
    "function f(a) { let found = false; for (const i of prange(a.length)) found = found || a[i] == 7; return found; }",
    [ramp(10)],
    "true",
  ],
  [
    "function f(a) { let all = true; for (const i of prange(a.length)) all = all && a[i] < 7; return all; }",
    [ramp(10)],
    "false",
  ],
  [
    "function f(a) { let k = 0; for (const i of prange(a.length)) { if (a[i] > 6) k++; } return k; }",
    [ramp(10)],
    "3",
  ],
  ["function f(a) { let p = 1; for (const i of prange(a.length - 1)) p *= 2; return p; }", [ramp(10)], "512"],
  [
    "function f(a) { let p = 1; for (const i of prange(a.length - 1)) p **= 2; return p; }",
    [ramp(10)],
    "ParallelRaceError: p is assigned by every iteration of the parallel loop, so its value would depend on chance: declare it inside the loop, make it a reduction such as `s += …` or `s = max(s, …)`, or loop with range.",
  ],
  ["function f(a) { let p = 1; for (const i of prange(a.length)) p /= 2; return p; }", [ramp(4)], "0.0625"],
  [
    "function f(a) { let flag = 0; for (const i of prange(a.length)) { if (a[i] > 3) flag = 1; else flag = 2; } return flag; }",
    [ramp(10)],
    "ParallelRaceError: flag is updated by two different operations in one parallel loop, so the result would depend on the order: use one variable for each.",
  ],
  [
    "function f(a) { const h = zeros(2); for (const i of prange(a.length)) h[i % 2] += a[i]; return h; }",
    [ramp(10)],
    "float64[2] [20,25]",
  ],
  [
    "function f(a) { const h = zeros(2); for (const i of prange(a.length)) h[i % 2] = max(h[i % 2], a[i]); return h; }",
    [ramp(10)],
    "float64[2] [8,9]",
  ],
  [
    "function f(a) { const h = zeros(2); for (const i of prange(a.length)) { const k = i % 2; if (a[i] > h[k]) h[k] = a[i]; } return h; }",
    [ramp(10)],
    "float64[2] [8,9]",
  ],
  [
    "function f(a) { const h = zeros(2); for (const i of prange(a.length)) h[i % 2]++; return h; }",
    [ramp(10)],
    "float64[2] [5,5]",
  ],
  [
    "function f(a) { let lo = full(3, Infinity); for (const i of prange(4)) lo = minimum(lo, a[i]); return lo; }",
    [ramp(4, 3)],
    "float64[3] [0,1,2]",
  ],
  [
    "function f(a) { let s = zeros(3); const keep = s; for (const i of prange(4)) s = s + a[i]; return [s, keep]; }",
    [ramp(4, 3)],
    "[float64[3] [18,22,26], float64[3] [0,0,0]]",
  ],
  [
    "function f(a) { let hi = full(3, -Infinity); const g = (x, y) => x > y ? x : y; const mx = vectorize(g); for (const i of prange(4)) hi = mx(hi, a[i]); return hi; }",
    [ramp(4, 3)],
    "float64[3] [9,10,11]",
  ],
  [
    "function f(a) { const s = zeros(4); for (const i of prange(4)) for (const j of range(3)) s[i] += a[i, j]; return s; }",
    [ramp(4, 3)],
    "float64[4] [3,12,21,30]",
  ],
  [
    "function f(a) { const s = zeros(3); for (const i of prange(4)) for (const j of range(3)) s[j] += a[i, j]; return s; }",
    [ramp(4, 3)],
    "float64[3] [18,22,26]",
  ],
  [
    'function f(a) { const s = zeros(3); for (const i of prange(4)) s[":"] += a[i]; return s; }',
    [ramp(4, 3)],
    "float64[3] [18,22,26]",
  ],
  [
    "function f(a) { const s = zeros(3); for (const i of prange(4)) s += a[i]; return s; }",
    [ramp(4, 3)],
    "float64[3] [18,22,26]",
  ],
  [
    "function f(a, s) { for (const i of prange(4)) s += a[i]; return s; }",
    [ramp(4, 3), np.zeros(3)],
    "float64[3] [18,22,26]",
  ],
  [
    "function f(a, s) { for (const i of prange(4)) s[floorDivide(i, 2)] += a[i]; return s; }",
    [ramp(4, 3), np.zeros([2, 3])],
    "float64[2,3] [[3,5,7],[15,17,19]]",
  ],
  [
    "function f(a, s) { for (const i of prange(4)) for (const j of range(3)) s[floorDivide(i, 2)][j] += a[i, j]; return s; }",
    [ramp(4, 3), np.zeros([2, 3])],
    "float64[2,3] [[3,5,7],[15,17,19]]",
  ],
  [
    "function f(a) { const s = zeros(3); for (const i of prange(4)) { s += a[i]; s *= 2; } return s; }",
    [ramp(4, 3)],
    "ParallelRaceError: s is accumulated by one statement of this parallel loop and written otherwise by another, so the result would depend on the order: use one array for each.",
  ],
  [
    "function f(a) { const s = zeros(3); for (const i of prange(4)) { s[0] = 1; s += a[i]; } return s; }",
    [ramp(4, 3)],
    "ParallelRaceError: s is accumulated by one statement of this parallel loop and written otherwise by another, so the result would depend on the order: use one array for each.",
  ],
  [
    "function f(a) { const s = zeros(3); let t = 0; for (const i of prange(4)) { s += a[i]; t += s[0]; } return s; }",
    [ramp(4, 3)],
    "ParallelRaceError: s is read inside the parallel loop that accumulates it, where it holds a part of the result only: read it after the loop.",
  ],
  [
    "function f(a) { const s = zeros(3); for (const i of prange(9)) { s[i % s.length] += 1; } return s; }",
    [ramp(4, 3)],
    "float64[3] [3,3,3]",
  ],
  [
    "function f(a) { for (const i of prange(7)) { a[i] = 1; a[i + 1] = 2; } return a; }",
    [ramp(8)],
    "ParallelRaceError: One iteration of the parallel loop writes an element of a that another one writes, so the result would depend on their order: take what you read from a copy made before the loop, or loop with range.",
  ],
  [
    "function f(a) { const b = zeros(12); for (const i of prange(3)) for (const j of range(4)) b[i * 4 + j] = a[i * 4 + j]; return b; }",
    [ramp(12)],
    "float64[12] [0,1,2,3,4,5,6,7,8,9,10,11]",
  ],
  [
    "function f(a, w: int) { const b = zeros(12); for (const i of prange(3)) for (const j of range(w)) b[i * w + j] = a[i * w + j]; return b; }",
    [ramp(12), 4],
    "float64[12] [0,1,2,3,4,5,6,7,8,9,10,11]",
  ],
  [
    "function f(a) { const b = zeros(12); for (const i of prange(3)) b[slice(i * 4, (i + 1) * 4)] = a[slice(i * 4, (i + 1) * 4)]; return b; }",
    [ramp(12)],
    "float64[12] [0,1,2,3,4,5,6,7,8,9,10,11]",
  ],
  [
    "function f(a) { const b = zeros(12); for (const i of prange(3)) b[slice(i * 4, i * 4 + 4)] += 1; return b; }",
    [ramp(12)],
    "float64[12] [1,1,1,1,1,1,1,1,1,1,1,1]",
  ],
  [
    "function f(a) { let s = 0; const g = a.map((x) => { s += x; return x; }); return s; }",
    [ramp(4)],
    "ParallelRaceError: s is assigned by every iteration of the parallel loop, so its value would depend on chance: declare it inside the loop, make it a reduction such as `s += …`, or loop with range.",
  ],
  [
    "function f(a) { let s = 0; const bump = (x) => { s += x; }; for (const i of prange(4)) bump(a[i]); return s; }",
    [ramp(4)],
    "6",
  ],
  [
    "function inc(h, k, v) { h[k] += v; } function f(a) { const h = zeros(2); for (const i of prange(10)) inc(h, i % 2, a[i]); return h; }",
    [ramp(10)],
    "float64[2] [20,25]",
  ],
  [
    "function inc(h, k, v) { h[k] += v; h[k] *= 2; } function f(a) { const h = zeros(2); for (const i of prange(10)) inc(h, i % 2, a[i]); return h; }",
    [ramp(10)],
    "ParallelRaceError: h is accumulated by one statement of this parallel loop and written otherwise by another, so the result would depend on the order: use one array for each.",
  ],
  [
    "function inc(h, k, v) { h[k] += v; h[k] *= 2; } function f(a) { const h = zeros(10); for (const i of prange(10)) inc(h, 9 - i, a[i]); return h; }",
    [ramp(10)],
    "float64[10] [18,16,14,12,10,8,6,4,2,0]",
  ],
  [
    "function at(h, k) { return h[k]; } function f(a) { const h = zeros(2); const o = zeros(10); for (const i of prange(10)) { h[i % 2] += 1; o[i] = at(h, 0); } return o; }",
    [ramp(10)],
    "ParallelRaceError: h is read inside the parallel loop that accumulates it, where it holds a part of the result only: read it after the loop.",
  ],
  [
    "function f(a) { let s = 0; const o = zeros(10); const now = () => s; for (const i of prange(10)) { s += 1; o[i] = now(); } return o; }",
    [ramp(10)],
    "ParallelRaceError: s is read inside the parallel loop that accumulates it, where it holds a part of the result only: read it after the loop.",
  ],
  [
    "function f(a) { let s = 0; for (const i of prange(4)) { const bump = (x) => { s += x; }; bump(a[i]); } return s; }",
    [ramp(4)],
    "6",
  ],
];

for (const [source, args, outcome] of cases) {
  t.test(source, async (t) => {
    t.equal(outcomeOf(source, args), outcome);
  });
}

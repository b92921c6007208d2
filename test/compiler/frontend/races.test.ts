// Races that can't be excluded are warnings of the report; what is no race has none.
import t from "tap";
import { ramp, warningsOf } from "./source-case.js";

const MAY_WRITE = /^1: Two iterations of the parallel loop may write one element of out/;
const MAY_READ = /^1: One iteration of the parallel loop may read an element of a that another one writes/;

const suspect: readonly (readonly [source: string, args: readonly unknown[], warning: RegExp])[] = [
  [
    "function f(a) { const out = zeros(8); for (const i of prange(8)) out[int(a[i])] = i; return out; }",
    [ramp(8)],
    MAY_WRITE,
  ],
  [
    "function f(a) { const out = zeros(8); for (const i of prange(8)) if (i == 7) out[0] = i; return out; }",
    [ramp(8)],
    MAY_WRITE,
  ],
  ["function f(a) { for (const i of prange(8)) a[i] = a[7 - i]; }", [ramp(8)], MAY_READ],
  ["function f(a, k) { for (const i of prange(8)) a[i] = a[i] - a[k]; }", [ramp(8), 3], MAY_READ],
  [
    "function f(a) { for (const k of range(4)) for (const i of prange(4)) for (const j of range(4)) a[i, j] = min(a[i, j], a[i, k] + a[k, j]); }",
    [ramp(4, 4)],
    MAY_READ,
  ],
  [
    'function f(a) { const b = a["1:"]; for (const i of prange(7)) a[i] = b[i]; }',
    [ramp(8)],
    /^1: One iteration/,
  ],
  [
    "function f(a) { for (const i of prange(1, 7)) if (i % 2 == 0) a[i] = (a[i - 1] + a[i + 1]) / 2; }",
    [ramp(8)],
    MAY_READ,
  ],
];
for (const [source, args, warning] of suspect) {
  t.test(source, async (t) => {
    const warnings = warningsOf(source, args);
    t.equal(warnings.length, 1);
    t.match(warnings[0], warning);
  });
}

const clean: readonly (readonly [source: string, args: readonly unknown[]])[] = [
  ["function f(a) { for (const i of prange(a.length)) a[i] += a[i] ** 2; }", [ramp(8)]],
  ["function f(a) { for (const i of prange(4)) a[2 * i] = a[2 * i + 1]; }", [ramp(8)]],
  [
    "function f(a) { for (const i of prange(4)) for (const j of range(1, 4)) a[i, j] += a[i, j - 1]; }",
    [ramp(4, 4)],
  ],
  [
    'function f(a) { for (const i of prange(4)) { const row = a[i]; row[0] = 1; row["1:"] = row[":-1"]; } }',
    [ramp(4, 4)],
  ],
  ["function f(a) { for (const [i, j] of prange([4, 4])) a[i, j] = i + j; }", [ramp(4, 4)]],
  ["function f(a) { for (const i of prange(4)) for (const j of range(4)) a[i * 4 + j] = i; }", [ramp(16)]],
  [
    "function f(a, w: int) { for (const i of prange(4)) for (const j of range(w)) a[i * w + j] = i; }",
    [ramp(16), 4],
  ],
  [
    "function f(a) { const seen = zeros(4); for (const i of prange(8)) seen[int(a[i]) % 4] = 1; return seen; }",
    [ramp(8)],
  ],
  [
    "function f(a) { const h = zeros(4); for (const i of prange(8)) h[int(a[i]) % 4] += 1; return h; }",
    [ramp(8)],
  ],
  [
    "function f(a) { for (const i of prange(8)) { const t = zeros(2); t[0] = a[i]; t[1] = t[0]; a[i] = t[1]; } }",
    [ramp(8)],
  ],
];
for (const [source, args] of clean) {
  t.test(source, async (t) => {
    t.same(warningsOf(source, args), []);
  });
}

// Loops, jumps, functions, variables and results, as TypeScript has them.
import t from "tap";
import type { SourceCase } from "./source-case.js";
import { outcomeOf, ramp } from "./source-case.js";

const cases: readonly SourceCase[] = [
  ["function f(n) { let s = 0; for (let i = 0; i <= n; i++) s += i; return s; }", [3], "6"],
  ["function f(n) { let s = 0; for (let i = 0; i < n; i++) s += i; return s; }", [3.5], "6"],
  [
    "function f(n) { let s = 0; for (let i = 0; i < n; i++) { if (i % 2 == 0) continue; s += i; } return s; }",
    [10],
    "25",
  ],
  ["function f(n) { let s = 0; for (let i = n; i > 0; i -= 2) s += i; return s; }", [10], "30"],
  ["function f(n) { let x = n; let k = 0; while (x < 1000) { x *= 2; k++; } return k; }", [1], "10"],
  [
    "function f(n) { outer: for (let i = 0; i < n; i++) { for (let j = 0; j < n; j++) { if (i * j == 6) return i; if (j > i) continue outer; } } return -1; }",
    [5],
    "2",
  ],
  [
    "function f(n) { let s = 0; outer: for (const i of range(n)) { for (const j of range(n)) { if (j == 3) break outer; s += 4; } } return s; }",
    [5],
    "12",
  ],
  ["function f(n) { switch (n) { case 1: return 10; case 2: return 20; default: return 30; } }", [2], "20"],
  [
    "function f(n) { let r = 0; switch (n) { case 1: r += 10; case 2: r += 20; case 3: r += 30; break; default: r += 40; } return r; }",
    [2],
    "50",
  ],
  [
    "function f(n) { let r = 0; switch (n) { case 1: r += 10; break; default: r += 40; break; case 2: r += 20; } return r; }",
    [9],
    "40",
  ],
  [
    "function f(n) { let r = 0; switch (n) { case 1: r += 10; break; default: r += 40; case 2: r += 20; } return r; }",
    [9],
    "60",
  ],
  ["function f(n, k = 7) { return k; }", [9], "7"],
  ["function f(n, k = n * 2) { return k; }", [9], "18"],
  ["function f(a) { let [x, y] = [a[0], a[2]]; [x, y] = [y, x]; return [x, y]; }", [ramp(3)], "[2, 0]"],
  ["function f(a) { [a[0], a[2]] = [a[2], a[0]]; return a; }", [ramp(3)], "float64[3] [2,1,0]"],
  [
    "function g({ a, b }) { return { s: a + b, d: a - b }; }\nfunction f(x) { const { s, d } = g({ a: x[1] + 2, b: x[2] }); return s - d + s - 4; }",
    [ramp(3)],
    "5",
  ],
  [
    "function f(a) { return { mean: mean(a), arr: a + 1 }; }",
    [ramp(3)],
    "{ mean: 1, arr: float64[3] [1,2,3] }",
  ],
  [
    "function f(a) { let s = 0; for (const row of a) for (const x of row) s += x; return s; }",
    [ramp(2, 2)],
    "6",
  ],
  ["function f(a) { let k = 0; do { k++; } while (a[k] < 3); return k; }", [ramp(4)], "3"],
  [
    "function f(a) { for (const i of prange(4)) { if (i > 2) break; } }",
    [ramp(4)],
    "ParallelSyntaxError: `break` can't leave a prange, whose iterations run in any order: use range, or `continue`.",
  ],
  [
    "function f(a) { for (const i of prange(4)) { if (i > 2) return 1; } return 0; }",
    [ramp(4)],
    "ParallelSyntaxError: `return` can't leave a prange, whose iterations run in any order: set a variable, or use range.",
  ],
  [
    "function f(a) { return f(a); }",
    [ramp(4)],
    "ParallelSyntaxError: f calls itself: recursion is not part of the parallel language, since calls are inlined. Write a loop.",
  ],
  [
    "function g(n) { return n <= 1 ? 1 : n * h(n - 1); }\nfunction h(n) { return g(n); }\nfunction f(a) { return g(3); }",
    [ramp(4)],
    "ParallelSyntaxError: g calls itself: recursion is not part of the parallel language, since calls are inlined. Write a loop.",
  ],
  [
    "function f(a) { if (a[2] > 0) throw new Error(`negative ${a[2]} of ${a.length}`); return 0; }",
    [ramp(4)],
    "Error: negative 2 of 4",
  ],
  ['function f(a) { if (a[2] > 0) throw new RangeError("bad"); return 0; }', [ramp(4)], "RangeError: bad"],
  [
    "function f(a) { for (const i of prange(100)) if (i >= 17) throw new Error(`at ${i}`); return 0; }",
    [ramp(100)],
    "Error: at 17",
  ],
  [
    "function f(a) { let x = 1; x = a; return x; }",
    [ramp(4)],
    "ParallelTypeError: x is an integer elsewhere and a 1-D float64 array here: a variable has one type, so use two variables.",
  ],
  [
    "function f(a) { let x = a; x = a.reshape([2, 2]); return x; }",
    [ramp(4)],
    "ParallelTypeError: x is a 1-D float64 array elsewhere and a 2-D float64 array here: a variable has one type, so use two variables.",
  ],
  [
    "function f(a, c) { let x = 1; if (c) x = a; return x; }",
    [ramp(4), true],
    "ParallelTypeError: x is an integer elsewhere and a 1-D float64 array here: a variable has one type, so use two variables.",
  ],
  [
    "function f(a, c) { return c ? a : 1; }",
    [ramp(4), true],
    "ParallelTypeError: The sides of `?:` are a 1-D float64 array and an integer: both must be scalars, or arrays of one rank.",
  ],
  [
    "function f(a, c) { if (c) return a; return 1; }",
    [ramp(4), true],
    "ParallelTypeError: The result is a 1-D float64 array elsewhere and an integer here: a variable has one type, so use two variables.",
  ],
  ["function f(a, c) { let b = a; if (c) b = a + 1; return b; }", [ramp(4), true], "float64[4] [1,2,3,4]"],
  ["function f(a) { a[0] = 1; }", [ramp(4)], "undefined"],
  ["function f(a) { if (a[0] > 100) return; a[0] = 1; }", [ramp(4)], "undefined"],
  [
    "function f(a) { if (a[0] > 100) return 3; a[0] = 1; }",
    [ramp(4)],
    "ParallelTypeError: The result is an integer elsewhere and undefined here: a variable has one type, so use two variables.",
  ],
  [
    "function f(a, b) { return a + b; }",
    [ramp(4)],
    "ParallelTypeError: `+` works on numbers and arrays, not on undefined: pass every argument, or give the parameter a default value.",
  ],
  ["function f(a, b?) { return a + 1; }", [ramp(4)], "float64[4] [1,2,3,4]"],
  ["const sq = (x) => x * x; const f = (x) => sq(x);", [2], "4"],
  ["function f(x) { const add = (k) => (y) => y + k; return add(5)(x); }", [2], "7"],
  ["function apply(g, x) { return g(x); }\nfunction f(x) { return apply((y) => y * 3, x); }", [2], "6"],
  ["function f(x) { const fs = [(y) => y + 1, (y) => y * 2]; return fs[1](x); }", [2], "4"],
  ["function f(x) { let s = 0; for (const k of [2, 3, 4]) s += k; return s; }", [2], "9"],
  ["function f(x) { const y; return y; }", [2], "ParallelTypeError: A constant needs a value: const x = …"],
  ["function f(x) { let y; y = 2; return y; }", [2], "2"],
  ["function f(x) { { let x = 5; return x; } }", [2], "5"],
  ["function f(x) { let y = x; { let y = 10; x += y; } return x; }", [2], "12"],
  ["function f(x: number): number { return (x as number)! + 1; }", [2], "3"],
  [
    'function f(x) { const s = "abc"; return 1; }',
    [2],
    "ParallelSyntaxError: A string can't be a value in parallel code: strings may be indices, dtypes, options, signatures and messages only.",
  ],
  [
    "function f(x) { var y = 2; return y; }",
    [2],
    "ParallelSyntaxError: `var` is not part of the parallel language: write `let` or `const`.",
  ],
  ["function f(x) { let i = 0; for (;;) { if (i >= 10) break; i++; } return i; }", [2], "10"],
  ["function f(n) { function inner(k) { return k * 2; } return inner(n); }", [3], "6"],
  [
    "function f(n) { let s = 0; for (let i = 0, j = 10; i < j; i++, j--) { s = i - j; } return s + 2; }",
    [3],
    "0",
  ],
  [
    "function f(n) { let a = 0, b = 0; for (const i of range(n)) { a += 1; b += 2; } return [a, b]; }",
    [5],
    "[5, 10]",
  ],
  ["function f(n) { let x = 0; let y = (x = n); return y; }", [3], "3"],
  ["function f(a) { let k = 0; const old = k++; return [old, k]; }", [ramp(3)], "[0, 1]"],
  ["function f(n) { return n > 5 && n < 10 ? 1 : 0; }", [7], "1"],
  ["function f(n) { return n > 5 || 1 / 0 > 3; }", [7], "true"],
  ["function f(x, c) { let y; if (c) y = 5; else y = 6; return y; }", [2, true], "5"],
  [
    "function f(x, c) { let y; if (c) y = x + 1; else y = x; return y; }",
    [ramp(3), true],
    "float64[3] [1,2,3]",
  ],
  ["function f(x, c) { let y; if (c) y = x + 1; return y; }", [ramp(3), false], "float64[0] []"],
  [
    "function f(n) { let s; s = 0; for (const i of range(n)) { let t; t = i + 1; s += t; } return s; }",
    [5],
    "15",
  ],
  [
    "function f(n) { let s; return s + 1; }",
    [5],
    "ParallelTypeError: `+` works on numbers and arrays, not on undefined: pass every argument, or give the parameter a default value.",
  ],
  ["function f(n) { let s; return s; }", [5], "undefined"],
  [
    "function f(n) { switch (n) { case 1: { return 10; } case 2: { return 20; } default: { return 30; } } }",
    [2],
    "20",
  ],
  ["function f(n) { while (true) { if (n > 1) return n; n++; } }", [2], "2"],
  [
    "function f(n) { let r = 1; for (const i of range(5)) { switch (i) { case 2: continue; default: break; } if (i == 4) break; r += i * 10 ; } return r - 10; }",
    [2],
    "31",
  ],
];

for (const [source, args, outcome] of cases) {
  t.test(source, async (t) => {
    t.equal(outcomeOf(source, args), outcome);
  });
}

// Programs that people write in several ways: how many parallel loops and arrays each comes to.
import t from "tap";
import { walk } from "../../compiler/ir/visit.js";
import { optimizeSource } from "./optimize-source.js";

const [VECTOR, MATRIX] = ["float64[::1]", "float64[:, ::1]"];

interface KnownProgram {
  /** Defines the function f. */
  readonly text: string;
  readonly types: readonly string[];
  readonly parfors: number;
  /** Results among them. */
  readonly allocs: number;
}

const PRICES = [VECTOR, VECTOR, VECTOR, "number", "number"];
const REGRESSION = [VECTOR, MATRIX, VECTOR, "int64"];
const chain = Array.from({ length: 20 }, (_, k) => `x = sin(x) + ${k};`).join(" ");

const programs: Readonly<Record<string, KnownProgram>> = {
  "Black-Scholes by the error function": {
    text: `function f(S, X, T, r, v) {
      const normal = (x) => 0.5 * (1 + erf(x / sqrt(2)));
      const d1 = (log(S / X) + (r + v * v / 2) * T) / (v * sqrt(T));
      const d2 = d1 - v * sqrt(T);
      return S * normal(d1) - X * exp(-r * T) * normal(d2);
    }`,
    types: PRICES,
    parfors: 1,
    allocs: 1,
  },
  "Black-Scholes of calls and puts, by a polynomial": {
    text: `function cnd(d) {
      const k = 1 / (1 + 0.2316419 * abs(d));
      const tail = 0.3989422804 * exp(-0.5 * d * d) * (k * (0.31938153 + k * (-0.356563782 + k * 1.781477937)));
      return where(d > 0, 1 - tail, tail);
    }
    function f(S, X, T, r, v) {
      const root = sqrt(T);
      const d1 = (log(S / X) + (r + 0.5 * v * v) * T) / (v * root);
      const [c1, c2] = [cnd(d1), cnd(d1 - v * root)];
      const discounted = X * exp(-r * T);
      return [S * c1 - discounted * c2, discounted * (1 - c2) - S * (1 - c1)];
    }`,
    types: PRICES,
    parfors: 1,
    allocs: 2,
  },
  "logistic regression with a new vector of weights in each iteration": {
    text: `function f(Y, X, w, iterations) {
      for (const t of range(iterations)) {
        const p = 1 / (1 + exp(-dot(X, w)));
        w = w - 0.1 * dot(p - Y, X) / X.shape[0];
      }
      return w;
    }`,
    types: REGRESSION,
    parfors: 1,
    allocs: 2,
  },
  "five statistics as statements": {
    text: "function f(a) { const m = mean(a); const s = sum(a); const lo = min(a); const hi = max(a); const v = std(a); return [m, s, lo, hi, v]; }",
    types: [VECTOR],
    parfors: 1,
    allocs: 0,
  },
  "statistics as methods": {
    text: "function f(a) { return [a.mean(), a.min(), a.max(), a.var()]; }",
    types: [VECTOR],
    parfors: 1,
    allocs: 0,
  },
  "a chain of twenty assignments to one variable": {
    text: `function f(a) { let x = a; ${chain} return x; }`,
    types: [MATRIX],
    parfors: 1,
    allocs: 1,
  },
  "normalization by whole rows": {
    text: "function f(x) { return x / sqrt(sum(x * x, 1, true)); }",
    types: [MATRIX],
    parfors: 1,
    allocs: 1,
  },
  "a softmax of rows": {
    text: "function f(x) { const e = exp(x - max(x, 1, true)); return e / sum(e, 1, true); }",
    types: [MATRIX],
    parfors: 1,
    allocs: 2,
  },
  "a layer normalization": {
    text: "function f(x) { return (x - mean(x, 1, true)) / sqrt(variance(x, { axis: 1, keepdims: true }) + 1e-5); }",
    types: [MATRIX],
    parfors: 1,
    allocs: 1,
  },
};

for (const [name, { text, types, parfors, allocs }] of Object.entries(programs))
  t.test(name, async (t) => {
    const found = { parfors: 0, allocs: 0 };
    walk(optimizeSource(text, types).loops.body, (op) => {
      if (op.kind === "parfor") found.parfors++;
      if (op.kind === "alloc" && op.place !== "stack") found.allocs++;
    });
    t.same(found, { parfors, allocs });
  });

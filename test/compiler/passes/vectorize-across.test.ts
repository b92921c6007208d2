// Which loops run on lanes of vectors, why others do not, and that each iteration gives the same bits.
import t from "tap";
import { vectorizeAcross } from "../../../compiler/passes/loop/vectorize-across.js";
import type { OptimizedSource } from "../optimize-source.js";
import { optimizeSource } from "../optimize-source.js";
import { randomStream } from "../random-program.js";
import type { CompiledProgram } from "../run-kernel.js";
import { compiled } from "../run-kernel.js";

interface Example {
  /** Of a function of a matrix `a`. */
  readonly body: string;
  /** How many iterations run side by side; null: the loop stays as it is. */
  readonly lanes: number | null;
  /** Why it stays as it is, where that is told. */
  readonly reason?: string;
  /** Sums over iterations are taken in another order. */
  readonly sums?: boolean;
}

/** For each column: `before`, then `update` for each row, then `result`. */
const columns = (before: string, update: string, result = "s"): string =>
  `const [n, m] = a.shape; const out = zeros(m);
   for (const j of prange(m)) { ${before} for (const i of range(n)) { ${update} } out[j] = ${result}; }
   return out;`;

/** For each column: `loop` on `s`, `k` and a number of the column. */
const untilLeft = (loop: string, x = "1.01 + a[0, j] * a[0, j]"): string =>
  `const [n, m] = a.shape; const out = zeros(m);
   for (const j of prange(m)) { const x = ${x}; let [s, k] = [1.0, 0]; ${loop} out[j] = s + k; }
   return out;`;

const examples: Readonly<Record<string, Example>> = {
  "a recurrence along columns": { body: columns("let s = 0.5;", "s = s * 0.5 + a[i, j];"), lanes: 64 },
  "a recurrence in a branch": {
    body: columns("let s = 0.5;", "if (a[i, j] > 0) s = s * 0.5 - a[i, j];"),
    lanes: 64,
  },
  "two recurrences": {
    body: columns("let s = 0.5; let t = 1.0;", "s = s * 0.5 + a[i, j]; t = t * s + 1.0;", "s + t"),
    lanes: 32,
  },
  "a value from before the inner loop": {
    body: columns("const x = exp(a[0, j]); let s = 0.5;", "s = s * x + a[i, j];", "s / x"),
    lanes: 32,
  },
  "an inner loop of inner loops": {
    body: columns("let s = 0.5;", "for (const k of range(3)) s = s * 0.5 + a[i, j] * k;"),
    lanes: 64,
  },
  "functions of the sums of rows": {
    body: `const [n, m] = a.shape; const out = zeros(n);
      for (const i of prange(n)) { let s = 0.0; for (const j of range(m)) s = s * 0.5 + a[i, j]; out[i] = exp(s) * a[i, 0]; }
      return out;`,
    lanes: 64,
  },
  "sums of rows, by which the rows are added up": {
    body: "return dot(exp(dot(a, a[0])), a);",
    lanes: 64,
    sums: true,
  },
  "rows over the roots of their sums": {
    body: `const [n, m] = a.shape; const out = emptyLike(a);
      for (const i of prange(n)) { const root = sqrt(sum(a[i] * a[i])); out[i] = a[i] / root; }
      return out;`,
    lanes: null,
  },
  "sums of rows, functions of them, and a sum over rows": {
    body: "return dot(1 / (1 + exp(-dot(a, a[0]))), a);",
    lanes: 64,
    sums: true,
  },
  "a matrix product in loops, the inner ones serial": {
    body: `const [n, m] = a.shape; const out = zeros([n, n]);
      for (const i of prange(n)) for (const j of range(n)) { let s = 0.0; for (const k of range(m)) s += a[i, k] * a.T[k, j]; out[i, j] = s; }
      return out;`,
    lanes: null,
  },
  "a matrix product in parallel loops": {
    body: `const [n, m] = a.shape; const out = zeros([m, m]);
      for (const i of prange(m)) for (const j of prange(m)) { for (const k of range(n)) out[i, j] += a[k, i] * a[k, j]; }
      return out;`,
    lanes: 64,
  },
  "columns in the wrong order of loops": {
    body: `const [n, m] = a.shape; const out = zeros([n, m]);
      for (const j of prange(m)) for (const i of range(n)) out[i, j] = a[i, j] * 2 + j;
      return out;`,
    lanes: 64,
  },
  "a recurrence along rows, whose neighbours lie apart": {
    body: `const [n, m] = a.shape; const out = zeros(n);
      for (const i of prange(n)) { let s = 0.0; for (const j of range(m)) s = s * 0.5 + a[i, j]; out[i] = s; }
      return out;`,
    lanes: null,
  },
  "as many rows as the column says": {
    body: columns("let s = 0.5;", "for (const k of range(j)) s = s * 0.5 + a[i, j];", "exp(s)"),
    lanes: 64,
  },
  "a loop that each lane leaves at its own time": {
    body: untilLeft("while (k < 100) { if (s > 50) break; s = s * x; k += 1; }"),
    lanes: 64,
  },
  "a counted loop that each lane leaves at its own time": {
    body: untilLeft("for (const i of range(50)) { s = s * x - 0.25; if (s > 9 || s < 0) break; k = i; }"),
    lanes: 64,
  },
  "a loop that passes over part of its iterations": {
    body: untilLeft(
      "for (; k < 40; k += 1) { if (k % 2 == 1 && s > 3) continue; s = s * x; if (s > 70) break; }",
    ).replace("k % 2 == 1", "(k & 1) == 1"),
    lanes: 64,
  },
  "a function that returns from its loop": {
    body: `function steps(x, limit) { let s = 1.0; for (const i of range(limit)) { s = s * x; if (s > 9) return i; } return limit; }
      ${untilLeft("k = steps(x, 30) + 1;")}`,
    lanes: 32,
  },
  "a function that returns before, in and between its loops": {
    body: `function steps(x, limit) {
        if (x < 1.02) return 7;
        let s = 1.0;
        for (const i of range(limit)) { s = s * x; if (s > 9) return i; }
        s = s * 0.125;
        if (s < 0.3) return 70;
        while (s < 20) { s = s * 1.5 + x; if (s > 5 && s < 6) return 700; }
        return s;
      }
      ${untilLeft("s = steps(x, 12);")}`,
    lanes: 32,
  },
  "functions in a loop that each lane leaves at its own time": {
    body: untilLeft("while (true) { s = s + exp(-s) * x; k += 1; if (s > 3) break; }"),
    lanes: 64,
  },
  "a loop that ends where memory says": {
    body: untilLeft("while (a[0, k] > 0 && k < n - 1) k += 1;", "a[0, j] > 0 ? 1.0 : 2.0"),
    lanes: null,
  },
  "an error in an iteration": {
    body: columns("let s = 0.5;", 's = s * 0.5 + a[i, j]; if (s > 1e9) throw new Error("too large");'),
    lanes: null,
    reason: "its iterations can fail",
  },
  "an end before the last row": {
    body: columns("let s = 0.5;", "s = s * 0.5 + a[i, j]; if (s > 1) break;", "exp(s)"),
    lanes: 64,
  },
  "an accumulator in the inner loop": {
    body: `const [n, m] = a.shape; const out = zeros(m); let all = 0.0;
      for (const j of prange(m)) { let s = 0.5; for (const i of range(n)) { s = s * 0.5 + a[i, j]; } all += s; out[j] = exp(s); all += a[0, j]; }
      return [out, all];`,
    lanes: 64,
    sums: true,
  },
  "a temporary array of the iteration": {
    body: `const [n, m] = a.shape; const out = zeros(n);
      for (const i of prange(n)) {
        const t = zeros(m); for (const k of range(m)) t[k] = t[max(k - 1, 0)] + a[i, k];
        let s = 0.5; for (const k of range(m)) s = s * 0.5 + t[k];
        out[i] = exp(s);
      }
      return out;`,
    lanes: null,
    reason: "its iterations share an array that they write",
  },
};

const optimized = (body: string, without: ReadonlySet<string>): OptimizedSource =>
  optimizeSource(`function f(a) { ${body} }`, ["float64[:, ::1]"], without);

function resultOf(kernel: CompiledProgram, shape: readonly [number, number]): readonly number[] {
  const random = randomStream(7);
  const data = Float64Array.from({ length: shape[0] * shape[1] }, () => random() * 2 - 1);
  const run = kernel({ data, shape });
  t.equal(run.outcome.kind, "ok");
  return run.arrays.flatMap(({ bytes }) => (bytes === null ? [] : Array.from(new Float64Array(bytes))));
}

for (const [name, { body, lanes, reason, sums = false }] of Object.entries(examples)) {
  t.test(name, async (t) => {
    const across = optimized(body, new Set());
    const plain = optimized(body, new Set([vectorizeAcross.name]));
    const told = across.remarks.filter((remark) => remark.kind === "lanes");
    t.equal(told.find((remark) => remark.lanes !== null)?.lanes ?? null, lanes, "lanes");
    if (reason !== undefined) t.equal(told.find((remark) => remark.lanes === null)?.reason, reason);
    const kernels = { across: compiled(across.loops), plain: compiled(plain.loops) };
    for (const size of [1, 63, 65, 1023, 1024, 1100]) {
      for (const shape of [[5, size] as const, [size, 5] as const]) {
        const [got, want] = [resultOf(kernels.across, shape), resultOf(kernels.plain, shape)];
        const isSame = (x: number | undefined, k: number): boolean =>
          sums
            ? Math.abs((x ?? 0) - (got[k] ?? Number.NaN)) <= 1e-12 * Math.abs(x ?? 0)
            : Object.is(x, got[k]);
        t.ok(got.length === want.length && want.every(isSame), `${shape}`);
      }
    }
  });
}

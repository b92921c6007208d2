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

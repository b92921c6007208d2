import t from "tap";
import { compile } from "../../../runtime/library.js";
import { loadNative } from "../../../runtime/native.js";
import { NDArray } from "../../../runtime/ndarray.js";

const COUNT = 40_000;

function numbersOf(expression: string): readonly number[] {
  const { f } = compile(`function f(n: int) { random.seed(20240229); return ${expression}; }`);
  const result = f?.(COUNT);
  if (!(result instanceof NDArray)) throw new Error(`${expression} is no array`);
  return Array.from(result.copy().data, Number);
}

/** Kolmogorov's distance from the distribution function; below 1.95 / sqrt(n) in 999 of 1000 right samples. */
function distance(sample: readonly number[], cumulative: (x: number) => number): number {
  const sorted = sample.toSorted((a, b) => a - b);
  const n = sorted.length;
  return sorted.reduce((worst, x, k) => {
    const p = cumulative(x);
    return Math.max(worst, Math.abs(p - k / n), Math.abs(p - (k + 1) / n));
  }, 0);
}

/** Abramowitz and Stegun 7.1.26: within 1.5e-7. */
function normalCumulative(x: number): number {
  const k = 1 / (1 + (0.3275911 * Math.abs(x)) / Math.SQRT2);
  const polynomial =
    ((((1.061405429 * k - 1.453152027) * k + 1.421413741) * k - 0.284496736) * k + 0.254829592) * k;
  const tail = (polynomial * Math.exp(-(x * x) / 2)) / 2;
  return x < 0 ? tail : 1 - tail;
}

const CONTINUOUS: readonly (readonly [string, (x: number) => number])[] = [
  ["random.rand(n)", (x) => x],
  ["random.randn(n)", normalCumulative],
  ["random.normal(3, 2, n)", (x) => normalCumulative((x - 3) / 2)],
  ["random.lognormal(0.5, 0.25, n)", (x) => normalCumulative((Math.log(x) - 0.5) / 0.25)],
  ["random.uniform(-2, 6, n)", (x) => (x + 2) / 8],
  ["random.exponential(2, n)", (x) => -Math.expm1(-x / 2)],
  ["random.weibull(1.5, n)", (x) => -Math.expm1(-(x ** 1.5))],
  ["random.power(2.5, n)", (x) => x ** 2.5],
  ["random.rayleigh(3, n)", (x) => -Math.expm1(-(x * x) / 18)],
  ["random.laplace(1, 2, n)", (x) => (x < 1 ? Math.exp((x - 1) / 2) / 2 : 1 - Math.exp((1 - x) / 2) / 2)],
  ["random.triangular(0, 1, 4, n)", (x) => (x < 1 ? x * x * 0.25 : 1 - (4 - x) ** 2 / 12)],
  ["random.chisquare(2, n)", (x) => -Math.expm1(-x / 2)],
  ["random.gamma(1, 2, n)", (x) => -Math.expm1(-x / 2)],
  ["random.gamma(3, 1, n)", (x) => 1 - Math.exp(-x) * (1 + x + (x * x) / 2)],
  ["random.gamma(0.5, 1, n)", (x) => 2 * normalCumulative(Math.sqrt(2 * x)) - 1],
  ["random.beta(2, 1, n)", (x) => x * x],
  ["random.beta(0.5, 0.5, n)", (x) => (2 / Math.PI) * Math.asin(Math.sqrt(x))],
  ["random.ranf(n)", (x) => x],
  ["random.randomSample(n)", (x) => x],
  ["random.sample(n)", (x) => x],
  ["random.random(n)", (x) => x],
  ["random.standardNormal(n)", normalCumulative],
  ["random.weibull(0.3, n)", (x) => -Math.expm1(-(x ** 0.3))],
  ["random.power(0.2, n)", (x) => x ** 0.2],
  ["random.beta(1, 5, n)", (x) => 1 - (1 - x) ** 5],
  ["random.f(2, 4, n)", (x) => 1 - (1 + x / 2) ** -2],
];
for (const [expression, cumulative] of CONTINUOUS) {
  t.test(`${expression} has its distribution`, async (t) => {
    t.ok(distance(numbersOf(expression), cumulative) < 1.95 / Math.sqrt(COUNT));
  });
}

const COUNTS: readonly (readonly [string, mean: number, variance: number])[] = [
  ["random.poisson(0.7, n)", 0.7, 0.7],
  ["random.poisson(250, n)", 250, 250],
  ["random.binomial(9, 0.8, n)", 7.2, 1.44],
  ["random.binomial(1000, 0.3, n)", 300, 210],
  ["random.geometric(0.25, n)", 4, 12],
  ["random.randint(-5, 15, n)", 4.5, 399 / 12],
];
for (const [expression, mean, variance] of COUNTS) {
  t.test(`${expression} has its moments`, async (t) => {
    const sample = numbersOf(expression);
    const average = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
    const m = average(sample);
    const v = average(sample.map((x) => (x - m) ** 2));
    t.ok(Math.abs(m - mean) < 5 * Math.sqrt(variance / COUNT), `mean ${m}`);
    t.ok(Math.abs(v / variance - 1) < 0.1, `variance ${v}`);
    t.ok(sample.every(Number.isInteger));
  });
}

/** Chi-square against the probabilities, of counts that are expected five times or more; all others are one class. */
function chiSquare(
  sample: readonly number[],
  probability: (k: number) => number,
): { readonly statistic: number; readonly freedom: number } {
  const counts = new Map<number, number>();
  for (const k of sample) counts.set(k, (counts.get(k) ?? 0) + 1);
  const n = sample.length;
  let [statistic, classes, mass, counted] = [0, 0, 0, 0];
  const add = (seen: number, expected: number): void => {
    statistic += (seen - expected) ** 2 / expected;
    classes++;
  };
  for (const [k, seen] of counts) {
    const p = probability(k);
    if (n * p < 5) continue;
    add(seen, n * p);
    mass += p;
    counted += seen;
  }
  if (n * (1 - mass) >= 5) add(n - counted, n * (1 - mass));
  return { statistic, freedom: classes - 1 };
}
/** Standard deviations from the mean, after Wilson and Hilferty (1931). */
const deviationOf = ({ statistic, freedom }: ReturnType<typeof chiSquare>): number =>
  (Math.cbrt(statistic / freedom) - 1 + 2 / (9 * freedom)) / Math.sqrt(2 / (9 * freedom));

const factorials = [0];
for (let k = 1; k <= 1200; k++) factorials.push((factorials[k - 1] ?? 0) + Math.log(k));
const logFactorial = (k: number): number => factorials[k] ?? Number.NaN;
const poisson =
  (mean: number) =>
  (k: number): number =>
    Math.exp(k * Math.log(mean) - mean - logFactorial(k));
const binomial =
  (n: number, p: number) =>
  (k: number): number =>
    Math.exp(
      logFactorial(n) - logFactorial(k) - logFactorial(n - k) + k * Math.log(p) + (n - k) * Math.log1p(-p),
    );
const DISCRETE: readonly (readonly [string, (k: number) => number])[] = [
  ["random.poisson(0.7, n)", poisson(0.7)],
  ["random.poisson(9.9, n)", poisson(9.9)],
  ["random.poisson(10.1, n)", poisson(10.1)],
  ["random.poisson(250, n)", poisson(250)],
  ["random.binomial(9, 0.8, n)", binomial(9, 0.8)],
  ["random.binomial(50, 0.19, n)", binomial(50, 0.19)],
  ["random.binomial(50, 0.21, n)", binomial(50, 0.21)],
  ["random.binomial(1000, 0.3, n)", binomial(1000, 0.3)],
  ["random.geometric(0.25, n)", (k) => 0.25 * 0.75 ** (k - 1)],
  ["random.geometric(0.01, n)", (k) => 0.01 * 0.99 ** (k - 1)],
  ["random.randint(-5, 15, n)", () => 1 / 20],
  ["random.randint(0, 1000, n)", () => 1 / 1000],
];
for (const [expression, probability] of DISCRETE) {
  t.test(`${expression} has its probabilities`, async (t) => {
    const deviation = deviationOf(chiSquare(numbersOf(expression), probability));
    t.ok(deviation < 3.5, `${deviation} standard deviations`);
  });
}

/** What the same program gives on each number of threads. */
function bitsByThreads(source: string, length: number): readonly string[] {
  const native = loadNative();
  const before = native.numThreads();
  const { f } = compile(source);
  try {
    return [1, 2, 3, 7, 16].map((threads) => {
      native.setNumThreads(threads);
      const result = f?.(length);
      return result instanceof NDArray ? Array.from(result.copy().data, String).join() : String(result);
    });
  } finally {
    native.setNumThreads(before);
  }
}

const PLACES: readonly (readonly [string, string])[] = [
  ["an array", "return random.normal(0, 1, n) + random.gamma(2, 1, n);"],
  ["a matrix", "return random.rand(n, 3);"],
  [
    "a loop in a prange",
    `const out = zeros(n);
     for (const i of prange(n)) for (let k = 0; k < i % 5; k++) out[i] += random.random();
     return out;`,
  ],
  [
    "an array in a prange",
    "const out = zeros(n); for (const i of prange(n)) out[i] = sum(random.rand(4)); return out;",
  ],
  [
    "nested pranges",
    "const out = zeros([n, 3]); for (const i of prange(n)) for (const j of prange(3)) out[i, j] = random.randn(); return out;",
  ],
  ["a comprehension", "return fromFunction([n, 2], (i, j) => random.poisson(3) + i + j);"],
  ["a reduction", "let s = 0; for (const i of prange(n)) s += random.randint(1000); return s;"],
];
for (const [name, body] of PLACES) {
  t.test(`draws in ${name} do not depend on the number of threads`, async (t) => {
    const [first, ...rest] = bitsByThreads(`function f(n: int) { random.seed(5); ${body} }`, 3001);
    for (const other of rest) t.equal(other, first);
  });
}

t.test("draws of one iteration differ, and so do iterations", async (t) => {
  const { f } = compile(`function f(n: int) {
    random.seed(1);
    const out = zeros([n, 4]);
    for (const i of prange(n)) for (let k = 0; k < 4; k++) out[i, k] = random.random();
    return out;
  }`);
  const result = f?.(500);
  const values = result instanceof NDArray ? Array.from(result.copy().data, Number) : [];
  t.equal(new Set(values).size, 2000);
});

t.test("calls without a new seed continue the stream", async (t) => {
  const { seed, draw } = compile(
    "function seed() { random.seed(9); } function draw() { return random.rand(); }",
  );
  seed?.();
  const first = [draw?.(), draw?.()];
  t.not(first[0], first[1]);
  seed?.();
  t.same([draw?.(), draw?.()], first);
});

t.test("parameters may be arrays, and sizes options", async (t) => {
  const { f } = compile("function f(m) { return random.normal(m, 0); }");
  const means = new NDArray("float64", Float64Array.of(1, -2, 3), [3]);
  const result = f?.(means);
  t.same(result instanceof NDArray ? Array.from(result.copy().data, Number) : [], [1, -2, 3]);
  const { g } = compile("function g() { return random.standard_normal({ size: [2, 3] }).shape; }");
  t.same(g?.(), [2, 3]);
});

const WRONG = [
  "random.normal(0, x)",
  "random.normal(0, -1)",
  "random.binomial(5, 1.5)",
  "random.poisson(x)",
  "random.randint(5, 5)",
  "random.triangular(0, 5, 3)",
  "random.geometric(0)",
  "random.gamma(x, 1, 10)",
];
for (const expression of WRONG) {
  t.test(`${expression} is a RangeError`, async (t) => {
    t.throws(() => compile(`function f(x) { return ${expression}; }`)["f"]?.(-1), { name: "RangeError" });
  });
}

t.test("a seed in a parallel loop is refused", async (t) => {
  const source = "function f(n) { for (const i of prange(n)) { random.seed(i); } }";
  t.throws(() => compile(source)["f"]?.(3), { name: "ParallelRaceError" });
});

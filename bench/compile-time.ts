// How long the compiler takes for cells of 5, 50 and 500 lines: npm run bench:compile. The best of several warm compilations, in
// milliseconds for each pass, how each grows from column to column, and whether that is within n log n.
import process from "node:process";
import { elaborateFunction } from "../compiler/frontend/elaborate.js";
import { parseUnit } from "../compiler/frontend/parse-unit.js";
import { compileToLlvm } from "../compiler/pipeline.js";
import { hostTarget } from "../runtime/host-target.js";
import { loadNative } from "../runtime/native.js";
import { parseType } from "../runtime/parse-type.js";

const SIZES = [5, 50, 500] as const;
/** As many that the machine code of the compiler itself is as good as it gets. */
const REPEATS = { 5: 60, 50: 60, 500: 20 } as const;

/** Statements as in cells of data analysis; each takes what the ones before it made. */
const PATTERNS: readonly ((k: number) => string)[] = [
  (k) => `const v${k} = v${k - 1} * 0.5 + a;`,
  (k) => `const v${k} = sqrt(abs(v${k - 1})) - b;`,
  (k) => `const s${k} = mean(v${k - 1}); const v${k} = v${k - 1} - s${k};`,
  (k) =>
    `const v${k} = zeros(n); for (const i of prange(n)) { if (a[i] > 0) v${k}[i] = v${k - 1}[i] * b[i]; }`,
  (k) => `const v${k} = where(v${k - 1} > 0, v${k - 1}, b);`,
];

/** Each `variant` has a constant of its own: machine code of one text is made once only. */
function program(lines: number, variant: number): string {
  const body = Array.from({ length: lines }, (_, k) => PATTERNS[k % PATTERNS.length]?.(k + 1) ?? "");
  return `function f(a, b) {\nconst n = a.length;\nconst v0 = a + b * ${variant}.5;\n${body.join("\n")}\nreturn v${lines};\n}`;
}

interface Times {
  readonly total: number;
  readonly stages: ReadonlyMap<string, number>;
}

// What an earlier run has left on disk would be loaded instead.
process.env["WEFT_CACHE"] = "off";
const native = loadNative();
const target = hostTarget(native);

function compileOnce(text: string): Times {
  const stages = new Map<string, number>();
  let last = performance.now();
  const begin = last;
  const lap = (name: string): void => {
    const now = performance.now();
    stages.set(name, now - last);
    last = now;
  };
  const source = parseUnit({ name: "cell", text, firstLine: 1 }).functions.get("f");
  if (source === undefined) throw new Error("There is no function f");
  lap("parse");
  const types = ["float64[::1]", "float64[::1]"].map(parseType);
  const options = { mayAlias: false, fastMath: false, bounds: true };
  const { program } = elaborateFunction(source, types, { lookup: () => undefined }, options);
  lap("elaborate");
  const start = last;
  const compilation = compileToLlvm(program, target, { dump: null });
  last = performance.now();
  for (const { name, milliseconds } of compilation.stages)
    stages.set(name, (stages.get(name) ?? 0) + milliseconds);
  const passes = compilation.stages.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  stages.set("verify", last - start - passes);
  native.compile(compilation.module.ir, { optLevel: 3, remarks: true }).dispose();
  lap("LLVM");
  return { total: performance.now() - begin, stages };
}

const litter: { last: readonly number[] } = { last: [] };

/** Leaves garbage, so that V8 does not collect it in the same passes of every compilation. None of it is alive when that happens. */
function shiftCollections(k: number): void {
  for (let index = 0; index < 20_000 * k; index++) litter.last = [index];
}

/** The best of several compilations: the whole, and each stage by itself. */
function best(lines: number, repeats: number): Times {
  compileOnce(program(lines, 0));
  const runs = Array.from({ length: repeats }, (_, k) => {
    shiftCollections(k);
    return compileOnce(program(lines, k + 1));
  });
  const least = (values: readonly number[]): number => Math.min(...values);
  const names = [...(runs[0]?.stages.keys() ?? [])];
  return {
    total: least(runs.map(({ total }) => total)),
    stages: new Map(names.map((name) => [name, least(runs.map(({ stages }) => stages.get(name) ?? 0))])),
  };
}

/** Stages below a hundredth of the whole say nothing: the clock and the memory of the machine are all one sees of them. */
const LEAST_SHARE = 0.01;
/** What a noisy machine adds to the best of a few. */
const TOLERANCE = 1.15;

const nLogN = (lines: number): number => lines * Math.log(lines);
const columns = SIZES.map((lines) => best(lines, REPEATS[lines]));
const whole = columns.map(({ total }) => total);

/** A row of the table: the times, and from 50 lines to 500 the verdict as well; with fewer lines the constant part is most. */
function row(name: string, values: readonly number[]): string {
  const growth = values.slice(1).map((value, k) => value / (values[k] ?? 1));
  const last = growth.at(-1) ?? 0;
  const matters = (values.at(-1) ?? 0) >= LEAST_SHARE * (whole.at(-1) ?? 0);
  const within = last <= (TOLERANCE * nLogN(500)) / nLogN(50);
  const verdict = within ? "within n log n" : matters ? "MORE than n log n" : "too short to tell";
  return `| ${[name, ...values.map((value) => value.toFixed(2)), ...growth.map((by) => `×${by.toFixed(1)}`), verdict].join(" | ")} |`;
}

console.log(`| ms | ${SIZES.map((lines) => `${lines} lines`).join(" | ")} | 5 → 50 | 50 → 500 | |`);
console.log("| --- | --- | --- | --- | --- | --- | --- |");
for (const name of columns[0]?.stages.keys() ?? [])
  console.log(
    row(
      name,
      columns.map(({ stages }) => stages.get(name) ?? 0),
    ),
  );
console.log(row("total", whole));

// Kernels on disk: a session that finds one runs it without the compiler, and nobody can tell but by the time.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { env, execPath } from "node:process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { deserialize, serialize } from "node:v8";
import t from "tap";
import { registerElementwise, registerPass } from "../../runtime/extensions.js";
import { ParallelSession } from "../../runtime/parallel-session.js";
import { mapScope } from "../../runtime/scope.js";
import { type CacheProgram, type CacheProgramResult, runCacheProgram } from "./cache-program.js";
import { functionOf } from "./function-of.js";

const PROGRAM = fileURLToPath(new URL("kernel-cache-program.js", import.meta.url));
/** That of this process; others are given theirs. */
const FOLDER = join(t.testdir(), "cache");
Object.assign(env, { WEFT_CACHE_DIR: FOLDER, WEFT_CACHE: "", WEFT_VERIFY: "" });

/** Runs a program in another process. @throws Error with what it printed, where it failed */
async function runApart(folder: string, program: CacheProgram): Promise<CacheProgramResult> {
  const child = spawn(execPath, [PROGRAM, JSON.stringify(program)], {
    env: { ...env, WEFT_CACHE_DIR: folder },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [output, errors, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  if (status !== 0) throw new Error(errors);
  // The program has just written it.
  return JSON.parse(output) as CacheProgramResult;
}

const kernelsIn = (folder: string): readonly string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".kernel"))
    .map((name) => join(folder, name));

const MANY_KINDS: CacheProgram = {
  cells: [
    `%%parallel
    function scale(x, by = 2) { return { scaled: x * by, both: [sum(x), x[0]] }; }
    function pick(x, i) { console.log("picks", i, "of", x); return x[i]; }
    const twice = (x) => scale(x, 2).scaled;
    function fails(x) { if (sum(x) > 3) throw new RangeError(\`the sum is \${sum(x)}\`); return x; }`,
    `%%parallel
    const total = sum(twice(a) + k);
    console.log("total", total);
    total`,
    "%%parallel\na[7]",
  ],
  variables: { k: 3, far: 17 },
  calls: [
    ["scale", "a"],
    ["scale", "b", "k"],
    ["pick", "a", "k"],
    ["pick", "a", "far"],
    ["fails", "c"],
    ["scale", "missing"],
    ["twice", "c"],
  ],
  reports: [
    ["twice", "float64[::1]"],
    ["pick", "int32[::1]", "number"],
  ],
};

t.test("another process runs what one has compiled, with the same results, errors and reports", async (t) => {
  const folder = join(t.testdir(), "cache");
  const first = await runApart(folder, MANY_KINDS);
  const second = await runApart(folder, MANY_KINDS);
  t.ok(first.compiled.length > 8);
  t.match(first.outcomes.join("\n"), /RangeError: Index 17 is out of bounds/);
  t.match(first.outcomes.join("\n"), /the sum is 6/);
  // What fails to compile goes through the front end each time, but comes to no code.
  t.same(second.compiled, []);
  t.same(second.outcomes, first.outcomes);
  t.same(second.lines, first.lines);
  t.same(second.reports, first.reports);
});

t.test("code is compiled anew when what it depends on has changed", async (t) => {
  const outer = "%%parallel\nfunction outer(x) { return sum(inner(x) * k); }";
  const run = (inner: string, variables: Readonly<Record<string, unknown>>, options = ""): object => {
    const cells = [
      `%%parallel\nfunction inner(x) { return ${inner}; }`,
      outer.replace("%%parallel", `%%parallel ${options}`),
    ];
    const { outcomes, compiled } = runCacheProgram({
      cells,
      variables,
      calls: [["outer", "a"]],
    });
    return { value: outcomes.at(-1), compiled: compiled.length };
  };
  t.same(run("x + 1", { k: 2 }), { value: 54, compiled: 1 });
  t.same(run("x + 1", { k: 3 }), { value: 81, compiled: 0 }, "another value of the same type");
  t.same(run("x + 2", { k: 2 }), { value: 66, compiled: 1 }, "another text of a function that is inlined");
  t.same(run("x + 1", { k: true }), { value: 27, compiled: 1 }, "another type");
  t.same(run("x + 1", { k: 2 }, "--fastmath"), { value: 54, compiled: 1 }, "another option");
  t.same(run("x + 1", { k: 2, sum: "hides" }), { value: 54, compiled: 1 }, "a name that hides a built-in");
  t.same(run("x + 1", { k: 2 }), { value: 54, compiled: 0 }, "all of them are kept");
});

t.test("constants of a cell are part of the code", async (t) => {
  const run = (constant: string): unknown => {
    const cells = [
      `%%parallel\nconst n = ${constant};`,
      "%%parallel\nfunction f(x) { return zeros(n) + x; }",
    ];
    const { outcomes, compiled } = runCacheProgram({
      cells,
      variables: { x: 1 },
      calls: [["f", "x"]],
    });
    return [outcomes.at(-1), compiled.length];
  };
  t.same(run("2"), [[1, 1], 2]);
  t.same(run("3"), [[1, 1, 1], 2]);
  t.same(run("2"), [[1, 1], 0]);
});

/** A file as the cache writes it. */
function writeKept(file: string, value: unknown): void {
  const payload = serialize(value);
  const length = Buffer.from(`${payload.length} `);
  writeFileSync(file, Buffer.concat([createHash("sha256").update(length).update(payload).digest(), payload]));
}

const SUM: CacheProgram = {
  cells: ["%%parallel\nfunction f(x) { return sum(x * 2); }"],
  calls: [["f", "a"]],
};

t.test("files that were cut, changed or made by hand are not taken", async (t) => {
  for (const file of kernelsIn(FOLDER)) rmSync(file);
  t.equal(runCacheProgram(SUM).compiled.length, 1);
  const [file = ""] = kernelsIn(FOLDER);
  const whole = readFileSync(file);
  // The test wrote what is in there.
  const [kernel] = deserialize(whole.subarray(32)) as Record<string, Record<string, unknown>>[];
  const plan = kernel?.["plan"] ?? {};
  const changed = (part: object): unknown => [{ ...kernel, plan: { ...plan, ...part } }];
  const damages: readonly (readonly [string, () => void])[] = [
    ["empty", () => writeFileSync(file, "")],
    ["cut", () => writeFileSync(file, whole.subarray(0, 100))],
    [
      "not serialized",
      () =>
        writeFileSync(
          file,
          Buffer.concat([createHash("sha256").update("3 abc").digest(), Buffer.from("abc")]),
        ),
    ],
    ["another type", () => writeKept(file, new Map([[1, 2]]))],
    ["no kernels", () => writeKept(file, [null, 1, {}, { code: 3 }])],
    ["a path in place of a name", () => writeKept(file, [{ ...kernel, code: "../../etc/passwd" }])],
    ["code that is not there", () => writeKept(file, [{ ...kernel, code: "0".repeat(64) }])],
    ["another function", () => writeKept(file, changed({ symbol: "weft_g" }))],
    [
      "no arguments",
      () => writeKept(file, changed({ arguments: { slots: [], count: 0, overlapMatters: false } })),
    ],
    [
      "too few slots",
      () =>
        writeKept(
          file,
          changed({ resultSlots: { entries: [{ kind: "scalar", dtype: "float64", offset: 3 }], count: 1 } }),
        ),
    ],
    ["another result", () => writeKept(file, changed({ result: { kind: "tuple", items: [] } }))],
    ["a span in a text that there is not", () => writeKept(file, changed({ loops: [[5, 0, 1]] }))],
  ];
  for (const [what, damage] of damages) {
    damage();
    const { outcomes, compiled } = runCacheProgram(SUM);
    t.same([outcomes.at(-1), compiled.length], [42, 1], what);
  }
  t.equal(runCacheProgram(SUM).compiled.length, 0, "and what was compiled then is kept");
});

t.test("code that was removed is compiled anew", async (t) => {
  runCacheProgram(SUM);
  for (const name of readdirSync(FOLDER)) if (name.endsWith(".code")) rmSync(join(FOLDER, name));
  t.equal(runCacheProgram(SUM).compiled.length, 1);
  t.equal(runCacheProgram(SUM).compiled.length, 0);
});

t.test("processes that write at the same time leave whole files", async (t) => {
  const folder = join(t.testdir(), "cache");
  const programs = [2, true, 2n.toString(), 3].map((k) => ({
    cells: ["%%parallel\nfunction f(x) { return sum(x * k); }"],
    variables: { k },
    calls: [["f", "a"] as const],
  }));
  const together = await Promise.all(programs.map((program) => runApart(folder, program)));
  t.equal(together[0]?.outcomes.at(-1), 42);
  t.equal(together[1]?.outcomes.at(-1), 21);
  t.match(together[2]?.outcomes.at(-1), /ParallelTypeError/);
  t.equal(together[3]?.outcomes.at(-1), 63);
  t.equal(kernelsIn(folder).length, 1);
  t.ok(
    readdirSync(folder).every((name) => /^[0-9a-f]{64}\.(code|kernel)$/.test(name)),
    "nothing unfinished is left",
  );
  const again = await runApart(folder, programs[3] ?? SUM);
  t.equal(again.outcomes.at(-1), 63);
});

t.test("nothing is kept or taken while packages have registered something", async (t) => {
  const program: CacheProgram = {
    cells: ["%%parallel\nfunction f(x) { return sum(x) + 1; }"],
    calls: [["f", "a"]],
  };
  t.equal(runCacheProgram(program).compiled.length, 1);
  t.equal(runCacheProgram(program).compiled.length, 0);
  const kept = kernelsIn(FOLDER).length;

  const variables = new Map<string, unknown>([["a", new Float64Array(6)]]);
  const session = new ParallelSession({ scope: mapScope(variables), log: () => {} });
  session.runCell(program.cells[0] ?? "");
  const f = functionOf(variables, "f");
  f(variables.get("a"));
  let runs = 0;
  const run = <P>(program: P): P => {
    runs++;
    return program;
  };
  registerPass({ name: "count", stage: "loop", after: "form-parfors", run });
  t.match(f.inspect("loop"), /parfor/);
  t.equal(runs, 0, "the program of a kernel that was taken before is made up as it was");

  t.equal(runCacheProgram(program).compiled.length, 1);
  t.equal(runs, 1);
  registerElementwise({ name: "softplus", source: "(x) => log(1 + exp(x))" });
  const cells = ["%%parallel\nfunction f(x) { return sum(softplus(x)); }"];
  for (let k = 0; k < 2; k++) t.equal(runCacheProgram({ ...program, cells }).compiled.length, 1);
  t.equal(kernelsIn(FOLDER).length, kept);
});

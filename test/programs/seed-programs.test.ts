// The programs of the tour on their real data, against what NumPy gives (fixtures/make_seed_examples.py).
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import t, { type Test } from "tap";
import { readCsv } from "../../runtime/io/read-csv.js";
import { readImage } from "../../runtime/io/read-image.js";
import { compile, NDArray, np } from "../../runtime/library.js";
import { loadNative } from "../../runtime/native.js";
import { SEED_PROGRAMS } from "./seed-programs.js";

interface Reference {
  readonly weights: readonly number[];
  readonly accuracy: number;
  readonly normalizedRows: readonly (readonly number[])[];
  readonly response: readonly number[];
  readonly example: number;
}

// Compiled tests stand in dist/test; data and fixtures stay in the sources.
const project = new URL("../../../", import.meta.url);
const path = (relative: string): string => fileURLToPath(new URL(relative, project));
const reference = JSON.parse(
  readFileSync(path("test/programs/fixtures/seed-examples.json"), "utf8"),
) as Reference;

const programs = compile(SEED_PROGRAMS);
function run(name: string, ...args: readonly unknown[]): unknown {
  const program = programs[name];
  if (program === undefined) throw new Error(`No program is called ${name}`);
  return program(...args);
}
function runArray(name: string, ...args: readonly unknown[]): NDArray {
  const result = run(name, ...args);
  if (result instanceof NDArray) return result;
  throw new Error(`${name} did not return an array`);
}
/** The bits of an array, so that minus zero and NaN count. */
const bitsOf = (array: NDArray): Buffer =>
  Buffer.from(array.data.buffer, array.data.byteOffset, array.data.byteLength);

const THREADS = [1, 2, 3, 7, 16];
function sameForAnyThreads(t: Test, name: string, compute: () => NDArray): void {
  const native = loadNative();
  const before = native.numThreads();
  const results = THREADS.map((threads) => {
    native.setNumThreads(threads);
    return bitsOf(compute().copy());
  });
  native.setNumThreads(before);
  const [first, ...others] = results;
  for (const [index, other] of others.entries()) {
    t.ok(first?.equals(other), `${name} has the same bits on 1 and on ${THREADS[index + 1]} threads`);
  }
}

t.test("blur of a photograph is NumPy's to within one grey level", async (t) => {
  const photograph = readImage(path("notebooks/data/camera.png"));
  const expected = readImage(path("test/programs/fixtures/blur.png"));
  const blurred = runArray("blur", photograph);
  t.same(blurred.shape, expected.shape);
  t.equal(blurred.dtype, "uint8");
  let worst = 0;
  for (let index = 0; index < expected.size; index++) {
    worst = Math.max(worst, Math.abs(Number(blurred.data[index]) - Number(expected.data[index])));
  }
  t.ok(worst <= 1, `the largest difference is ${worst} grey levels`);
  t.not(blurred.get(256, 256), 0, "the picture is not black");
  sameForAnyThreads(t, "blur", () => runArray("blur", photograph));
});

t.test("logistic regression finds NumPy's weights", async (t) => {
  const { data } = readCsv(path("notebooks/data/breast_cancer.csv"), { skipRows: 1 });
  const x = runArray("standardize", data.slice(":", ":-1"));
  const y = data.slice(":", -1).map((label) => 2 * Number(label) - 1);
  const train = (): NDArray => runArray("logisticRegression", y, x, np.zeros([30]), 1000);
  const weights = train();
  for (const [index, expected] of reference.weights.entries()) {
    const got = Number(weights.get(index));
    t.ok(Math.abs(got - expected) <= 1e-9 * Math.abs(expected), `weight ${index}: ${got} is ${expected}`);
  }
  sameForAnyThreads(t, "logistic regression", train);

  const rows = runArray("normalize", x);
  for (const [i, row] of reference.normalizedRows.entries()) {
    for (const [j, expected] of row.entries()) {
      t.ok(Math.abs(Number(rows.get(i, j)) - expected) <= 1e-12, `normalized row ${i}, column ${j}`);
    }
  }
});

t.test("stencil, comprehension, ufunc and prange of the seed", async (t) => {
  t.same(runArray("neighborMean", np.array([1, 2, 3, 4, 5])).toArray(), [0, 2, 3, 4, 0]);
  t.same(runArray("getArray", 6).toArray(), [
    [3, 2, 1, 0, 0, 0],
    [2, 3, 2, 1, 0, 0],
    [1, 2, 3, 2, 1, 0],
    [0, 1, 2, 3, 2, 1],
    [0, 0, 1, 2, 3, 2],
    [0, 0, 0, 1, 2, 3],
  ]);
  const response = runArray("parallelResponse", np.linspace(-0.5, 1.5, 9), 2.2);
  for (const [index, expected] of reference.response.entries()) {
    t.ok(Math.abs(Number(response.get(index)) - expected) <= 1e-14, `response ${index}`);
  }
  const sum = Number(run("example", np.arange(50)));
  t.ok(Math.abs(sum - reference.example) <= 1e-12 * Math.abs(reference.example), `example: ${sum}`);
});

t.test("a ** 2 + b ** 2 summed is one fused, vectorized loop without a temporary array", async (t) => {
  const n = 10_000_000;
  const [a, b] = [np.linspace(0, 1, n), np.linspace(1, 0, n)];
  const sum = Number(run("sumOfSquares", a, b));
  const exact = (n * (2 * n - 1)) / (3 * (n - 1));
  t.ok(Math.abs(sum - exact) <= 1e-12 * exact, `the sum is ${sum}, exactly ${exact}`);
  const program = programs["sumOfSquares"];
  if (program === undefined) throw new Error("sumOfSquares was not compiled");
  const loops = program.inspect("loops");
  t.equal(loops.match(/parfor/g)?.length, 1, "one parallel loop");
  t.notMatch(loops, /alloc/, "no array is allocated");
  const report = program.parallelDiagnostics({ level: 4, format: "json" });
  t.equal(report.regions.length, 1, "one region");
  t.ok(
    report.loops.every((loop) => loop.vectorWidth !== null && loop.vectorWidth >= 2),
    "every loop works on vectors",
  );
  t.match(program.inspect("llvm"), /weft_parallel_reduce/, "its blocks are shared among the threads");
});

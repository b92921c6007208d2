// Results of 1 MB and more are written past the caches here; by default that is the size of the last cache.
import process, { arch } from "node:process";
import t from "tap";
import { compile } from "../../runtime/library.js";
import { NDArray } from "../../runtime/ndarray.js";
import { np } from "../../runtime/np.js";
import { restoreThreads } from "../restore-threads.js";

process.env["WEFT_PAST_CACHES"] = "1M";
const native = restoreThreads(t);
t.setTimeout(300_000);

const LEAST = 2 ** 20;
const PADDING = 64;

const programs = compile(`
function squares(a, c) { c[":"] = a * a + 1; return c.size; }
function twice(a, c, d) { for (const i of prange(a.size)) { c[i] = a[i] + 1; d[i] = a[i] * a[i]; } return c.size; }
function rows(a, g) { return a * 2 + g; }
function update(a) { a += 1; return a.size; }
function taken(a, at, c) { for (const i of prange(at.size)) c[i] = a[at[i]]; return c.size; }
function grid(a, c) { for (const i of prange(a.shape[0])) for (const j of range(a.shape[1])) c[i, j] = a[i, j] - 3; return c.size; }
`);

function program(name: string) {
  const found = programs[name];
  if (found === undefined) throw new Error(`There is no ${name}`);
  return found;
}

/** Elements that all dtypes and their squares have exactly. */
const element = (k: number): number => (k * 7) % 11;

function sequence(length: number, dtype: "float64" | "float32" | "int32" | "uint8"): NDArray {
  const array = np.zeros([length], dtype);
  for (let k = 0; k < length; k++) array.data[k] = element(k);
  return array;
}

/** What is wrong in a target of `length` elements from `offset` on, with zeros around it; null where nothing is. */
function firstWrong(
  { data }: NDArray,
  offset: number,
  length: number,
  wanted: (k: number) => number,
): string | null {
  for (let at = 0; at < data.length; at++) {
    const k = at - offset;
    const right = k >= 0 && k < length ? wanted(k) : 0;
    if (Number(data[at]) !== right) return `element ${at} is ${String(data[at])}, not ${right}`;
  }
  return null;
}

/** A view of a part. */
const slice = (array: NDArray, offset: number, length: number): NDArray =>
  array.slice(`${offset}:${offset + length}`);

const THREADS = [1, 2, 7];

for (const dtype of ["float64", "float32", "int32", "uint8"] as const) {
  t.test(`${dtype} on any number of threads, wherever a target begins and ends`, async (t) => {
    const squares = program("squares");
    const { BYTES_PER_ELEMENT: size } = np.zeros([1], dtype).data;
    const least = LEAST / size;
    for (const length of [least - 1, least, least + 1, 4 * least + 77])
      for (const offset of [0, 1, 5, 16]) {
        const a = sequence(length, dtype);
        for (const threads of THREADS) {
          native.setNumThreads(threads);
          const target = np.zeros([length + PADDING], dtype);
          squares(a, slice(target, offset, length));
          const wrong = firstWrong(target, offset, length, (k) => element(k) ** 2 + 1);
          t.equal(wrong, null, `${length} from ${offset} on, ${threads} threads`);
        }
      }
  });
}

t.test("two targets that begin at different places of a line", async (t) => {
  const length = 300_001;
  const a = sequence(length, "float64");
  for (const [first, second, dtype] of [
    [3, 3, "float64"],
    [3, 4, "float64"],
    [0, 0, "float32"],
    [2, 9, "float32"],
  ] as const) {
    const c = np.zeros([length + PADDING]);
    const d = np.zeros([length + PADDING], dtype);
    program("twice")(a, slice(c, first, length), slice(d, second, length));
    t.equal(
      firstWrong(c, first, length, (k) => element(k) + 1),
      null,
    );
    t.equal(
      firstWrong(d, second, length, (k) => element(k) ** 2),
      null,
    );
  }
});

t.test("rows that begin anywhere in a line", async (t) => {
  for (const columns of [16, 1000, 1001, 9000, 40_007]) {
    const height = Math.ceil((2 * LEAST) / (8 * columns));
    const a = sequence(height * columns, "float64").reshape(height, columns);
    const g = sequence(columns, "float64");
    for (const threads of THREADS) {
      native.setNumThreads(threads);
      const sums = program("rows")(a, g);
      const wanted = np.add(np.multiply(a, 2), g);
      t.ok(sums instanceof NDArray && np.arrayEqual(sums, wanted), `${columns} columns, ${threads} threads`);
      const target = np.zeros([height * columns + PADDING]);
      program("grid")(a, slice(target, 3, height * columns).reshape(height, columns));
      t.equal(
        firstWrong(target, 3, height * columns, (k) => element(k) - 3),
        null,
        `${columns} columns from 3 on, ${threads} threads`,
      );
    }
  }
});

t.test("only loops that do not read what they write get a version for it", async (t) => {
  const code = (name: string): string => program(name).inspect("llvm");
  program("update")(sequence(10, "float64"));
  t.match(code("squares"), /store <\d+ x \w+> .* !nontemporal/);
  if (arch === "x64") t.match(code("squares"), /call void @llvm\.x86\.sse\.sfence/);
  t.notMatch(code("update"), /nontemporal/);
  t.notMatch(code("squares"), /call void @weft\.past_caches/, "the marker is gone");
});

t.test("the report says which loops did so", async (t) => {
  const { f } = compile("function f(a) { return a * 3 - 1; }");
  if (f === undefined) throw new Error("f is missing");
  f(sequence(1000, "float64"));
  t.notMatch(f.parallelDiagnostics({ format: "text" }).toString(), /writes past the caches/);
  f(sequence(LEAST / 8, "float64"));
  t.match(f.parallelDiagnostics({ format: "text" }).toString(), /elementwise.*; writes past the caches/);
});

t.test("a loop that fails midway", async (t) => {
  const length = 400_000;
  const a = sequence(length, "float64");
  const at = np.zeros([length], "int32");
  for (let k = 0; k < length; k++) at.data[k] = length - 1 - k;
  const taken = program("taken");
  const c = np.zeros([length]);
  for (const threads of THREADS) {
    native.setNumThreads(threads);
    at.data[length >> 1] = length;
    t.throws(() => taken(a, at, c), /400000/);
    at.data[length >> 1] = 0;
    taken(a, at, c);
    const wrong = firstWrong(c, 0, length, (k) => element(k === length >> 1 ? 0 : length - 1 - k));
    t.equal(wrong, null, `${threads} threads`);
  }
});

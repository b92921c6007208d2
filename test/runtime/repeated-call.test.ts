import t from "tap";
import { compile, np } from "../../runtime/library.js";
import { NDArray } from "../../runtime/ndarray.js";
import { ParallelSession } from "../../runtime/parallel-session.js";
import { mapScope } from "../../runtime/scope.js";

const { scale, shift, count, next } = compile(`
function scale(a, x) { return (a * x).sum(); }
function shift(a, out, x) { out[":"] = a + x; }
function next(a, k) { return a + k; }
function count(a, n: int32) { return a.sum() * n; }
`);

t.test("calls with the same arrays take their new numbers, and other arrays after them", async (t) => {
  const a = np.array([1, 2, 3]);
  const b = np.array([10, 20, 30, 40]);
  for (const [array, x, expected] of [
    [a, 1, 6],
    [a, 2, 12],
    [b, 2, 200],
    [a, 3, 18],
    [a, -1.5, -9],
  ] as const)
    t.equal(scale?.(array, x), expected);
  t.equal(scale?.(a, true), 6, "a boolean in place of the number is another program");
  t.equal(scale?.(a, 2), 12);
});

t.test("each result is the argument of the next call", async (t) => {
  let x: unknown = np.array([1, 2, 3]);
  for (let k = 0; k < 20; k++) x = next?.(x, k);
  t.equal(String(x), "[191. 192. 193.]");
  const [a, b, c] = [next?.(x, 0), next?.(x, 1), next?.(x, 2)];
  t.same(
    [a, b, c, a].map((each) => scale?.(each, 1)),
    [576, 579, 582, 576],
    "of the same layout, by turns",
  );
  const rows = np.array([[1, 2, 3]]);
  t.equal(scale?.(rows, 2), 12, "an array of other axes");
  t.equal(scale?.(np.array([1, 2, 3], "float32"), 1), 6, "and of another dtype");
});

t.test("results that overlap are told from those that do not", async (t) => {
  const x = next?.(np.array([1, 2, 3]), 0);
  const y = next?.(x, 1);
  shift?.(x, y, 10);
  t.equal(String(y), "[11. 12. 13.]");
  shift?.(y, x, 10);
  t.equal(String(x), "[21. 22. 23.]");
  shift?.(x, x, 1);
  t.equal(String(x), "[22. 23. 24.]");
});

t.test("a result whose memory was given back is refused in place of another", async (t) => {
  const x = next?.(np.array([1, 2, 3]), 0);
  const y = next?.(x, 1);
  t.equal(scale?.(x, 1), 6);
  if (!(y instanceof NDArray)) throw new TypeError("Not an array");
  y[Symbol.dispose]();
  t.throws(() => scale?.(y, 1), /given back/);
  t.equal(scale?.(x, 1), 6);
});

t.test("calls with the same arrays see what has been written to them", async (t) => {
  const a = np.array([1, 2]);
  const out = np.zeros([2]);
  for (const x of [1, 5]) {
    shift?.(a, out, x);
    t.same(out.toArray(), [1 + x, 2 + x]);
  }
  a.set(0, 100);
  shift?.(a, out, 1);
  t.same(out.toArray(), [101, 3]);
  // Arrays that overlap have a kernel of their own.
  shift?.(out.slice("0:1"), out.slice("1:2"), 7);
  t.same(out.toArray(), [101, 108]);
});

t.test("a number that does not fit is refused in repeated calls too", async (t) => {
  const a = np.array([1, 2]);
  t.equal(count?.(a, 2), 6);
  t.equal(count?.(a, 3), 9);
  t.throws(() => count?.(a, 0.5), /not a whole number/);
  t.equal(count?.(a, 4), 12);
});

t.test("memory that was transferred between two calls is refused", async (t) => {
  const buffer = new ArrayBuffer(24);
  const a = np.asarray(new Float64Array(buffer));
  t.equal(scale?.(a, 1), 0);
  t.equal(scale?.(a, 1), 0);
  structuredClone(buffer, { transfer: [buffer] });
  t.throws(() => scale?.(a, 1), /transferred or shrunk/);
});

t.test("a timeline between two calls leaves them their arguments", async (t) => {
  const a = np.array([1, 2, 3]);
  const b = np.array([4, 5, 6]);
  t.equal(scale?.(a, 1), 6);
  t.equal(scale?.timeline(b, 2).result, 30);
  t.equal(scale?.(a, 1), 6);
});

t.test("a call from within the receiver of its lines takes nothing from the call that printed", async (t) => {
  const values = new Map<string, unknown>();
  const nested: unknown[] = [];
  let isNested = false;
  const call = (array: unknown): unknown => {
    const say = values.get("say");
    return typeof say === "function" ? say(array) : undefined;
  };
  const session = new ParallelSession({
    scope: mapScope(values),
    log: () => {
      if (isNested) return;
      isNested = true;
      nested.push(call(np.array([5, 6, 7])));
    },
  });
  session.runCell("%%parallel\nfunction say(a) { console.log(a.sum()); return a * 2; }");
  const a = np.array([1, 2]);
  t.equal(String(call(a)), "[2. 4.]");
  t.equal(String(nested[0]), "[10. 12. 14.]");
  t.equal(String(call(a)), "[2. 4.]");
});

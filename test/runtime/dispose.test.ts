import t from "tap";
import { compile, np } from "../../runtime/library.js";
import { loadNative } from "../../runtime/native.js";
import { NDArray } from "../../runtime/ndarray.js";
import { liveMemory } from "../live-memory.js";

const { double, itself, both, slow } = compile(`
function double(a) { return a + a; }
function itself(a) { return a; }
function both(a) { const b = a + 1; return [b, b["1:"]]; }
function slow(a) {
  let s = 0.0;
  for (const k of range(2000)) s += (sqrt(a) + k).sum();
  return s;
}
`);

function arrayOf(value: unknown): NDArray {
  if (!(value instanceof NDArray)) throw new TypeError("Not an array");
  return value;
}
const live = (): number => loadNative().memoryStats().liveBytes;
const length = 100_000;
const a = np.ones([length]);

t.test("a result gives its memory back where it is disposed of", async (t) => {
  const { liveBytes: before } = await liveMemory();
  for (let i = 0; i < 5; i++) {
    const result = arrayOf(double?.(a));
    t.equal(live() - before, 8 * length);
    t.equal(result.at(length - 1), 2);
    result[Symbol.dispose]();
    t.equal(live(), before);
    result[Symbol.dispose]();
    t.equal(live(), before, "a second time nothing happens");
  }
});

t.test("an array without memory, and its views, are errors wherever they are used", async (t) => {
  const result = arrayOf(double?.(a));
  const view = result.slice("1:10");
  result[Symbol.dispose]();
  const gone = { name: "TypeError", message: /given back where `using` ended/ };
  for (const array of [result, view]) {
    t.throws(() => array.at(0), gone);
    t.throws(() => array.set(0, 1), gone);
    t.throws(() => array.toArray(), gone);
    t.throws(() => String(array), gone);
    t.throws(() => double?.(array), gone);
  }
  const complex = arrayOf(double?.(np.ones([length], "complex128")));
  complex[Symbol.dispose]();
  t.throws(() => complex.at(0), gone);
});

t.test("only who owns memory gives it back", async (t) => {
  const input = np.ones([4]);
  arrayOf(itself?.(input))[Symbol.dispose]();
  t.same(input.toArray(), [1, 1, 1, 1], "an argument is no result");
  const result = arrayOf(double?.(input));
  result.slice("1:3")[Symbol.dispose]();
  arrayOf(itself?.(result.slice("1:3")))[Symbol.dispose]();
  t.same(result.toArray(), [2, 2, 2, 2], "a view owns nothing");
  const pair: unknown = both?.(input);
  const [whole, part] = Array.isArray(pair) ? pair.map(arrayOf) : [];
  part?.[Symbol.dispose]();
  t.same(whole?.toArray(), [2, 2, 2, 2], "nor does a second result in the same memory");
});

t.test("what an asynchronous call works on stays until it ends", async (t) => {
  const result = arrayOf(double?.(a));
  const pending = slow?.async(result);
  result[Symbol.dispose]();
  t.equal(result.at(0), 2);
  t.ok(Math.abs(Number(await pending) - 2000 * length * (Math.SQRT2 + 999.5)) < 1e-3 * 2000 * length);
  result[Symbol.dispose]();
  t.throws(() => result.at(0), /given back/);
});

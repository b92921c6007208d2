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

const { scaled, zeroed, withTemporary, failing, asSingle } = compile(`
function scaled(a, factor) { return a * factor; }
function zeroed(n) { return zeros(n); }
function withTemporary(a) {
  const b = a + 1;
  for (const i of range(a.size)) b[i] = b[a.size - 1 - i] * 2;
  return b["::-1"] * b;
}
function failing(a, at) {
  const b = a + 1;
  b[at] = 0;
  return b;
}
function asSingle(a) { return float32(a); }
`);
const small = np.ones([64]);

/** A result whose memory was given back before, so that it has its memory from a call before. */
function recycled(make: () => unknown): NDArray {
  for (let round = 0; round < 3; round++) arrayOf(make())[Symbol.dispose]();
  return arrayOf(make());
}

t.test("a small result takes the memory of the one before over", async (t) => {
  const first = recycled(() => scaled?.(small, 2));
  const { address } = first;
  t.same(first.toArray(), Array(64).fill(2));
  first[Symbol.dispose]();
  const second = arrayOf(scaled?.(small, 3));
  t.equal(second.address, address);
  t.same(second.toArray(), Array(64).fill(3));
  t.throws(() => first.at(0), /given back/);
  t.throws(() => double?.(first), /given back/);
  t.equal(first.data.length, 0);
  first[Symbol.dispose]();
  t.same(second.toArray(), Array(64).fill(3), "once only");
});

t.test("small results that live at once have memory of their own", async (t) => {
  for (let round = 0; round < 5; round++) {
    const results = [1, 2, 3].map((factor) => arrayOf(scaled?.(small, factor)));
    t.equal(new Set(results.map(({ address }) => address)).size, 3);
    for (const [k, result] of results.entries()) t.same(result.toArray(), Array(64).fill(k + 1));
    for (const result of results) result[Symbol.dispose]();
  }
});

t.test("what has the elements of a small result loses them, and sees no other's", async (t) => {
  const result = recycled(() => scaled?.(small, 2));
  const { data } = result;
  const part = result.slice("2:5");
  result[Symbol.dispose]();
  t.equal(data.length, 0);
  t.throws(() => part.at(0), /given back/);
  const next = recycled(() => scaled?.(small, 3));
  const view = next.slice("2:5");
  next[Symbol.dispose]();
  const other = arrayOf(scaled?.(small, 4));
  t.throws(() => view.at(0), /given back/);
  t.same(other.toArray(), Array(64).fill(4));
});

t.test("small results are cloned, sent and written as others", async (t) => {
  const result = recycled(() => scaled?.(small, 2));
  const clone = structuredClone(result);
  t.same(Object.keys(clone).toSorted(), Object.keys(small).toSorted());
  result[Symbol.dispose]();
  t.equal(clone.data[63], 2);
  t.same(np.asArray(clone).toArray(), Array(64).fill(2));
});

t.test("an asynchronous call keeps a small result", async (t) => {
  const result = recycled(() => scaled?.(small, 2));
  const pending = slow?.async(result);
  result[Symbol.dispose]();
  t.equal(result.at(0), 2);
  await pending;
  result[Symbol.dispose]();
  t.throws(() => result.at(0), /given back/);
});

t.test("memory that was taken over is cleared, and of another dtype where the result is", async (t) => {
  recycled(() => scaled?.(small, 7))[Symbol.dispose]();
  t.same(recycled(() => zeroed?.(64)).toArray(), Array(64).fill(0));
  recycled(() => scaled?.(small, 7))[Symbol.dispose]();
  const single = recycled(() => asSingle?.(np.full([128], 1.5)));
  t.equal(single.dtype, "float32");
  t.same(single.toArray(), Array(128).fill(1.5));
});

t.test("kernels give back what they take for a while, also where they fail", async (t) => {
  const wanted = arrayOf(withTemporary?.(small)).toArray();
  for (let round = 0; round < 10; round++) {
    const result = recycled(() => withTemporary?.(small));
    t.same(result.toArray(), wanted);
    result[Symbol.dispose]();
    t.throws(() => failing?.(small, 64), RangeError);
  }
});

t.test("memory that waits for results is counted as cached, and freed where memory is trimmed", async (t) => {
  const native = loadNative();
  native.trimMemory();
  const before = await liveMemory();
  const cached = native.memoryStats().cachedBytes;
  for (let length = 64; length < 64 + 20; length++)
    recycled(() => scaled?.(np.ones([length]), 2))[Symbol.dispose]();
  t.same(await liveMemory(), before);
  t.ok(native.memoryStats().cachedBytes > cached);
  native.trimMemory();
  t.same(await liveMemory(), before);
  t.equal(native.memoryStats().cachedBytes, 0);
});

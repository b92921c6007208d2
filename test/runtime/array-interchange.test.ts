// Arrays as plain data: JSON, structuredClone, messages to workers, iteration, inspection.
import { once } from "node:events";
import { inspect } from "node:util";
import { Worker } from "node:worker_threads";
import t from "tap";
import { DTYPES } from "../../compiler/ir/dtype.js";
import { arrayEqual } from "../../runtime/array-equal.js";
import { Complex } from "../../runtime/complex.js";
import { NDArray } from "../../runtime/ndarray.js";
import { np } from "../../runtime/np.js";

const { NaN: nan, POSITIVE_INFINITY: inf } = Number;

const arrays: readonly NDArray[] = [
  ...DTYPES.map((dtype) => np.array([[0, 1, 2]]).astype(dtype)),
  np.array([-(2n ** 63n), 2n ** 63n - 1n, 5n], "int64"),
  np.array([2n ** 64n - 1n], "uint64"),
  np.array([nan, inf, -inf, 0.1]),
  np.array([new Complex(nan, -1), new Complex(0, inf)]),
  np.array(true),
  np.zeros([0, 3], "int16"),
  np.arange(12).reshape(3, 4).T.slice("::-2", "1:"),
];

t.test("JSON and back, of every dtype and layout", async (t) => {
  for (const array of arrays) {
    const text = JSON.stringify(array);
    t.ok(arrayEqual(np.array(JSON.parse(text)), array), text);
  }
  const zero = np.array(JSON.parse(JSON.stringify(np.array([-0]))));
  t.ok(Object.is(zero.get(0), -0), "the sign of zero");
  t.equal(
    JSON.stringify(np.array([nan, 1, new Complex(0, 1)])),
    '{"dtype":"complex128","shape":[3],"data":[{"re":"NaN","im":0},{"re":1,"im":0},{"re":0,"im":1}]}',
  );
  t.throws(
    () => np.array({ dtype: "int64", shape: [2], data: [1, "x"] }),
    new TypeError('"x" at [1] is no element of an array of dtype int64'),
  );
});

t.test("structuredClone keeps elements, dtype and layout", async (t) => {
  for (const array of arrays) t.ok(arrayEqual(np.asArray(structuredClone(array)), array), String(array));
  const copy = structuredClone(np.arange(3));
  const back = np.asArray(copy);
  back.set(0, 7);
  t.equal(copy.data[0], 7, "without another copy");
});

t.test("a worker takes arrays, and gives them back with their memory", async (t) => {
  const worker = new Worker(
    'const { parentPort } = require("node:worker_threads"); parentPort.once("message", (a) => { a.data[0] = 42; parentPort.postMessage(a, [a.data.buffer]); });',
    { eval: true },
  );
  const memory = new Float64Array([0, 1, 2, 3]);
  const sent = np.asarray(memory);
  worker.postMessage(sent, [memory.buffer]);
  const [received]: unknown[] = await once(worker, "message");
  t.ok(arrayEqual(np.asArray(received as NDArray), np.array([42, 1, 2, 3])));
  t.equal(sent.data.length, 0, "the memory has moved");
});

t.test("iteration, spreading, toArray", async (t) => {
  const a = np.arange(6).reshape(2, 3);
  t.same(
    Array.from(a, (row) => (row instanceof NDArray ? row.toArray() : row)),
    [
      [0, 1, 2],
      [3, 4, 5],
    ],
  );
  t.same([...np.array([1n, 2n ** 60n], "int64")], [1, 2n ** 60n]);
  t.same(a.toArray(), [
    [0, 1, 2],
    [3, 4, 5],
  ]);
  t.equal(np.array(2.5).toArray(), 2.5);
  t.throws(() => [...np.array(1)], /An array without axes can't be iterated: use item\(\)/);
});

t.test("inspection shows what NumPy shows", async (t) => {
  t.equal(inspect(np.array([1.5, 2])), "array([1.5, 2. ])");
  t.equal(
    inspect({ a: np.zeros([2, 2], "int8") }),
    "{\n  a: array([[0, 0],\n         [0, 0]], dtype=int8)\n}",
  );
});

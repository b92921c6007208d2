import { inspect } from "node:util";
import t from "tap";
import { arrayEqual } from "../../runtime/array-equal.js";
import { array } from "../../runtime/array-from.js";
import { Complex } from "../../runtime/complex.js";
import { NDArray } from "../../runtime/ndarray.js";
import { np } from "../../runtime/np.js";

t.test("an array knows its shape and memory", async (t) => {
  const a = np.zeros([2, 3, 4], "int16");
  t.match(a, { ndim: 3, size: 24, length: 2, itemsize: 2, nbytes: 48, offset: 0 });
  t.same(a.shape, [2, 3, 4]);
  t.same(a.strides, [12, 4, 1]);
  t.same(a.T.shape, [4, 3, 2]);
  t.same(a.T.strides, [1, 4, 12]);
  t.ok(a.isContiguous());
  t.notOk(a.T.isContiguous());
  t.throws(() => Object.assign(a.shape, [9]), TypeError, "the shape can't be changed");
});

t.test("elements are read and written by index", async (t) => {
  const a = np.arange(6).reshape(2, 3);
  t.equal(a.get(1, 2), 5);
  t.equal(a.get(-1, -3), 3);
  t.equal(a.item(4), 4);
  a.set(1, -1, 50);
  t.equal(a.get(1, 2), 50);
  t.throws(() => a.get(0, 3), new RangeError("Index 3 is out of bounds for axis 1 with length 3"));
  t.throws(() => a.get(-3, 0), new RangeError("Index -3 is out of bounds for axis 0 with length 2"));
  t.throws(() => a.get(0.5, 0), new RangeError("Index 0.5 for axis 0 is not a whole number"));
  t.throws(() => a.get(1), /1 indices for an array of shape \(2, 3\)/);
  t.throws(() => a.set(0, 3, 1), RangeError);
  t.throws(() => a.item(), /item\(\) needs an array of one element, this one has shape \(2, 3\)/);
});

t.test("views share their elements", async (t) => {
  const a = np.zeros([4, 4]);
  a.slice("1:-1", "1:-1").fill(1);
  a.T.slice(0).assign(np.array([9, 8, 7, 6]));
  t.same(a.toArray(), [
    [9, 0, 0, 0],
    [8, 1, 1, 0],
    [7, 1, 1, 0],
    [6, 0, 0, 0],
  ]);
  const copy = a.copy();
  copy.fill(5);
  t.equal(a.get(0, 0), 9, "a copy does not");
});

t.test("assign broadcasts, casts, and takes overlapping views", async (t) => {
  const a = np.zeros([2, 3], "uint8");
  a.assign(np.array([1.9, 300, Number.NaN]));
  t.same(a.toArray(), [
    [1, 255, 0],
    [1, 255, 0],
  ]);
  const b = np.arange(5);
  b.slice("1:").assign(b.slice(":-1"));
  t.same(b.toArray(), [0, 0, 1, 2, 3]);
  t.throws(
    () => Reflect.apply(a.assign, a, [[1, 2, 3]]),
    new TypeError("assign takes a scalar or an NDArray: give it np.asarray(values)"),
  );
  t.throws(
    () => a.assign(np.arange(4)),
    new RangeError("An array of shape (4,) can't be broadcast to (2, 3)"),
  );
});

t.test("stores convert as casts do", async (t) => {
  const store = (dtype: "int8" | "int32" | "uint64" | "int64" | "float32" | "bool", value: number | bigint) =>
    np.zeros(1, dtype).fill(value).item();
  t.equal(store("int8", 300), 127, "floats saturate");
  t.equal(store("int8", -1000.5), -128);
  t.equal(store("int8", 300n), 44, "integers keep their low bits");
  t.equal(store("int32", Number.NaN), 0);
  t.equal(store("int32", -1.9), -1);
  t.equal(store("int64", 1e30), 2n ** 63n - 1n);
  t.equal(store("uint64", -5), 0);
  t.equal(store("uint64", -1n), 2n ** 64n - 1n);
  t.equal(store("float32", 1e40), Number.POSITIVE_INFINITY);
  t.equal(store("bool", Number.NaN), true);
});

t.test("64-bit integers are numbers where that is exact, else bigints", async (t) => {
  const a = np.array([2n ** 53n - 1n, 2n ** 53n, -(2n ** 53n)]);
  t.same(a.toArray(), [2 ** 53 - 1, 2n ** 53n, -(2n ** 53n)]);
  t.equal(np.array([2n ** 63n]).dtype, "uint64");
  t.throws(() => np.array([2n ** 64n]), new RangeError("18446744073709551616n doesn't fit into 64 bits"));
});

t.test("complex elements", async (t) => {
  const a = np.array([new Complex(1, -2), 3]);
  t.equal(a.dtype, "complex128");
  t.same(a.get(0), new Complex(1, -2));
  t.same(a.astype("complex64").slice("::-1").toArray(), [new Complex(3), new Complex(1, -2)]);
  t.same(a.astype("float64").toArray(), [1, 3], "the real part");
  t.same(
    np
      .array([new Complex(0, 1), 0])
      .astype("bool")
      .toArray(),
    [true, false],
  );
  t.equal(String(new Complex(1, -2)), "(1-2j)");
});

t.test("map, iteration, JSON and text", async (t) => {
  const a = np.arange(4).reshape(2, 2);
  t.same(a.T.map((x, i) => x * 10 + i).toArray(), [
    [0, 21],
    [12, 33],
  ]);
  t.equal(a.map((x) => x > 1, "bool").dtype, "bool");
  t.same(
    [...a].map((row) => (row instanceof NDArray ? row.toArray() : row)),
    [
      [0, 1],
      [2, 3],
    ],
  );
  t.same([...np.array([1n, 2n])], [1, 2]);
  t.throws(() => [...np.array(1)], /can't be iterated/);
  t.same(JSON.parse(JSON.stringify(np.array([1, Number.NaN]))), {
    dtype: "float64",
    shape: [2],
    data: [1, "NaN"],
  });
  t.equal(`${a}`, "[[0. 1.]\n [2. 3.]]");
  t.equal(inspect({ a: np.array([1, 2], "uint8") }), "{ a: array([1, 2], dtype=uint8) }");
});

t.test("array takes nested lists, typed arrays and the arrays of other libraries", async (t) => {
  t.equal(array([1, 2]).dtype, "float64");
  t.equal(array([true, false]).dtype, "bool");
  t.equal(array([1n]).dtype, "int64");
  t.equal(array([1n, 2.5]).dtype, "float64");
  t.same(array([[1], [2]]).shape, [2, 1]);
  t.same(array([new Float32Array([1, 2]), np.array([3, 4], "float32")]).toArray(), [
    [1, 2],
    [3, 4],
  ]);
  t.equal(array(new Float32Array(2)).dtype, "float32");
  t.equal(array(Buffer.from([7])).data.constructor, Uint8Array);
  const foreign = { data: new Float64Array([0, 1, 2, 3, 4, 5]), shape: [2, 2], stride: [1, 2], offset: 1 };
  t.same(array(foreign).toArray(), [
    [1, 3],
    [2, 4],
  ]);
  t.equal(np.asArray(foreign).data, foreign.data, "asArray does not copy");
  t.same(array(new Set([3, 4])).toArray(), [3, 4]);
  t.same(array([[], []]).shape, [2, 0]);
  t.throws(
    () => array([[1, 2], [3]]),
    new RangeError("Nested lists must have equal lengths: [1] has shape (1,), [0] has (2,)"),
  );
  t.throws(
    () => Reflect.apply(array, undefined, [[1, "2"]]),
    new TypeError('"2" at [1] is no element of an array'),
  );
  t.throws(() => Reflect.apply(array, undefined, [[1], "int"]), /Unknown dtype int: use one of bool, int8/);
});

t.test("no layout leaves its buffer", async (t) => {
  const data = new Float64Array(6);
  t.throws(() => new NDArray("float64", data, [7]), RangeError);
  t.throws(() => new NDArray("float64", data, [2, 3], [3, 1], 1), RangeError);
  t.throws(() => new NDArray("float64", data, [2], [-1], 0), RangeError);
  t.throws(() => new NDArray("complex128", data, [4]), RangeError);
  t.throws(
    () => new NDArray("float32", data, [2]),
    new TypeError("A Float64Array can't hold elements of dtype float32"),
  );
  t.throws(
    () => new NDArray("float64", data, [-1]),
    new RangeError("Length -1 of axis 0 is not a whole number of 0 or more"),
  );
  t.same(new NDArray("float64", data, [3], [-2], 4).shape, [3]);
});

t.test("np knows NumPy's spellings", async (t) => {
  t.equal(np.zeros_like, np.zerosLike);
  t.equal(np.expand_dims, np.expandDims);
  t.same(np.zeros_like(np.array([1, 2], "int8")).dtype, "int8");
  t.equal(np.zeros(2, np.uint16).dtype, "uint16", "a cast stands for its dtype");
  t.equal(np.uint8(300.7), 255);
  t.same(np.float32([0.1]).toArray(), [Math.fround(0.1)]);
  t.same(np.fromFunction([2, 3], (i, j) => i * 10 + j).toArray(), [
    [0, 1, 2],
    [10, 11, 12],
  ]);
  t.throws(() => np.zeros(2.5), new RangeError("Length 2.5 of axis 0 is not a whole number of 0 or more"));
  t.throws(() => np.arange(0, 1, 0), new RangeError("The step of arange is zero"));
});

t.test("arrays join and stack", async (t) => {
  const a = np.array([[1, 2]]);
  const b = np.array([[3, 4]], "int8");
  t.same(np.concatenate([a, b]).toArray(), [
    [1, 2],
    [3, 4],
  ]);
  t.same(np.concatenate([a, b], 1).toArray(), [[1, 2, 3, 4]]);
  t.equal(np.concatenate([b, b]).dtype, "int8");
  t.same(np.stack([a, b], -1).shape, [1, 2, 2]);
  t.throws(() => np.concatenate([a, np.zeros([2, 3])], 0), /shapes \(1, 2\) and \(2, 3\)/);
  t.same(
    np.vstack([
      [1, 2],
      [3, 4],
    ]).shape,
    [2, 2],
  );
  t.same(np.hstack([[1, 2], [3]]).toArray(), [1, 2, 3]);
  t.same(np.hstack([a, a]).shape, [1, 4]);
  t.same(
    np.arraySplit(np.arange(5), 3).map((part) => part.toArray()),
    [[0, 1], [2, 3], [4]],
  );
  t.equal(np.split(a, 2, 1)[1]?.data, a.data, "parts are views");
  t.throws(() => np.split(np.arange(5), 2), /can't be split into 2 equal parts: use arraySplit/);
  const [x, y] = np.meshgrid([1, 2, 3], [4, 5]);
  t.same(
    [x.toArray(), y.get(1, 0), y.shape],
    [
      [
        [1, 2, 3],
        [1, 2, 3],
      ],
      5,
      [2, 3],
    ],
  );
  t.throws(() => np.squeeze(a, 1), /can't be squeezed/);
  t.throws(() => np.transpose(a, [0, 0]), /are no order/);
});

t.test("equality looks at dtype, shape and elements", async (t) => {
  const a = np.array([1, Number.NaN]);
  t.ok(arrayEqual(a, a.copy()));
  t.notOk(arrayEqual(a, a.astype("float32")));
  t.notOk(arrayEqual(a, a.reshape(1, 2)));
  t.notOk(arrayEqual(a, np.array([1, 2])));
});

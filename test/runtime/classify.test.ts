import t from "tap";
import { classify, wrapTypedArray } from "../../runtime/classify.js";
import { Complex } from "../../runtime/complex.js";
import { matchesInput } from "../../runtime/match-input.js";
import { NDArray } from "../../runtime/ndarray.js";
import { typeText } from "../../runtime/signature-key.js";

const matrix = new NDArray("float64", new Float64Array(6), [2, 3]);
const samples: readonly (readonly [value: unknown, text: string])[] = [
  [1, "number"],
  [2.5, "number"],
  [true, "boolean"],
  [3n, "int64"],
  [undefined, "undefined"],
  [new Complex(1, 2), "complex128"],
  [matrix, "float64[:, ::1]"],
  [matrix.T, "float64[:, :]"],
  [matrix.slice(":", "::2"), "float64[:, :]"],
  [matrix.slice(0, 0, "newaxis").slice(0), "float64[]"],
  [new Float32Array(4), "float32[::1]"],
  [new Uint8ClampedArray(4), "uint8[::1]"],
  [new NDArray("bool", new Uint8Array(2), [2]), "bool[::1]"],
  [new NDArray("float64", new Float64Array(4), [0, 2], [9, 7]), "float64[:, ::1]"],
  ["text", "a string"],
  [null, "null"],
  [[1, 2], "a JavaScript array (make an NDArray of it with np.array)"],
  [new Map(), "a Map (make an object of it with Object.fromEntries)"],
  [{}, "{}"],
  [
    { rate: 1, inner: { a: matrix, isOn: true }, name: "x" },
    "{ rate: number, inner: { a: float64[:, ::1], isOn: boolean }, name: a string }",
  ],
  [
    { rate: 1, inner: { a: matrix, isOn: true } },
    "{ rate: number, inner: { a: float64[:, ::1], isOn: boolean } }",
  ],
  [{ name: "x" }, "an object without numbers and arrays"],
  [Math, "an object"],
  [Math.sin, "an ordinary JavaScript function (declare it in a %%parallel cell)"],
];

t.test("values have the type that signatures show", async (t) => {
  for (const [value, text] of samples) t.equal(typeText(classify(value)), text);
});

t.test("matching agrees with classifying", async (t) => {
  for (const [value] of samples) {
    const type = classify(value);
    for (const [other, text] of samples) {
      const same = JSON.stringify(classify(other)) === JSON.stringify(type) && type.kind !== "unsupported";
      t.equal(matchesInput(type, wrapTypedArray(other)), same, `${typeText(type)} and ${text}`);
    }
  }
});

t.test("axes of length 1 are a variant of a signature", async (t) => {
  const column = classify(new NDArray("float64", new Float64Array(3), [3, 1]));
  t.match(column, { unitAxes: [false, true], layout: "C" });
  t.notOk(matchesInput(column, matrix));
  t.equal(typeText(column), typeText(classify(matrix)));
});

t.test("a typed array is wrapped without a copy", async (t) => {
  const data = Float64Array.of(1, 2, 3).subarray(1);
  const wrapped = wrapTypedArray(data);
  t.ok(wrapped instanceof NDArray);
  data[0] = 9;
  t.same(wrapped instanceof NDArray && wrapped.toArray(), [9, 3]);
  t.equal(wrapTypedArray("text"), "text");
});

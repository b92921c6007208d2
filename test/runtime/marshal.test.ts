import t from "tap";
import { argumentLayouts, resultLayouts, type SlotLayouts } from "../../compiler/backend/abi.js";
import type { ResultTemplate } from "../../compiler/frontend/signature.js";
import type { DType } from "../../compiler/ir/dtype.js";
import { asValueId } from "../../compiler/ir/ids.js";
import type { ValueType } from "../../compiler/ir/types.js";
import { addressOfBuffer } from "../../runtime/buffer-address.js";
import { Complex } from "../../runtime/complex.js";
import { planArguments, putArguments } from "../../runtime/marshal-arguments.js";
import { planResults, takeResult } from "../../runtime/marshal-results.js";
import { NDArray } from "../../runtime/ndarray.js";
import { makeSlots, putInteger, type Slots, takeInteger, takeSmall } from "../../runtime/slots.js";

const scalar = (dtype: DType): ValueType => ({ kind: "scalar", dtype });
const array = (dtype: DType, ndim: number): ValueType => ({
  kind: "array",
  dtype,
  shape: new Array<ReturnType<typeof asValueId>>(ndim).fill(asValueId(0)),
  strides: new Array<ReturnType<typeof asValueId>>(ndim).fill(asValueId(0)),
});

function put(types: readonly ValueType[], values: readonly unknown[], written = false): Slots {
  const layouts = argumentLayouts(types);
  const parameters = types.map((_, index) => ({ name: `p${index}`, value: asValueId(index), written }));
  const slots = makeSlots(layouts.count);
  putArguments(planArguments(parameters, layouts), values, slots);
  return slots;
}

const noContext = {
  native: {
    adoptAs: (): never => {
      throw new Error("There is nothing to adopt");
    },
    isInPlace: () => true,
    release: () => {},
  },
  makeFunction: () => null,
};

t.test("scalars take the form that the kernel ABI says", async (t) => {
  const types = (["float64", "float32", "bool", "int64", "uint8", "complex128"] as const).map(scalar);
  const slots = put(types, [0.1, 0.1, true, -(2n ** 63n), 255, new Complex(1, -2)]);
  t.equal(slots.floats[0], 0.1);
  t.equal(slots.floats[1], Math.fround(0.1));
  t.same([...slots.integers.subarray(2, 5)], [1n, -(2n ** 63n), 255n]);
  t.same([...slots.floats.subarray(5)], [1, -2]);
});

t.test("an annotated integer refuses what does not fit", async (t) => {
  t.throws(() => put([scalar("int64")], [2.5]), { name: "RangeError", message: /p0 is int64, and 2.5/ });
  t.throws(() => put([scalar("uint8")], [256]), { name: "RangeError", message: /holds 0 to 255, not 256/ });
  t.throws(() => put([scalar("int64")], [2n ** 63n]), { name: "RangeError", message: /int64/ });
});

t.test("an array is its address, shape and strides", async (t) => {
  const data = new Float32Array(20).subarray(2);
  const view = new NDArray("float32", data, [4, 3], [4, -1], 2);
  const slots = put([array("float32", 2)], [view]);
  t.equal(takeSmall(slots, 0), addressOfBuffer(data.buffer) + 4 * (2 + 2));
  t.same([...slots.integers.subarray(1)], [4n, 3n, 4n, -1n]);
});

t.test("an array whose buffer was transferred is refused", async (t) => {
  const buffer = new ArrayBuffer(800);
  const lost = new NDArray("float64", new Float64Array(buffer), [100]);
  structuredClone(buffer, { transfer: [buffer] });
  t.throws(() => put([array("float64", 1)], [lost]), { name: "TypeError", message: /p0 is gone/ });
});

t.test("a broadcast view can be read, and not be written", async (t) => {
  const rows = new NDArray("float64", new Float64Array(3), [2, 3], [0, 1]);
  const one = new NDArray("float64", new Float64Array(3), [1, 3], [0, 1]);
  t.same([...put([array("float64", 2)], [rows]).integers.subarray(3)], [0n, 1n]);
  t.doesNotThrow(() => put([array("float64", 2)], [one], true));
  t.throws(() => put([array("float64", 2)], [rows], true), {
    name: "RangeError",
    message: /p0 has the same elements again along axis 0.*p0\.copy\(\)/,
  });
});

function take(
  template: ResultTemplate,
  layouts: SlotLayouts,
  fill: (slots: Slots) => void,
  values: readonly unknown[] = [],
): unknown {
  const { plan, count } = planResults(template, layouts);
  const slots = makeSlots(count);
  fill(slots);
  return takeResult(plan, slots, values, noContext);
}

t.test("64-bit integers past 2^53 come back as bigint", async (t) => {
  const template = { kind: "scalar", dtype: "int64" } as const;
  const round = (value: bigint): unknown =>
    take(template, resultLayouts([scalar("int64")]), (slots) => {
      slots.integers[0] = value;
    });
  for (const value of [0n, -1n, 2n ** 53n, -(2n ** 53n), 2n ** 32n, -(2n ** 32n)]) {
    t.equal(round(value), Number(value));
  }
  for (const value of [2n ** 53n + 1n, -(2n ** 53n) - 1n, -(2n ** 63n), 2n ** 63n - 1n])
    t.equal(round(value), value);
  const unsigned = take({ kind: "scalar", dtype: "uint64" }, resultLayouts([scalar("uint64")]), (slots) => {
    slots.integers[0] = -1n;
  });
  t.equal(unsigned, 2n ** 64n - 1n);
});

t.test("tuples and objects take the leaves in order", async (t) => {
  const template: ResultTemplate = {
    kind: "tuple",
    items: [
      { kind: "scalar", dtype: "bool" },
      {
        kind: "object",
        fields: [
          ["x", { kind: "scalar", dtype: "float64" }],
          ["nothing", { kind: "undefined" }],
        ],
      },
      { kind: "scalar", dtype: "complex64" },
    ],
  };
  const layouts = resultLayouts([scalar("bool"), scalar("float64"), scalar("complex64")]);
  const result = take(template, layouts, (slots) => {
    slots.integers[0] = 1n;
    slots.floats.set([0.5, 3, 4], 1);
  });
  t.same(result, [true, { x: 0.5, nothing: undefined }, new Complex(3, 4)]);
});

t.test("an array in the memory of an argument is a view of it, or the argument itself", async (t) => {
  const argument = new NDArray(
    "float64",
    Float64Array.from({ length: 12 }, (_, i) => i),
    [3, 4],
  );
  const base = addressOfBuffer(argument.data.buffer);
  const returned = (address: number, shape: readonly number[], strides: readonly number[]): unknown =>
    take(
      { kind: "array", dtype: "float64", ndim: shape.length },
      resultLayouts([array("float64", shape.length)]),
      (slots) => {
        for (const [index, value] of [address, 0, ...shape, ...strides].entries())
          putInteger(slots, index, value);
      },
      [7, argument],
    );
  const column = returned(base + 8, [3], [4]);
  t.ok(column instanceof NDArray && column.data === argument.data);
  t.same(column instanceof NDArray && column.toArray(), [1, 5, 9]);
  t.equal(returned(base, [3, 4], [4, 1]), argument);
  t.throws(() => returned(8, [1], [1]), { name: "InternalError" });
});

t.test("slots hold every safe integer", async (t) => {
  const slots = makeSlots(1);
  for (const value of [0, -1, 2 ** 31, -(2 ** 31) - 1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER]) {
    putInteger(slots, 0, value);
    t.equal(slots.integers[0], BigInt(value));
    t.equal(takeInteger(slots, 0), value);
  }
});

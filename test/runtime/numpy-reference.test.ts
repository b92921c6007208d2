import { readFileSync } from "node:fs";
import t, { type Test } from "tap";
import { arrayEqual } from "../../runtime/array-equal.js";
import * as creation from "../../runtime/eager/creation.js";
import * as join from "../../runtime/eager/join.js";
import * as shape from "../../runtime/eager/shape.js";
import type { NDArray } from "../../runtime/ndarray.js";
import { decodeArray, type EncodedArray } from "./encoded-array.js";

interface Reference {
  readonly slices: readonly {
    readonly shape: readonly number[];
    readonly specs: readonly string[];
    readonly expected: EncodedArray | null;
  }[];
  readonly reshapes: readonly {
    readonly shape: readonly number[];
    readonly specs: readonly string[];
    readonly transposed: boolean;
    readonly to: readonly number[];
    readonly expected: (EncodedArray & { readonly isView: boolean }) | null;
  }[];
  readonly casts: readonly { readonly from: EncodedArray; readonly expected: EncodedArray }[];
  readonly creation: readonly {
    readonly call: string;
    readonly on?: readonly number[];
    readonly args: readonly unknown[];
    readonly expected: EncodedArray;
  }[];
}

const fixture = new URL("../../../test/runtime/fixtures/arrays.json", import.meta.url);
const reference = JSON.parse(readFileSync(fixture, "utf8")) as Reference;

function ramp(lengths: readonly number[]): NDArray {
  return creation.arange(lengths.reduce((size, length) => size * length, 1)).reshape(lengths);
}

function checkEqual(t: Test, got: NDArray, expected: EncodedArray, label: string): void {
  const wanted = decodeArray(expected);
  if (arrayEqual(got, wanted)) t.pass(label);
  else t.equal(`${got.dtype} ${got.shape} ${got}`, `${wanted.dtype} ${wanted.shape} ${wanted}`, label);
}

t.test("slices are NumPy's", async (t) => {
  for (const { shape: lengths, specs, expected } of reference.slices) {
    const label = `(${lengths})[${specs.join(", ")}]`;
    const a = ramp(lengths);
    if (expected === null) {
      t.throws(() => a.slice(...specs), RangeError, label);
    } else {
      const view = a.slice(...specs);
      checkEqual(t, view, expected, label);
      t.equal(view.data, a.data, `${label} is a view`);
    }
  }
});

t.test("reshapes are NumPy's, and views where NumPy's are", async (t) => {
  for (const { shape: lengths, specs, transposed, to, expected } of reference.reshapes) {
    const label = `(${lengths})[${specs.join(", ")}]${transposed ? ".T" : ""} to (${to})`;
    const sliced = ramp(lengths).slice(...specs);
    const a = transposed ? sliced.T : sliced;
    if (expected === null) {
      t.throws(() => a.reshape(to), RangeError, label);
    } else {
      const b = a.reshape(to);
      checkEqual(t, b, expected, label);
      t.equal(b.data === a.data, expected.isView, `${label}: view`);
    }
  }
});

t.test("casts are NumPy's", async (t) => {
  for (const { from, expected } of reference.casts) {
    const source = decodeArray(from);
    const label = `${from.dtype} to ${expected.dtype}`;
    const wanted = decodeArray(expected);
    checkEqual(t, source.astype(wanted.dtype), expected, label);
    const strided = creation.zeros([source.size, 2], source.dtype).slice("::-1", 1).assign(source);
    checkEqual(t, strided.astype(wanted.dtype), expected, `${label}, strided`);
  }
});

t.test("creation and shape functions are NumPy's", async (t) => {
  const functions = new Map<string, unknown>(
    [creation, shape, join].flatMap((family) => Object.entries(family)),
  );
  for (const { call, on, args, expected } of reference.creation) {
    const f = functions.get(call);
    if (typeof f !== "function") throw new Error(`There is no function ${call}`);
    const label = `${call}(${JSON.stringify(args).slice(1, -1)})`;
    checkEqual(
      t,
      Reflect.apply(f, undefined, on === undefined ? args : [ramp(on), ...args]),
      expected,
      label,
    );
  }
});

// Quantiles, histograms, unique, nonzero and isclose against NumPy's: fixtures/make_statistics.py.
import { readFileSync } from "node:fs";
import t from "tap";
import { arrayEqual } from "../../runtime/array-equal.js";
import { asArray } from "../../runtime/array-from.js";
import * as closeness from "../../runtime/eager/closeness.js";
import * as counting from "../../runtime/eager/counting.js";
import * as orderStatistics from "../../runtime/eager/order-statistics.js";
import { NDArray } from "../../runtime/ndarray.js";
import { np } from "../../runtime/np.js";
import { decodeArray, type EncodedArray } from "./encoded-array.js";

interface Reference {
  readonly arrays: Readonly<Record<string, EncodedArray>>;
  readonly cases: readonly {
    /** A function, and a member of its result. */
    readonly call: string;
    /** Names of arrays, and values. */
    readonly args: readonly unknown[];
    readonly expected: EncodedArray;
  }[];
}

const fixture = new URL("../../../test/runtime/fixtures/statistics.json", import.meta.url);
const { arrays, cases } = JSON.parse(readFileSync(fixture, "utf8")) as Reference;
const functions = new Map<string, unknown>(
  [orderStatistics, counting, closeness].flatMap((family) => Object.entries(family)),
);

t.test("statistics are NumPy's", (t) => {
  for (const { call, args, expected } of cases) {
    const [name = "", member] = call.split(".");
    const f = functions.get(name);
    if (typeof f !== "function") throw new Error(`There is no function ${name}`);
    const given = args.map((value) => {
      const encoded = typeof value === "string" ? arrays[value] : undefined;
      return encoded === undefined ? value : decodeArray(encoded);
    });
    const result: unknown = Reflect.apply(f, undefined, given);
    const got = member === undefined ? result : Reflect.get(Object(result), member);
    const wanted = decodeArray(expected);
    const array = got instanceof NDArray ? got : asArray(got as number);
    const label = `${call}(${JSON.stringify(args).slice(1, -1)})`;
    if (arrayEqual(array, wanted)) t.pass(label);
    else
      t.equal(`${array.dtype} ${array.shape} ${array}`, `${wanted.dtype} ${wanted.shape} ${wanted}`, label);
  }
  t.end();
});

t.test("what they can't tell, they say", (t) => {
  t.throws(() => np.quantile([1, 2], 1.5), { message: "quantile takes shares from 0 to 1, not 1.5" });
  t.throws(() => np.percentile([1, 2], [50, -1]), {
    message: "percentile takes shares from 0 to 100, not -1",
  });
  t.throws(() => np.histogram([1, 2], 0), { message: "histogram needs one bin or more, not 0" });
  t.throws(() => np.histogram([1, 2], [3, 1]), /edges that increase/);
  t.throws(() => np.histogram([1, Number.NaN]), /no bins from NaN to NaN: give it a finite range/);
  t.equal(np.allclose([1, 2], [1, 2 + 1e-9]), true);
  t.equal(np.allclose([1, 2], [1, 2.1]), false);
  t.equal(np.allclose(1, 1 + 1e-12), true);
  t.ok(Number.isNaN(np.median([])));
  t.end();
});

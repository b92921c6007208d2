import { readFileSync } from "node:fs";
import t from "tap";
import { Complex } from "../../runtime/complex.js";
import { allocate, toDType } from "../../runtime/dtype.js";
import { type ScalarInput, writeElement } from "../../runtime/element.js";
import { NDArray } from "../../runtime/ndarray.js";
import { arrayRepr, arrayStr } from "../../runtime/print/array-text.js";
import type { PrintOptions } from "../../runtime/print/print-options.js";

interface PrintCase {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data: string;
  readonly options: Partial<PrintOptions>;
  readonly str: string;
  readonly repr: string;
}

const fixture = new URL("../../../test/runtime/fixtures/print.json", import.meta.url);
const cases = JSON.parse(readFileSync(fixture, "utf8")) as readonly PrintCase[];

const WORDS = new Map([
  ["inf", Number.POSITIVE_INFINITY],
  ["-inf", Number.NEGATIVE_INFINITY],
]);

function parseElement(word: string, dtype: string): ScalarInput {
  if (/^u?int64$/.test(dtype)) return BigInt(word);
  const [re = 0, im = 0] = word.split(",").map((part) => WORDS.get(part) ?? Number(part));
  return dtype.startsWith("complex") ? new Complex(re, im) : re;
}

function build({ dtype: name, shape, data }: PrintCase): NDArray {
  const dtype = toDType(name as "float64");
  const words = data === "" ? [] : data.split(" ");
  const memory = allocate(dtype, words.length);
  for (const [index, word] of words.entries()) writeElement(dtype, memory, index, parseElement(word, dtype));
  return new NDArray(dtype, memory, shape);
}

t.test("arrays print as NumPy prints them", async (t) => {
  t.ok(cases.length > 800, "the fixture is there");
  for (const printed of cases) {
    const array = build(printed);
    const label = `${printed.name}, ${printed.dtype}`;
    t.equal(arrayStr(array, printed.options), printed.str, `str of ${label}`);
    t.equal(arrayRepr(array, printed.options), printed.repr, `repr of ${label}`);
  }
});

t.test("views print their own elements", async (t) => {
  const base = new NDArray(
    "float64",
    Float64Array.from({ length: 6 }, (_, i) => i),
    [2, 3],
  );
  t.equal(String(base.T), "[[0. 3.]\n [1. 4.]\n [2. 5.]]");
  t.equal(arrayRepr(base.slice("::-1", 1)), "array([4., 1.])");
});

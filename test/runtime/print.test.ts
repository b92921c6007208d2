import { readFileSync } from "node:fs";
import t from "tap";
import { NDArray } from "../../runtime/ndarray.js";
import { np } from "../../runtime/np.js";
import { arrayRepr, arrayStr } from "../../runtime/print/array-text.js";
import type { PrintOptions } from "../../runtime/print/print-options.js";
import { decodeArray, type EncodedArray } from "./encoded-array.js";

interface PrintCase extends EncodedArray {
  readonly name: string;
  readonly options: Partial<PrintOptions>;
  readonly str: string;
  readonly repr: string;
}

const fixture = new URL("../../../test/runtime/fixtures/print.json", import.meta.url);
const cases = JSON.parse(readFileSync(fixture, "utf8")) as readonly PrintCase[];

t.test("arrays print as NumPy prints them", async (t) => {
  t.ok(cases.length > 800, "the fixture is there");
  for (const printed of cases) {
    const array = decodeArray(printed);
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

t.test("print options hold until others are set", async (t) => {
  np.setPrintoptions({ precision: 2 });
  t.teardown(() => np.set_printoptions({ precision: 8, suppress: false }));
  t.equal(String(np.array([1 / 3, 1e-5])), "[3.33e-01 1.00e-05]");
  np.set_printoptions({ suppress: true });
  t.equal(String(np.array([1 / 3, 1e-5])), "[0.33 0.  ]");
  t.equal(
    np.printoptions({ precision: 4 }, () => String(np.array([1 / 3]))),
    "[0.3333]",
  );
  t.match(np.get_printoptions(), { precision: 2, suppress: true, threshold: 1000 });
  t.throws(() => np.setPrintoptions({ precision: -1 }), /precision is -1, but it has to be a whole number/);
  t.throws(
    () => np.setPrintoptions(JSON.parse('{"width": 3}')),
    /no print option width: there are precision/,
  );
});

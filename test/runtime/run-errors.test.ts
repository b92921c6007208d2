import t from "tap";
import type { Site } from "../../compiler/ir/program.js";
import type { SourceText } from "../../compiler/source.js";
import { errorAtSite, ParallelInterrupt, ParallelMemoryError } from "../../runtime/run-errors.js";
import { makeSlots, type Slots } from "../../runtime/slots.js";

const source: SourceText = { name: "cell[3]", text: "function f(a) {\n  return a[7];\n}", firstLine: 1 };
const start = source.text.indexOf("a[7]");
const span = { source, start, end: start + 4 };

function slotsOf(...values: readonly bigint[]): Slots {
  const slots = makeSlots(values.length);
  slots.integers.set(values);
  return slots;
}

t.test("a failed access names index, axis, array and length, and shows the line", async (t) => {
  const error = errorAtSite({ kind: "bounds", span, array: "a" }, slotsOf(7n, 0n, 5n, 0n));
  t.ok(error instanceof RangeError);
  t.match(error.message, "Index 7 is out of bounds for axis 0 of a with length 5");
  t.match(error.message, "cell[3]:2:10");
  t.match(error.message, "> 2 |   return a[7];\n    |          ^^^^");
});

t.test("messages of the program get their values", async (t) => {
  const values = makeSlots(4);
  values.floats[0] = 2.5;
  values.integers[1] = -3n;
  const site: Site = {
    kind: "error",
    span,
    errorClass: "RangeError",
    message: "{0} is not a whole number of {1}, {2}",
    dtypes: ["float64", "int64"],
  };
  t.match(errorAtSite(site, values).message, "2.5 is not a whole number of -3, {2}\n\ncell[3]");
  for (const errorClass of ["RangeError", "Error", "ParallelRaceError", "ParallelTypeError"] as const) {
    t.equal(errorAtSite({ ...site, errorClass }, values).name, errorClass);
  }
});

t.test("a site that can't fail is a bug, and says so", async (t) => {
  t.equal(errorAtSite(undefined, slotsOf(0n, 0n, 0n, 0n)).name, "InternalError");
});

t.test("memory errors name sizes that people read", async (t) => {
  const error = new ParallelMemoryError(8e18, 3 * 2 ** 30);
  t.equal(error.name, "ParallelMemoryError");
  t.match(error.message, /6\.9 EiB.*3\.0 GiB/);
  t.match(new ParallelMemoryError(-1, 2 ** 30).message, /more than 2\^63 bytes/);
  t.match(new ParallelInterrupt("f").message, /f was interrupted/);
});

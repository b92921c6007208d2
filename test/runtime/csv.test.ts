import { join } from "node:path";
import t from "tap";
import { arrayEqual } from "../../runtime/array-equal.js";
import { parseCsv, readCsv } from "../../runtime/io/read-csv.js";
import { formatCsv, writeCsv } from "../../runtime/io/write-csv.js";
import { np } from "../../runtime/np.js";

const data = new URL("../../../notebooks/data/", import.meta.url);

t.test("the breast cancer samples", async (t) => {
  const { data: samples } = readCsv(new URL("breast_cancer.csv", data), { skipRows: 1, header: false });
  t.same(samples.shape, [569, 31]);
  t.same(samples.slice(0, ":3").toArray(), [17.99, 10.38, 122.8]);
  t.equal(samples.get(-1, 30), 1);
  t.throws(
    () => readCsv(new URL("breast_cancer.csv", data)),
    /breast_cancer\.csv, line 2 has 31 values, but line 1 has 4 \(skipRows leaves out lines before the header\)/,
  );
});

t.test("headers, delimiters, quotes, missing values", async (t) => {
  const table = parseCsv('\uFEFF"height, cm";weight\r\n 1.5 ;2\r\n\r\n;NaN\r\n-inf;1e3\r\n', {
    delimiter: ";",
  });
  t.same(table.columns, ["height, cm", "weight"]);
  t.same(table.data.toArray(), [
    [1.5, 2],
    [Number.NaN, Number.NaN],
    [Number.NEGATIVE_INFINITY, 1000],
  ]);
  t.same(parseCsv("1,2\n3,4").columns, ["0", "1"], "without a header");
  t.same(parseCsv('1,"2"\n"3",4').data.toArray(), [
    [1, 2],
    [3, 4],
  ]);
  t.same(parseCsv('"say ""hi""",b\n1,2').columns, ['say "hi"', "b"]);
  t.same(parseCsv("1,2\n3,4", { header: true }).data.shape, [1, 2]);
});

t.test("columns are chosen by name and place", async (t) => {
  const table = parseCsv("a,b,c\n1,x,3\n4,y,6", { columns: ["c", 0] });
  t.same(table.columns, ["c", "a"]);
  t.same(table.data.toArray(), [
    [3, 1],
    [6, 4],
  ]);
  t.same(parseCsv("1,2,3", { columns: [-1] }).data.toArray(), [[3]]);
  t.throws(
    () => parseCsv("a,b\n1,2", { columns: ["d"] }),
    new RangeError('The text has no column "d": its columns are a, b'),
  );
});

t.test("errors name line and column", async (t) => {
  t.throws(() => parseCsv("a,b\n1,2\n3,x"), new Error('The text, line 3, column 2 (b): "x" is no number'));
  t.throws(() => parseCsv("1,2\n\n3"), new Error("The text, line 3 has 1 values, but line 1 has 2"));
  t.throws(() => parseCsv("\n \n"), new Error("The text has no lines of values"));
});

t.test("what is written as CSV reads back the same", async (t) => {
  const { NaN: nan, POSITIVE_INFINITY } = Number;
  const table = np.array([
    [0.1, nan, 1e300],
    [-POSITIVE_INFINITY, 1 / 3, -0],
  ]);
  const path = join(t.testdir({}), "table.csv");
  writeCsv(path, table, { columns: ["x", 'say "y", please', "z"] });
  const read = readCsv(path);
  t.same(read.columns, ["x", 'say "y", please', "z"]);
  t.ok(arrayEqual(read.data, table));
  t.equal(formatCsv([1, 2.5]), "1\n2.5\n", "one column");
  t.equal(formatCsv(np.array([[2n ** 60n, 1n]]), { delimiter: ";" }), "1152921504606846976;1\n", "int64");
  t.equal(formatCsv([[true, false]]), "1,0\n", "booleans");
  t.throws(() => formatCsv([[1, 2]], { columns: ["a"] }), new RangeError("1 names were given for 2 columns"));
  t.throws(() => formatCsv(np.zeros([1, 1, 1])), /shape \(1, 1, 1\) is no table/);
  t.throws(
    () => formatCsv(np.zeros(1, "complex64")),
    /CSV has no complex64: write np\.real\(a\) and np\.imag\(a\)/,
  );
});

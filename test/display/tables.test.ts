import { inspect } from "node:util";
import { tableFromArrays } from "apache-arrow";
import t from "tap";
import { displayables } from "../../kernel/display/displayables.js";
import { describe } from "../../kernel/display/table/describe.js";
import { toMimeBundle } from "../../kernel/display/value.js";
import { parseCsv } from "../../runtime/io/read-csv.js";
import { np } from "../../runtime/np.js";

function show(value: unknown): Readonly<Record<string, string>> {
  const bundle = toMimeBundle(value);
  if (bundle === null || bundle instanceof Promise) throw new Error("A bundle was expected at once");
  return Object.fromEntries(Object.entries(bundle).map(([mime, content]) => [mime, String(content)]));
}

/** The texts of a table's cells, row by row; heads with their types. */
function cellsOf(html = ""): string[][] {
  return [...html.matchAll(/<tr>(.*?)<\/tr>/g)].map(([, row = ""]) =>
    [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/g)].map(([, cell = ""]) =>
      cell.replace("<small>", ":").replace("</small>", "").trim(),
    ),
  );
}

t.test("arrays of objects are tables, with text as ever", async (t) => {
  const rows = [
    { name: "Ada", age: 36, score: 1.5 },
    { name: "<b>Bob</b>", age: 7, born: new Date("1990-01-02"), score: null },
  ];
  const { "text/html": html, "text/plain": text } = show(rows);
  t.same(cellsOf(html), [
    ["", "name:text", "age:number", "score:number", "born:date"],
    ["0", "Ada", "36", "1.5", ""],
    ["1", "&lt;b&gt;Bob&lt;/b&gt;", "7", "", "1990-01-02"],
  ]);
  t.equal(text, inspect(rows));
  t.same(Object.keys(show([{ a: 1 }])), ["text/plain"], "a single object is no table");
  t.notMatch(show([{ a: 1 }, 2])["text/html"], /<table/);
});

t.test("what the readers of files give", async (t) => {
  const csv = parseCsv("a,b\n1,2.5\n3,4\n");
  t.same(cellsOf(show(csv)["text/html"]), [
    ["", "a:float64", "b:float64"],
    ["0", "1", "2.5"],
    ["1", "3", "4."],
  ]);
  t.same(cellsOf(show({ x: np.array([1n, 2n]), y: ["p", null] })["text/html"]), [
    ["", "x:int64", "y:text"],
    ["0", "1", "p"],
    ["1", "2", ""],
  ]);
  t.notMatch(show({ x: np.array([1, 2]), y: np.array([1]) })["text/html"], /<table/, "of different lengths");
});

t.test("tables of Arrow, and of libraries that give records", async (t) => {
  const arrow = tableFromArrays({ id: Int32Array.of(1, 2), half: Float64Array.of(0.5, 1) });
  t.same(cellsOf(show(arrow)["text/html"]), [
    ["", "id:Int32", "half:Float64"],
    ["0", "1", "0.5"],
    ["1", "2", "1."],
  ]);
  class Frame {
    toRecords() {
      return [{ a: 1 }, { a: 2 }];
    }
  }
  t.same(cellsOf(show(new Frame())["text/html"])[2], ["1", "2"]);
});

t.test("display.table takes more, and cuts", async (t) => {
  const map = show(
    displayables.table(
      new Map([
        ["x", { n: 1 }],
        ["y", { n: 2 }],
      ]),
    ),
  );
  t.equal(map["text/plain"], "2 rows × 2 columns\n   key  n\n0  x    1\n1  y    2");
  t.same(cellsOf(show(displayables.table([[1, "a"], [2]]))["text/html"])[1], ["0", "1", "a"]);
  const long = show(displayables.table(np.zeros([1e6, 40]), { title: "zeros", rows: 6 }));
  t.match(long["text/plain"], /^zeros: 1,000,000 rows × 40 columns\n/);
  t.same(
    cellsOf(long["text/html"]).map(([row]) => row),
    ["", "0", "1", "2", "3", "⋮", "999998", "999999"],
  );
  t.equal(cellsOf(long["text/html"])[0]?.length, 1 + 12 + 1 + 6);
  t.throws(() => displayables.table(5), /A table needs rows/);
  t.throws(() => displayables.table([1], { rows: 0 }), /rows is 0/);
});

t.test("descriptions", async (t) => {
  const one = show(describe(np.array([1, 2, 3, 4])));
  t.same(cellsOf(one["text/html"]), [
    ["", "count:", "mean:", "std:", "min:", "25 %:", "50 %:", "75 %:", "max:"],
    ["0", "4", "2.5", "1.290994", "1", "1.75", "2.5", "3.25", "4"],
  ]);
  const table = show(
    describe([
      { a: 1, b: "x" },
      { a: null, b: "y" },
      { a: 3, b: "z" },
    ]),
  );
  t.same(cellsOf(table["text/html"])[1]?.slice(0, 5), ["0", "a", "2", "1", "2"]);
  t.equal(cellsOf(show(describe(np.zeros([5, 3])))["text/html"]).length, 4, "a row for each column");
  t.throws(() => describe([{ a: "x" }, { a: "y" }]), /no column of numbers/);
  t.throws(() => describe("text"), /Numbers are needed/);
});

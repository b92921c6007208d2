import t from "tap";
import { displayables } from "../../kernel/display/displayables.js";
import { toMimeBundle } from "../../kernel/display/value.js";
import { readImage } from "../../runtime/io/read-image.js";
import { np } from "../../runtime/np.js";

const data = new URL("../../../notebooks/data/", import.meta.url);

function show(value: unknown): Record<string, string> {
  const bundle = toMimeBundle(value);
  if (bundle === null || bundle instanceof Promise) throw new Error("A bundle was expected at once");
  return Object.fromEntries(Object.entries(bundle).map(([mime, content]) => [mime, String(content)]));
}

/** The texts of a table's cells, row by row. */
function cellsOf(html: string): string[][] {
  return [...html.matchAll(/<tr>(.*?)<\/tr>/g)].map(([, row = ""]) =>
    [...row.matchAll(/<t[hd][^>]*>([^<]*)<\/t[hd]>/g)].map(([, cell = ""]) => cell.trim()),
  );
}

function factsOf(html: string): string {
  const [, facts = ""] = /<div class="weft-facts">(.*?)<\/div>/.exec(html) ?? [];
  return facts
    .replace(/<\/?b>/g, "")
    .replace(/<span>/g, " | ")
    .replace(/<\/span>/g, "");
}

t.test("a matrix is a table with its facts", async (t) => {
  const bundle = show(
    np.array(
      [
        [1, -2.5],
        [Number.NaN, 1000],
      ],
      "float32",
    ),
  );
  t.equal(bundle["text/plain"], "array([[   1. ,   -2.5],\n       [   nan, 1000. ]], dtype=float32)");
  const html = bundle["text/html"] ?? "";
  t.equal(factsOf(html), "float32 | 2 × 2 | 16 bytes | row-major");
  t.same(cellsOf(html), [
    ["", "0", "1"],
    ["0", "1.", "-2.5"],
    ["1", "nan", "1000."],
  ]);
  t.match(html, /<th scope="col">0<\/th>/, "headings are marked as such for screen readers");
  t.match(html, /<th scope="row">1<\/th>/);
});

t.test("a 1-D array is one row", async (t) => {
  const html = show(np.array([3n, 4n]))["text/html"] ?? "";
  t.equal(factsOf(html), "int64 | 2 elements | 16 bytes | contiguous");
  t.same(cellsOf(html), [
    ["0", "1"],
    ["3", "4"],
  ]);
});

t.test("the middle of long axes is left out", async (t) => {
  const html = show(np.arange(3000).reshape(60, 50))["text/html"] ?? "";
  const cells = cellsOf(html);
  t.same(
    cells.map((row) => row[0]),
    ["", "0", "1", "2", "3", "4", "⋮", "55", "56", "57", "58", "59"],
  );
  t.same(cells[0], ["", "0", "1", "2", "3", "4", "5", "⋯", "44", "45", "46", "47", "48", "49"]);
  t.equal(cells[11]?.[13], "2999.");
  t.match(html, /aria-label="50 more rows"/);
  t.match(html, /aria-label="38 more columns"/);
});

t.test("the size of the output does not grow with the array", async (t) => {
  const small = show(np.zeros([100, 100], "float32"));
  const huge = show(np.broadcastTo(np.float32([0]), [40_000_000, 1000]));
  t.ok((huge["text/html"] ?? "").length < (small["text/html"] ?? "").length + 200);
  t.match(huge["text/plain"], /shape=\(40000000, 1000\)/);
  t.equal(factsOf(huge["text/html"] ?? ""), "float32 | 40,000,000 × 1,000 | 149 GB | strided view");
});

t.test("a higher rank shows its matrices", async (t) => {
  const few = show(np.arange(24).reshape(2, 3, 4).T)["text/html"] ?? "";
  t.same(
    [...few.matchAll(/<caption>(.*?)<\/caption>/g)].map(([, caption]) => caption),
    ["[0, :, :]", "[1, :, :]", "[2, :, :]", "[3, :, :]"],
  );
  t.equal(factsOf(few), "float64 | 4 × 3 × 2 | 192 bytes | column-major");
  const many = show(np.zeros([3, 5, 2, 2]))["text/html"] ?? "";
  t.equal(many.match(/<input type="radio"/g)?.length, 15, "of more than four one is chosen");
  t.match(many, /<label [^>]*>2, 4<\/label><div class="weft-panel">.*?<caption>\[2, 4, :, :\]/s);
  const most = show(np.zeros([1000, 2, 2]))["text/html"] ?? "";
  t.equal(most.match(/<input type="radio"/g)?.length, 25, "of very many the first and the last");
  t.match(most, /976 more matrices, such as those of a\.slice\(12\)/);
});

t.test("arrays without axes or elements", async (t) => {
  t.same(show(np.array(2)), { "text/plain": "array(2.)" });
  const empty = show(np.zeros([0, 3]));
  t.equal(empty["text/plain"], "array([], shape=(0, 3), dtype=float64)");
  t.notMatch(empty["text/html"], /<table/);
});

t.test("uint8 images are shown as pictures", async (t) => {
  const camera = show(readImage(new URL("camera.png", data)));
  t.match(camera["text/plain"], /^array\(\[\[200, 200, 200, /);
  t.match(
    camera["text/html"],
    /<img width="512" height="512" alt="image 512 × 512, uint8" src="data:image\/png;base64,/,
  );
  t.ok(
    Buffer.from(camera["image/png"] ?? "", "base64")
      .subarray(1, 4)
      .equals(Buffer.from("PNG")),
  );
  t.match(
    camera["text/html"],
    /<label [^>]*>numbers<\/label>.*?<td>200<\/td>/s,
    "with a switch to its numbers",
  );
  const astronaut = show(readImage(new URL("astronaut.png", data)))["text/html"] ?? "";
  t.same(
    [...astronaut.matchAll(/<label [^>]*>(.*?)<\/label>/g)].map(([, label]) => label),
    ["picture", "red", "green", "blue"],
  );
  const isPicture = (shape: number[], dtype: "uint8" | "int16") =>
    "image/png" in show(np.zeros(shape, dtype));
  t.ok(isPicture([16, 16], "uint8"));
  t.ok(isPicture([20, 30, 3], "uint8"));
  t.ok(isPicture([20, 30, 4], "uint8"));
  t.notOk(isPicture([15, 30], "uint8"), "small ones are easier to read as numbers");
  t.notOk(isPicture([20, 30, 2], "uint8"));
  t.notOk(isPicture([20, 30], "int16"));
});

t.test("numbers with colours behind them", async (t) => {
  const heat = show(displayables.array(np.array([[0, 1, Number.NaN]]), { heat: true }))["text/html"] ?? "";
  t.match(
    heat,
    /<td style="background:#440154;color:#ffffff">0\.<\/td><td style="background:#fde725;color:#000000">1\.<\/td><td class="weft-quiet">nan/,
  );
  t.match(heat, /<span>0<\/span><i style="background:linear-gradient\(to right,#440154,/);
  t.notMatch(show(displayables.array(np.zeros([2, 2])))["text/html"], /style="background/);
  t.throws(() => displayables.array(np.array([1], "complex128"), { heat: true }), /Colours need an order/);
});

import { inspect } from "node:util";
import t from "tap";
import type { Chart } from "../../kernel/display/chart/chart.js";
import { charts } from "../../kernel/display/chart/charts.js";
import { isolines } from "../../kernel/display/chart/isolines.js";
import { SpecifiedChart } from "../../kernel/display/chart/specified-chart.js";
import { displayMetadata } from "../../kernel/display/display-metadata.js";
import { toMimeBundle } from "../../kernel/display/value.js";
import { isJsonObject, type Json, type JsonObject } from "../../kernel/wire.js";
import { np } from "../../runtime/np.js";

/** The value at a path into a specification. */
function at(value: Json | undefined, ...path: readonly (string | number)[]): Json | undefined {
  let found: Json | undefined = value;
  for (const key of path) {
    if (Array.isArray(found)) found = found[Number(key)];
    else found = isJsonObject(found) ? found[key] : undefined;
  }
  return found;
}

const rowsOf = (chart: Chart, ...path: readonly (string | number)[]): readonly JsonObject[] => {
  const rows = at(chart.toSpec(), ...path, "data", "values");
  return Array.isArray(rows) ? rows : [];
};

// Vega takes a moment to load.
t.setTimeout(120_000);

t.test("every chart displays as Vega-Lite with a picture and a line of text beside it", async (t) => {
  const z = np.array([
    [1, 2, 3],
    [2, 4, 6],
    [3, 6, 9],
  ]);
  const all: Readonly<Record<keyof typeof charts, Chart>> = {
    plot: charts.plot([1, 2, 3]),
    scatter: charts.scatter([1, 2, 3], [3, 1, 2]),
    hist: charts.hist([1, 2, 2, 3]),
    bar: charts.bar({ apples: 3, pears: 5 }),
    boxplot: charts.boxplot({ a: [1, 2, 3, 50], b: [2, 3, 4] }),
    heatmap: charts.heatmap(z),
    imshow: charts.imshow(z),
    contour: charts.contour(z),
  };
  for (const [name, chart] of Object.entries(all)) {
    const bundle = (await toMimeBundle(chart)) ?? {};
    t.same(
      Object.keys(bundle).sort(),
      ["application/vnd.vegalite.v5+json", "image/png", "image/svg+xml", "text/plain"],
      name,
    );
    t.match(bundle["image/svg+xml"], /^<svg[\s\S]*<\/svg>$/, `${name} is drawn`);
    t.equal(inspect(chart), bundle["text/plain"]);
    t.notMatch(JSON.stringify(bundle["image/svg+xml"]), /NaN|undefined/, `${name} has all its coordinates`);
  }
});

t.test("lines: what stands for what", async (t) => {
  t.same(
    rowsOf(charts.plot([5, Number.NaN, 7])),
    [
      { x: 0, y: 5 },
      { x: 1, y: null },
      { x: 2, y: 7 },
    ],
    "a gap stays a gap",
  );
  t.same(
    rowsOf(charts.plot([1, 2], { a: [3, 4], b: [5, 6] })).map(({ series }) => series),
    ["a", "a", "b", "b"],
  );
  t.same(
    rowsOf(
      charts.plot(
        np.array([
          [1, 2],
          [3, 4],
        ]),
      ),
    ).map(({ series }) => series),
    ["column 0", "column 0", "column 1", "column 1"],
    "the columns of a matrix are series",
  );
  const back = charts.plot([0, 2, 1], [1, 2, 3]);
  t.same(
    rowsOf(back).map(({ n }) => n),
    [0, 1, 2],
    "points keep their order where x runs back",
  );
  t.equal(at(back.toSpec(), "encoding", "order", "field"), "n");
  const dated = charts.plot([new Date(0), new Date(1000)], [1, 2]).toSpec();
  t.equal(at(dated, "encoding", "x", "type"), "temporal");
  const log = charts.plot([1, 10], { yScale: "log", xLabel: "time", title: "growth" }).toSpec();
  t.equal(at(log, "encoding", "y", "scale", "type"), "log");
  t.equal(at(log, "encoding", "x", "title"), "time");
  t.equal(at(log, "title", "text"), "growth");
  t.throws(() => charts.plot([1, 2], [1, 2, 3]), /x has shape \(2,\), but y has \(3,\)/);
  t.throws(() => charts.plot(np.array([1, 2], "complex128")), /np\.real\(z\)/);
  t.throws(() => charts.plot(np.zeros([2, 2, 2])), /shape \(2, 2, 2\), and one axis is needed/);
});

t.test("ten million points leave as few, with every peak, and the chart says so", async (t) => {
  const y = np.zeros(1e7);
  y.set(3_333_333, 42);
  const chart = charts.plot(y);
  const rows = rowsOf(chart);
  t.ok(rows.length < 5000);
  t.ok(rows.some(({ x, y }) => x === 3_333_333 && y === 42));
  t.match(at(chart.toSpec(), "title", "subtitle"), /10,000,000 points/);
  const scattered = charts.scatter(y, y);
  t.ok(JSON.stringify(scattered.toSpec()).length < 200_000);
  t.match(String(scattered), /10,000,000 points, counted in cells/);
  const counts = rowsOf(charts.hist(y, { bins: 2 })).map(({ height }) => height);
  t.same(counts, [9_999_999, 1], "every value is counted");
});

t.test("colours of scatter charts are numbers or groups", async (t) => {
  const numbers = charts.scatter([1, 2], [1, 2], { color: [0, 5] }).toSpec();
  t.same(at(numbers, "encoding", "color", "scale", "domain"), [0, 5]);
  const groups = charts.scatter([1, 2], [1, 2], { color: ["a", "b"] }).toSpec();
  t.equal(at(groups, "encoding", "color", "type"), "nominal");
});

t.test("histograms, bars and boxes", async (t) => {
  const density = rowsOf(charts.hist([0, 1, 1, 2], { bins: 2, range: [0, 2], density: true }));
  t.same(
    density.map(({ from, to, height }) => [from, to, height]),
    [
      [0, 1, 0.25],
      [1, 2, 0.75],
    ],
  );
  t.throws(() => charts.hist([1], { bins: 0 }), /bins is 0/);
  const bars = (chart: Chart) => rowsOf(chart).map(({ name, height }) => [name, height]);
  t.same(bars(charts.bar({ a: 1, b: -2 })), [
    ["a", 1],
    ["b", -2],
  ]);
  t.same(bars(charts.bar(new Map([["x", 3]]))), [["x", 3]]);
  t.same(bars(charts.bar(["p", "q"], [5, 6])), [
    ["p", 5],
    ["q", 6],
  ]);
  t.same(bars(charts.bar([5, 6])), [
    ["0", 5],
    ["1", 6],
  ]);
  t.throws(() => charts.bar(["p"], [5, 6]), /1 labels, but 2 values/);
  t.throws(() => charts.bar(np.zeros(5000)), /hist\(\) counts/);
  const box = charts.boxplot([1, 2, 3, 4, 100]);
  t.match(rowsOf(box, "layer", 0)[0], { first: 2, median: 3, third: 4, lowest: 1, highest: 4, count: 5 });
  t.match(rowsOf(box, "layer", 3), [{ value: 100 }], "what lies far outside is a point");
});

t.test("heat maps write numbers that can be read on their colours", async (t) => {
  const rows = rowsOf(charts.heatmap([[0, 1]], { xNames: ["low", "high"] }));
  t.match(rows, [
    { column: "low", text: "0", ink: "#ffffff" },
    { column: "high", text: "1", ink: "#000000" },
  ]);
  t.throws(() => charts.heatmap([1, 2]), /needs a matrix, not shape \(2,\)/);
});

t.test("isolines", async (t) => {
  const slope = np.array([
    [0, 1, 2],
    [0, 1, 2],
    [0, 1, 2],
  ]);
  t.same(isolines(slope, 0.5), [
    [
      [0.5, 0],
      [0.5, 1],
      [0.5, 2],
    ],
  ]);
  const hill = np.array([
    [0, 0, 0],
    [0, 1, 0],
    [0, 0, 0],
  ]);
  const [ring = [], ...others] = isolines(hill, 0.5);
  t.equal(others.length, 0);
  t.equal(ring.length, 5);
  t.same(ring[0], ring.at(-1), "a closed line ends where it begins");
  const saddle = np.array([
    [1, 0],
    [0, 1],
  ]);
  t.equal(isolines(saddle, 0.4).length, 2, "the mean decides which way through a saddle");
  t.same(
    isolines(
      np.array([
        [Number.NaN, 1],
        [0, 1],
      ]),
      0.5,
    ),
    [],
  );
});

t.test("specifications of one's own", async (t) => {
  const spec = {
    mark: "bar",
    data: { values: [{ a: 1 }] },
    encoding: { x: { field: "a", type: "ordinal" } },
  };
  const bundle = (await toMimeBundle(new SpecifiedChart(spec))) ?? {};
  t.match(bundle["image/svg+xml"], /<svg/);
  t.same(bundle["application/vnd.vegalite.v5+json"], spec);
  const broken = await toMimeBundle(new SpecifiedChart({ mark: "nothing" }));
  t.same(Object.keys(broken ?? {}), ["application/vnd.vegalite.v5+json", "text/plain"]);
  const vega = { $schema: "https://vega.github.io/schema/vega/v5.json", marks: [] };
  t.ok("application/vnd.vega.v5+json" in ((await toMimeBundle(new SpecifiedChart(vega))) ?? {}));
  t.same(displayMetadata(bundle), {
    "application/vnd.vegalite.v5+json": { embed_options: { renderer: "svg" } },
  });
});

t.test("text in charts stays text", async (t) => {
  const evil = "<script>alert(1)</script>&<img src=x onerror=alert(1)>";
  const chart = charts.bar({ [evil]: 3, b: 5 }, { title: evil, xLabel: evil });
  const svg = String((await toMimeBundle(chart))?.["image/svg+xml"]);
  t.match(svg, /&lt;script/);
  t.notMatch(svg, /<script|<img/);
});

t.test("the median of a box is as wide as the box", async (t) => {
  for (const width of [160, 400]) {
    const svg = String(
      (await toMimeBundle(charts.boxplot({ a: [1, 2, 4], b: [3, 5, 9] }, { width })))?.["image/svg+xml"],
    );
    const [box, median] = [
      /aria-roledescription="bar" d="M[\d.]+,[\d.]+h([\d.]+)/,
      /aria-roledescription="tick" d="M[\d.]+,[\d.]+h([\d.]+)/,
    ].map((shape) => Number(shape.exec(svg)?.[1]));
    t.equal(box, 0.25 * width);
    t.equal(median, box);
  }
});

t.test(
  "a long logarithmic axis is labelled at powers of ten, a short one wherever there is room",
  async (t) => {
    const labels = async (values: readonly number[]): Promise<readonly string[]> => {
      const chart = charts.plot(values, { yScale: "log" });
      const svg = String((await toMimeBundle(chart))?.["image/svg+xml"]);
      const axis = svg.slice(svg.indexOf("Y-axis"), svg.indexOf("mark-line"));
      return Array.from(axis.matchAll(/<text[^>]*>([^<]+)</g), ([, text = ""]) => text);
    };
    t.same(await labels([1, 20, 3000]), ["1", "10", "100", "1k"]);
    t.same((await labels([600, 5000])).slice(0, 2), ["600", "1k"]);
  },
);

import t from "tap";
import { compactData } from "../../kernel/display/chart/compact-data.js";
import { staticChart } from "../../kernel/display/chart/static-chart.js";
import type { Json } from "../../kernel/wire.js";

const chart = (values: readonly Json[]) => ({
  $schema: "https://vega.github.io/schema/vega-lite/v5.json",
  data: { values: [...values] },
  mark: { type: "line", tooltip: true },
  encoding: {
    x: { field: "x", type: "quantitative" },
    y: { field: "y", type: "quantitative" },
    color: { field: "name", type: "nominal" },
  },
});

// Vega takes a moment to load.
t.setTimeout(120_000);

t.test("tables become CSV, of which the same picture is drawn", async (t) => {
  const names = ["plain", 'with "quotes", commas', "two\nlines", "7", "true", " spaces "];
  const rows = names.flatMap((name, line) =>
    Array.from({ length: 30 }, (_, n) => n + 1e-7).map((x, n) => ({
      x,
      y: n === 1 && line === 0 ? null : -x * line,
      name,
    })),
  );
  const spec = chart(rows);
  const compact = compactData(spec);
  t.match(compact, { data: { values: /^x,y,name\n/, format: { type: "csv" } } });
  t.ok(JSON.stringify(compact).length < 0.7 * JSON.stringify(spec).length);
  t.equal(await staticChart(compact), await staticChart(spec));
  const layered = compactData({ layer: [spec] });
  t.same(layered, { layer: [compact] }, "in layers too");
});

t.test("what CSV can't tell apart stays as it is", async (t) => {
  const rows = Array.from({ length: 20 }, (_, x) => ({ x, y: x, name: "a" }));
  const [first] = rows;
  for (const [why, odd] of [
    ["an empty text", { ...first, name: "" }],
    ["another type", { ...first, name: 3 }],
    ["a field less", { x: 1, y: 2 }],
    ["a field more", { ...first, z: 1 }],
    ["an object", { ...first, x: { y: 1 } }],
  ] as const) {
    const spec = chart([...rows, odd]);
    t.equal(compactData(spec)["data"], spec.data, why);
  }
  const few = chart(rows.slice(0, 3));
  t.same(compactData(few), few, "a few rows");
  const formatted = { ...chart(rows), data: { values: rows, format: { type: "json" } } };
  t.same(compactData(formatted), formatted, "data with a format of their own");
});

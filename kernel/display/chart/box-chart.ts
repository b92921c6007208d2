import { type Summary, summarize } from "../../../runtime/sampling/summary.js";
import type { Json, JsonObject } from "../../wire.js";
import { type AxisOptions, yEncoding } from "./axis-options.js";
import { jsonNumber } from "./axis-values.js";
import { Chart } from "./chart.js";
import { namesText, pointsText, type SeriesInput, seriesOf } from "./series.js";

export type BoxOptions = Omit<AxisOptions, "xScale" | "xLim">;

/** Outliers of one box that are drawn; the outermost are among them. */
const MAX_OUTLIERS = 100;

/**
 * Box plots: the box from the first to the third quartile with the median, whiskers to the last values within 1.5 times
 * the box's height (Tukey), and the values beyond as points. `boxplot(values)`, `boxplot({ a, b })`; NaN is left out.
 */
export function boxChart(source: SeriesInput, options: BoxOptions = {}): Chart {
  const series = seriesOf(source);
  const boxes = series.map(({ label, values }) => ({ name: label ?? "", ...boxOf(summarize(values)) }));
  const rows = boxes.map(({ outliers: _, ...box }) => box);
  const points = boxes.flatMap(({ name, outliers }) => outliers.map((value) => ({ name, value })));
  const isNamed = series.length > 1 || series[0]?.label !== null;
  const x: JsonObject = {
    field: "name",
    type: "nominal",
    sort: null,
    title: options.xLabel ?? null,
    axis: isNamed ? { labelAngle: 0, labelOverlap: true } : null,
  };
  const y = (field: string): JsonObject => yEncoding(field, options);
  const width = options.width ?? Math.min(560, Math.max(160, 90 * series.length));
  const names = namesText(series);
  const tooltip = ["lowest", "first", "median", "third", "highest", "count"].map((field) => ({
    field,
    type: "quantitative",
    title: TITLES[field] ?? field,
  }));
  return new Chart(
    {
      text: `box plot of ${pointsText(series)}${names === "" ? "" : `: ${names}`}`,
      view: {
        layer: [
          {
            data: { values: rows },
            mark: { type: "rule", opacity: 0.7 },
            encoding: { x, y: y("lowest"), y2: { field: "highest" } },
          },
          {
            data: { values: rows },
            mark: { type: "bar", width: { band: BOX_SHARE } },
            encoding: { x, y: y("first"), y2: { field: "third" }, tooltip },
          },
          {
            data: { values: rows },
            mark: { type: "tick", size: (BOX_SHARE * width) / series.length, ...MEDIAN_STYLE },
            encoding: { x, y: y("median") },
          },
          {
            data: { values: points },
            mark: { type: "point", aria: false, size: 16, strokeWidth: 1, opacity: 0.7, tooltip: true },
            encoding: { x, y: y("value") },
          },
        ],
      },
    },
    { ...options, width },
  );
}

/** What a box takes of its band. */
const BOX_SHARE = 0.5;
/** JupyterLab's version of Vega-Lite knows no ticks whose size is a share of a band, as that of bars. */
const MEDIAN_STYLE = { thickness: 2, color: "#ffffff", opacity: 1 };

const TITLES: Readonly<Record<string, string>> = { first: "first quartile", third: "third quartile" };

interface Box {
  readonly lowest: Json;
  readonly first: Json;
  readonly median: Json;
  readonly third: Json;
  readonly highest: Json;
  readonly count: number;
  readonly outliers: readonly Json[];
}

function boxOf({ sorted, quartiles: [first, median, third], count }: Summary): Box {
  const reach = 1.5 * (third - first);
  const begin = sorted.findIndex((value) => value >= first - reach);
  const end = sorted.findLastIndex((value) => value <= third + reach);
  const low = Array.from(sorted.subarray(0, Math.max(begin, 0)));
  const high = Array.from(sorted.subarray(end + 1)).reverse();
  return {
    lowest: jsonNumber(sorted[begin] ?? Number.NaN),
    first: jsonNumber(first),
    median: jsonNumber(median),
    third: jsonNumber(third),
    highest: jsonNumber(sorted[end] ?? Number.NaN),
    count,
    outliers: [...someOf(low), ...someOf(high)].map(jsonNumber),
  };
}

/** Some of `values`, the first among them, evenly over their ranks. */
function someOf(values: readonly number[]): readonly number[] {
  const most = MAX_OUTLIERS / 2;
  if (values.length <= most) return values;
  return Array.from(
    { length: most },
    (_, place) => values[Math.floor((place * values.length) / most)] ?? Number.NaN,
  );
}

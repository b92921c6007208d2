import type { NDArray } from "../../../runtime/ndarray.js";
import { countBins, finiteRange } from "../../../runtime/sampling/samples.js";
import { quantile } from "../../../runtime/sampling/summary.js";
import type { JsonObject } from "../../wire.js";
import { type AxisOptions, xEncoding, yEncoding } from "./axis-options.js";
import { jsonNumber, numbersAt } from "./axis-values.js";
import { Chart } from "./chart.js";
import { namesText, pointsText, type Series, type SeriesInput, seriesColor, seriesOf } from "./series.js";

export interface HistogramOptions extends AxisOptions {
  /** The number of bins; by default NumPy's "auto" rule, with quartiles of a sample. */
  readonly bins?: number;
  /** Values outside are not counted. */
  readonly range?: readonly [low: number, high: number];
  /** The area of all bars is 1, instead of their heights being counts. */
  readonly density?: boolean;
}

const MAX_BINS = 100;
/** Values whose quartiles are taken for those of all. */
const SAMPLE = 100_000;

/** How often values occur: `hist(values)`, or `hist({ a, b })` for several in one chart. All values are counted, natively. */
export function histogramChart(source: SeriesInput, options: HistogramOptions = {}): Chart {
  const series = seriesOf(source);
  const [low, high] = options.range ?? commonRange(series);
  const bins = options.bins ?? Math.max(...series.map(({ values }) => automaticBins(values, low, high)), 1);
  if (!Number.isInteger(bins) || bins < 1)
    throw new RangeError(`bins is ${bins}, and a whole number from 1 on is needed`);
  const edges = Array.from({ length: bins + 1 }, (_, edge) =>
    edge === bins ? high : low + (edge * (high - low)) / bins,
  );
  const rows = series.flatMap((each) => rowsOf(each, edges, options.density === true));
  const names = namesText(series);
  const isLog = options.yScale === "log";
  const seen = isLog ? rows.filter(({ height }) => Number(height) > 0) : rows;
  const base = isLog ? 0.8 * Math.min(...seen.map(({ height }) => Number(height))) : 0;
  return new Chart(
    {
      text: `histogram of ${pointsText(series)} in ${bins} bins${names === "" ? "" : `: ${names}`}`,
      view: {
        data: { values: seen },
        mark: { type: "bar", binSpacing: 1, tooltip: true, opacity: series.length > 1 ? 0.6 : 1 },
        encoding: {
          x: {
            ...xEncoding("from", options, { label: series.length === 1 ? names || null : null }),
            bin: { binned: true },
          },
          x2: { field: "to" },
          y: {
            ...yEncoding("height", options, {
              label: options.density === true ? "density" : "count",
              fromZero: true,
            }),
            stack: null,
            ...(isLog && options.yLim === undefined ? { scale: { type: "log", domainMin: base } } : {}),
          },
          y2: { datum: base },
          ...seriesColor(series),
        },
      },
    },
    options,
  );
}

function rowsOf(
  { label, values }: Series,
  edges: readonly number[],
  isDensity: boolean,
): readonly JsonObject[] {
  const counts = countBins(values, edges);
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count, bin) => {
    const [from = 0, to = 0] = edges.slice(bin, bin + 2);
    const height = isDensity ? count / (total * (to - from)) : count;
    return {
      from: jsonNumber(from),
      to: jsonNumber(to),
      height: jsonNumber(height),
      ...(label === null ? {} : { series: label }),
    };
  });
}

function commonRange(series: readonly Series[]): readonly [number, number] {
  const ranges = series.flatMap(({ values }) => finiteRange(values) ?? []);
  const [low, high] = ranges.length === 0 ? [0, 1] : [Math.min(...ranges), Math.max(...ranges)];
  return low < high ? [low, high] : [low - 0.5, high + 0.5];
}

/** The larger number of bins of Sturges' and of Freedman and Diaconis' rule: NumPy's "auto". */
function automaticBins(values: NDArray, low: number, high: number): number {
  const sturges = Math.ceil(Math.log2(Math.max(values.length, 1))) + 1;
  const step = Math.max(1, Math.ceil(values.length / SAMPLE));
  const sample = Float64Array.from(numbersAt(values.slice({ step }), null).filter(Number.isFinite)).sort();
  const spread = quantile(sample, 0.75) - quantile(sample, 0.25);
  if (!(spread > 0)) return sturges;
  const width = (2 * spread) / Math.cbrt(values.length);
  return Math.min(MAX_BINS, Math.max(sturges, Math.ceil((high - low) / width)));
}

import { asArray } from "../../../runtime/array-from.js";
import type { JsonObject } from "../../wire.js";
import { type AxisOptions, yEncoding } from "./axis-options.js";
import { jsonNumber, numbersAt } from "./axis-values.js";
import { Chart } from "./chart.js";
import { namesText, type Series, type SeriesInput, seriesColor, seriesOf } from "./series.js";

export interface BarOptions extends Omit<AxisOptions, "xScale" | "xLim"> {
  /** Bars to the right instead of upwards. */
  readonly horizontal?: boolean;
  /** The bars of several series on top of each other instead of side by side. */
  readonly stacked?: boolean;
}

/** Named numbers: a bar each. */
export type BarHeights = Readonly<Record<string, number>> | ReadonlyMap<string, number>;
export type BarArguments =
  | readonly [heights: BarHeights | SeriesInput, options?: BarOptions]
  | readonly [labels: readonly (string | number)[], heights: SeriesInput, options?: BarOptions];

const MAX_BARS = 2000;

/**
 * A bar for each number: `bar({ apples: 3, pears: 5 })`, `bar(labels, values)`, `bar(labels, { a, b })`, `bar(values)`.
 * @throws {RangeError} where labels and values have different lengths, or nobody could see so many bars
 */
export function barChart(...args: BarArguments): Chart {
  const { labels, series, options } = read(args);
  const count = Math.max(0, ...series.map(({ values }) => values.length));
  if (count * series.length > MAX_BARS) {
    throw new RangeError(
      `${count * series.length} bars are more than anyone can see: plot() draws a line, hist() counts values`,
    );
  }
  for (const { label, values } of series) {
    if (labels !== null && values.length !== labels.length) {
      throw new RangeError(
        `There are ${labels.length} labels, but ${values.length} values of ${label ?? "the bars"}`,
      );
    }
  }
  const rows = series.flatMap(({ label, values }) =>
    numbersAt(values, null).map((height, bar) => ({
      name: String(labels?.[bar] ?? bar),
      height: jsonNumber(height),
      ...(label === null ? {} : { series: label }),
    })),
  );
  const names = namesText(series);
  return new Chart(
    {
      text: `bar chart of ${count} ${series.length > 1 ? "groups" : "bars"}${names === "" ? "" : `: ${names}`}`,
      view: {
        data: { values: rows },
        mark: { type: "bar", tooltip: true, cornerRadiusEnd: 2 },
        encoding: encoding(series, options),
      },
    },
    options,
  );
}

function encoding(series: readonly Series[], options: BarOptions): JsonObject {
  const isGrouped = series.length > 1 && options.stacked !== true;
  const names: JsonObject = {
    field: "name",
    type: "nominal",
    sort: null,
    title: options.xLabel ?? null,
    axis: options.horizontal === true ? {} : { labelAngle: 0, labelOverlap: true },
    scale: { paddingInner: 0.25, paddingOuter: 0.15 },
  };
  const heights = yEncoding("height", options, { fromZero: true });
  const offset = { field: "series", sort: null };
  const color = seriesColor(series);
  if (options.horizontal === true) {
    return { y: names, x: heights, ...(isGrouped ? { yOffset: offset } : {}), ...color };
  }
  return { x: names, y: heights, ...(isGrouped ? { xOffset: offset } : {}), ...color };
}

interface Bars {
  readonly labels: readonly (string | number)[] | null;
  readonly series: readonly Series[];
  readonly options: BarOptions;
}

function read(args: BarArguments): Bars {
  const [first, second, third] = args;
  if (isLabels(first) && isValues(second))
    return { labels: first, series: seriesOf(second), options: third ?? {} };
  const options = isValues(second) || second === undefined ? {} : second;
  if (isHeights(first)) {
    const entries = first instanceof Map ? [...first] : Object.entries(first);
    const values = asArray(entries.map(([, height]) => Number(height)));
    return { labels: entries.map(([name]) => String(name)), series: [{ label: null, values }], options };
  }
  return { labels: null, series: seriesOf(first), options };
}

type FirstArgument = BarArguments[0];

function isLabels(first: FirstArgument): first is readonly (string | number)[] {
  return Array.isArray(first) && first.every((item) => typeof item === "string" || typeof item === "number");
}

function isValues(second: SeriesInput | BarOptions | undefined): second is SeriesInput {
  if (typeof second !== "object" || second === null) return false;
  const isOptions = Object.getPrototypeOf(second) === Object.prototype && !("data" in second);
  return !isOptions || Object.values(second).every((each) => typeof each === "object");
}

function isHeights(first: FirstArgument): first is BarHeights {
  if (first instanceof Map) return true;
  return (
    typeof first === "object" &&
    Object.values(first).every((each) => typeof each === "number") &&
    !Array.isArray(first) &&
    !ArrayBuffer.isView(first)
  );
}

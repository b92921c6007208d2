import { type ArrayInput, asArray } from "../../../runtime/array-from.js";
import type { ColormapName } from "../../../runtime/io/colormap.js";
import type { NDArray } from "../../../runtime/ndarray.js";
import type { Json, JsonObject } from "../../wire.js";
import { type AxisOptions, xEncoding, yEncoding } from "./axis-options.js";
import { type AxisValues, axisValues, jsonNumber, numbersAt } from "./axis-values.js";
import { Chart } from "./chart.js";
import { DOT_STYLE } from "./chart-config.js";
import { densityView } from "./density-view.js";
import { colorEncoding } from "./pixel-layer.js";
import {
  checkSameLength,
  namesText,
  pointsText,
  type Series,
  type SeriesArguments,
  splitArguments,
} from "./series.js";

export interface ScatterOptions extends AxisOptions {
  /** A number for each point, shown by the colormap, or a name of its group. */
  readonly color?: ArrayInput | readonly string[];
  readonly colormap?: ColormapName;
  readonly colorLabel?: string;
  /** The area of a point in square pixels. */
  readonly size?: number;
  readonly opacity?: number;
}

/** More points than this are counted in cells: they would hide one another. */
const MAX_POINTS = 4000;
const POINT_AREA = 30;

/**
 * Points: `scatter(x, y)`, `scatter(x, { a, b })`, with `color` for a third quantity or for groups. Many points are counted in
 * small cells, whose colours tell how many points they hold; a cell with a single point is seen as well.
 * @throws {RangeError} where x, y and color have different lengths
 */
export function scatterChart(...args: SeriesArguments<ScatterOptions>): Chart {
  const { x: xInput, series, options } = splitArguments(args);
  const total = series.reduce((sum, { values }) => sum + values.length, 0);
  const x = xInput === null ? indices(series) : axisValues(xInput, "x");
  for (const each of series) checkSameLength(x.values, each);
  const names = namesText(series);
  const text = `scatter chart of ${pointsText(series)}${names === "" ? "" : `: ${names}`}`;
  const [only] = series;
  if (total > MAX_POINTS && series.length === 1 && only !== undefined && options.color === undefined) {
    const view = densityView(x, only, options);
    return new Chart(
      { text, note: `${total.toLocaleString("en-US")} points, counted in cells`, view },
      options,
    );
  }
  const step = Math.max(1, Math.ceil(total / MAX_POINTS));
  return new Chart(
    {
      text,
      note: step === 1 ? undefined : `one of every ${step} of ${total.toLocaleString("en-US")} points`,
      view: pointsView(x, series, options, step),
    },
    options,
  );
}

function indices(series: readonly Series[]): AxisValues {
  const longest = Math.max(0, ...series.map(({ values }) => values.length));
  return { values: asArray(Float64Array.from({ length: longest }, (_, index) => index)), isTime: false };
}

function pointsView(
  x: AxisValues,
  series: readonly Series[],
  options: Partial<ScatterOptions>,
  step: number,
): JsonObject {
  const shown = Array.from({ length: Math.ceil(x.values.length / step) }, (_, index) => index * step);
  const xs = numbersAt(x.values, shown);
  const colors = colorsAt(options.color, x.values, shown);
  const rows = series.flatMap(({ label, values }) =>
    numbersAt(values, shown).map((y, place) => ({
      x: jsonNumber(xs[place] ?? Number.NaN),
      y: jsonNumber(y),
      ...(label === null ? {} : { series: label }),
      ...(colors === null ? {} : { color: colors[place] ?? null }),
    })),
  );
  return {
    data: { values: rows },
    mark: {
      type: "point",
      filled: true,
      style: DOT_STYLE,
      aria: false,
      size: options.size ?? POINT_AREA,
      opacity: options.opacity ?? 0.7,
      tooltip: true,
      ...(options.xLim === undefined && options.yLim === undefined ? {} : { clip: true }),
    },
    encoding: {
      x: xEncoding("x", options, { isTime: x.isTime }),
      y: yEncoding("y", options, { label: series.length === 1 ? namesText(series) || null : null }),
      ...groupEncoding(series, colors, options),
    },
  };
}

function colorsAt(
  color: ScatterOptions["color"],
  x: NDArray,
  shown: readonly number[],
): readonly Json[] | null {
  if (color === undefined) return null;
  if (isNames(color)) return shown.map((position) => color[position] ?? null);
  const values = axisValues(color, "color").values;
  checkSameLength(x, { label: "color", values });
  return numbersAt(values, shown).map(jsonNumber);
}

function isNames(color: unknown): color is readonly string[] {
  return Array.isArray(color) && color.every((item) => typeof item === "string");
}

function groupEncoding(
  series: readonly Series[],
  colors: readonly Json[] | null,
  { colormap = "viridis", colorLabel }: Partial<ScatterOptions>,
): JsonObject {
  const title = colorLabel ?? null;
  if (colors === null) {
    return series.length > 1 ? { color: { field: "series", type: "nominal", sort: null, title } } : {};
  }
  const numbers = colors.flatMap((color) => (typeof color === "number" ? [color] : []));
  if (numbers.length === 0) return { color: { field: "color", type: "nominal", sort: null, title } };
  const scale = { colormap, low: Math.min(...numbers), high: Math.max(...numbers) };
  return {
    color: colorEncoding("color", colorLabel === undefined ? scale : { ...scale, title: colorLabel }),
  };
}

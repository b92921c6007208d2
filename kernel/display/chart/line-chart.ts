import type { NDArray } from "../../../runtime/ndarray.js";
import { positionsOfLine } from "../../../runtime/sampling/samples.js";
import type { JsonObject } from "../../wire.js";
import { type AxisOptions, xEncoding, yEncoding } from "./axis-options.js";
import { axisValues, jsonNumber, numbersAt } from "./axis-values.js";
import { Chart } from "./chart.js";
import {
  checkSameLength,
  namesText,
  pointsText,
  type Series,
  type SeriesArguments,
  seriesColor,
  splitArguments,
} from "./series.js";

export interface LineOptions extends AxisOptions {
  /** Marks each point; by default where there are few. */
  readonly points?: boolean;
}

/** Points of one line beyond which only those are drawn that can be seen. */
const MAX_POINTS = 4000;
/** Runs of a long line whose extremes are kept: more than its chart has columns of pixels. */
const RUNS = 600;
/** Lines of fewer points show each. */
const FEW_POINTS = 25;

/**
 * Lines through points: `plot(y)`, `plot(x, y)`, `plot({ a, b })`, `plot(x, { a, b })`; the columns of a matrix are lines.
 * Of long lines the lowest and the highest point of each column of pixels are kept, so that no peak is lost.
 * @throws {RangeError} where x and y have different lengths
 */
export function lineChart(...args: SeriesArguments<LineOptions>): Chart {
  const { x: xInput, series, options } = splitArguments(args);
  const x = xInput === null ? null : axisValues(xInput, "x");
  if (x !== null) for (const each of series) checkSameLength(x.values, each);
  const thinned = series.map((each) => ({ each, positions: thin(x?.values ?? null, each.values) }));
  const longest = Math.max(0, ...series.map(({ values }) => values.length));
  const isMarked = options.points ?? (longest <= FEW_POINTS && series.length <= 8);
  const names = namesText(series);
  const runsBack =
    x !== null && thinned.some(({ positions }) => !isAscending(numbersAt(x.values, positions)));
  return new Chart(
    {
      text: `line chart of ${pointsText(series)}${names === "" ? "" : `: ${names}`}`,
      note: thinned.some(({ positions }) => positions !== null)
        ? `${pointsText(series)}: the lowest and the highest in each column of pixels`
        : undefined,
      view: {
        data: {
          values: thinned.flatMap(({ each, positions }) =>
            rowsOf(x?.values ?? null, each, positions, runsBack),
          ),
        },
        mark: {
          type: "line",
          ...(options.xLim === undefined && options.yLim === undefined ? {} : { clip: true }),
          ...(isMarked ? { point: { size: 30 }, tooltip: true } : {}),
        },
        encoding: {
          x: xEncoding("x", options, { isTime: x?.isTime ?? false }),
          y: yEncoding("y", options, { label: series.length === 1 ? names : null }),
          // Otherwise points are joined from left to right.
          ...(runsBack ? { order: { field: "n", type: "quantitative" } } : {}),
          ...seriesColor(series),
        },
      },
    },
    options,
  );
}

/** The positions to draw; null stands for all. */
function thin(x: NDArray | null, y: NDArray): readonly number[] | null {
  return y.length <= MAX_POINTS ? null : positionsOfLine(x, y, RUNS);
}

function rowsOf(
  x: NDArray | null,
  { label, values }: Series,
  positions: readonly number[] | null,
  isOrdered: boolean,
): readonly JsonObject[] {
  const ys = numbersAt(values, positions);
  const xs = x === null ? (positions ?? ys.map((_, index) => index)) : numbersAt(x, positions);
  const name = label === null ? {} : { series: label };
  return ys.map((y, n) => ({
    ...(isOrdered ? { n } : {}),
    x: jsonNumber(xs[n] ?? Number.NaN),
    y: jsonNumber(y),
    ...name,
  }));
}

const isAscending = (values: readonly number[]): boolean =>
  values.every((value, place) => place === 0 || (values[place - 1] ?? value) <= value);

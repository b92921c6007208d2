import { type ArrayInput, asArray } from "../../../runtime/array-from.js";
import { toPixels } from "../../../runtime/io/pixels.js";
import { formatShape } from "../../../runtime/layout.js";
import { NDArray } from "../../../runtime/ndarray.js";
import { finiteRange } from "../../../runtime/sampling/samples.js";
import type { JsonObject } from "../../wire.js";
import { type AxisOptions, xEncoding, yEncoding } from "./axis-options.js";
import { axisValues, jsonNumber, numbersAt } from "./axis-values.js";
import { CHART_HEIGHT, CHART_WIDTH, Chart } from "./chart.js";
import type { MatrixOptions } from "./heatmap-chart.js";
import { isolines } from "./isolines.js";
import { colorBarLayer, colorEncoding, pixelLayer } from "./pixel-layer.js";

export interface ContourOptions extends Omit<AxisOptions, "xScale" | "yScale">, MatrixOptions {
  /** The x of each column, evenly spaced; by default 0, 1, 2, … */
  readonly x?: ArrayInput;
  /** The y of each row. */
  readonly y?: ArrayInput;
  /** How many levels, or which. */
  readonly levels?: number | readonly number[];
  /** Colours the areas between the lines; by default true. */
  readonly filled?: boolean;
}

/** Larger grids are thinned to this many rows and columns. */
const MAX_SIDE = 256;
const LEVELS = 9;

/**
 * Lines of equal height of a surface z[row, column]; row 0 is at the bottom, where y begins.
 * @throws {RangeError} where z is no matrix, or x or y don't fit it
 */
export function contourChart(source: ArrayInput, options: ContourOptions = {}): Chart {
  const all = asArray(source);
  if (all.ndim !== 2) throw new RangeError(`Contours need a matrix, not shape ${formatShape(all.shape)}`);
  const step = Math.ceil(Math.max(...all.shape) / MAX_SIDE);
  const z = step === 1 ? all : all.slice({ step }, { step });
  const found = finiteRange(axisValues(z.ravel(), "z").values) ?? [0, 1];
  const [low, high] = [options.vmin ?? found[0], options.vmax ?? found[1]];
  const levels =
    typeof options.levels === "object" ? options.levels : evenLevels(low, high, options.levels ?? LEVELS);
  const xs = coordinates(options.x, all.shape[1] ?? 0, step, "x");
  const ys = coordinates(options.y, all.shape[0] ?? 0, step, "y");
  const rows = levels.flatMap((level) =>
    isolines(z, level).flatMap((line, index) =>
      line.map(([column, row], n) => ({
        x: jsonNumber(between(xs, column)),
        y: jsonNumber(between(ys, row)),
        n,
        line: `${level}/${index}`,
        level: jsonNumber(level),
      })),
    ),
  );
  const limits = {
    x: options.xLim ?? ([xs[0] ?? 0, xs.at(-1) ?? 1] as const),
    y: options.yLim ?? ([ys[0] ?? 0, ys.at(-1) ?? 1] as const),
  };
  const bounded = { ...options, xLim: limits.x, yLim: limits.y };
  const scale = { colormap: options.colormap ?? "viridis", low, high } as const;
  const isFilled = options.filled ?? true;
  const lines: JsonObject = {
    data: { values: rows },
    mark: {
      type: "line",
      clip: true,
      strokeWidth: isFilled ? 0.8 : 1.5,
      ...(isFilled ? { color: "#ffffff", opacity: 0.75 } : {}),
    },
    encoding: {
      x: xEncoding("x", bounded),
      y: yEncoding("y", bounded),
      order: { field: "n", type: "quantitative" },
      detail: { field: "line", type: "nominal" },
      ...(isFilled ? {} : { color: colorEncoding("level", scale) }),
    },
  };
  const size = [options.width ?? CHART_WIDTH, options.height ?? CHART_HEIGHT] as const;
  const areas = (): JsonObject => {
    const bands = bandPixels(z, levels, size);
    const pixels = toPixels(bands, { colormap: scale.colormap, vmin: low, vmax: high });
    return pixelLayer(pixels, { x: [xs[0] ?? 0, xs.at(-1) ?? 1], y: [ys.at(-1) ?? 1, ys[0] ?? 0] }, size, {
      x: xEncoding("left", bounded),
      y: yEncoding("top", bounded),
    });
  };
  return new Chart(
    {
      text: `contours of ${all.shape.join(" × ")} heights at ${levels.length} levels`,
      view: { layer: isFilled ? [areas(), lines, colorBarLayer(scale)] : [lines] },
    },
    options,
  );
}

/** Round levels between two heights, about as many as wanted. */
function evenLevels(low: number, high: number, count: number): readonly number[] {
  const raw = (high - low) / (count + 1);
  if (!(raw > 0)) return [low];
  const unit = 10 ** Math.floor(Math.log10(raw));
  const step = unit * ([1, 2, 2.5, 5, 10].find((factor) => factor * unit >= raw * 0.999) ?? 10);
  const first = Math.floor(low / step) + 1;
  const last = Math.ceil(high / step) - 1;
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) =>
    Number(((first + index) * step).toPrecision(12)),
  );
}

function coordinates(
  given: ArrayInput | undefined,
  length: number,
  step: number,
  name: string,
): readonly number[] {
  const values = given === undefined ? null : numbersAt(axisValues(given, name).values, null);
  if (values !== null && values.length !== length) {
    throw new RangeError(`${name} has ${values.length} elements, but z has ${length} along that axis`);
  }
  const count = Math.ceil(length / step);
  return Array.from({ length: count }, (_, index) => values?.[index * step] ?? index * step);
}

function between(values: readonly number[], place: number): number {
  const below = values[Math.floor(place)] ?? Number.NaN;
  const above = values[Math.ceil(place)] ?? Number.NaN;
  return below + (above - below) * (place - Math.floor(place));
}

/** For each screen pixel, top row first, the middle of the two levels between which the surface lies; NaN where it is none. */
function bandPixels(
  z: NDArray,
  levels: readonly number[],
  [width, height]: readonly [number, number],
): NDArray {
  const [rows = 1, columns = 1] = z.shape;
  const heights = numbersAt(z.ravel(), null);
  const sorted = [...levels].sort((a, b) => a - b);
  const values = new Float64Array(width * height);
  const at = (row: number, column: number): number => heights[row * columns + column] ?? Number.NaN;
  for (let i = 0; i < height; i++) {
    const row = ((height - 1 - i) / Math.max(1, height - 1)) * (rows - 1);
    const [r0, r1] = [Math.floor(row), Math.ceil(row)];
    for (let j = 0; j < width; j++) {
      const column = (j / Math.max(1, width - 1)) * (columns - 1);
      const [c0, c1] = [Math.floor(column), Math.ceil(column)];
      const upper = at(r0, c0) + (at(r0, c1) - at(r0, c0)) * (column - c0);
      const lower = at(r1, c0) + (at(r1, c1) - at(r1, c0)) * (column - c0);
      values[i * width + j] = middleOfBand(upper + (lower - upper) * (row - r0), sorted);
    }
  }
  return new NDArray("float64", values, [height, width]);
}

function middleOfBand(value: number, levels: readonly number[]): number {
  if (Number.isNaN(value)) return value;
  const above = levels.findIndex((level) => level > value);
  const [first = 0, second = first] = levels;
  const step = second - first;
  const upper = above === -1 ? (levels.at(-1) ?? 0) + step : (levels[above] ?? 0);
  const lower = above === -1 ? (levels.at(-1) ?? 0) : above === 0 ? first - step : (levels[above - 1] ?? 0);
  return (upper + lower) / 2;
}

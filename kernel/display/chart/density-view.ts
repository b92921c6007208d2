import { castElements } from "../../../runtime/cast.js";
import { type ColormapName, colormap } from "../../../runtime/io/colormap.js";
import { NDArray } from "../../../runtime/ndarray.js";
import { countCells, finiteRange } from "../../../runtime/sampling/samples.js";
import type { JsonObject } from "../../wire.js";
import { type AxisOptions, xEncoding, yEncoding } from "./axis-options.js";
import type { AxisValues } from "./axis-values.js";
import { CHART_HEIGHT, CHART_WIDTH } from "./chart.js";
import { colorBarLayer, pixelLayer } from "./pixel-layer.js";
import type { Series } from "./series.js";

/** Pixels along each side of a cell. */
const CELL = 3;

type Limits = readonly [low: number, high: number];

/**
 * How many points lie in each cell of the plane, as colours on a logarithmic scale. Cells without points are transparent.
 * @throws {RangeError} where an axis is logarithmic: cells are even
 */
export function densityView(
  x: AxisValues,
  { label, values: y }: Series,
  options: Partial<AxisOptions> & { readonly colormap?: ColormapName },
): JsonObject {
  if (options.xScale === "log" || options.yScale === "log") {
    throw new RangeError(
      "So many points can't be counted on a logarithmic axis: draw np.log10 of the values",
    );
  }
  const size = [options.width ?? CHART_WIDTH, options.height ?? CHART_HEIGHT] as const;
  const [width, height] = [Math.max(1, Math.floor(size[0] / CELL)), Math.max(1, Math.floor(size[1] / CELL))];
  const range = { x: spread(finiteRange(x.values)), y: spread(finiteRange(y)) };
  const counts = castElements(countCells(x.values, y, range, [height, width]), "float64");
  const most = counts.reduce((max, count) => Math.max(max, count), 1);
  const name = options.colormap ?? "viridis";
  const axes = {
    x: xEncoding("left", { ...options, xLim: options.xLim ?? range.x }, { isTime: x.isTime }),
    y: yEncoding("top", { ...options, yLim: options.yLim ?? range.y }, { label }),
  };
  const pixels = new NDArray("uint8", paint(counts, [height, width], most, colormap(name)), [
    height,
    width,
    4,
  ]);
  return {
    layer: [
      pixelLayer(pixels, { x: range.x, y: [range.y[1], range.y[0]] }, size, axes),
      colorBarLayer({ colormap: name, low: 1, high: Math.max(most, 2), type: "log", title: "points" }),
    ],
  };
}

function spread(range: Limits | null): Limits {
  const [low, high] = range ?? [0, 1];
  return low < high ? [low, high] : [low - 0.5, high + 0.5];
}

/** RGBA pixels, the highest row of cells first. */
function paint(
  counts: Float64Array,
  [height, width]: readonly [number, number],
  most: number,
  table: Uint8Array,
): Uint8Array {
  const pixels = new Uint8Array(height * width * 4);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const count = counts[(height - 1 - row) * width + column] ?? 0;
      if (count === 0) continue;
      const color = 3 * Math.round((255 * Math.log(count)) / Math.log(Math.max(most, 2)));
      const at = 4 * (row * width + column);
      pixels.set(table.subarray(color, color + 3), at);
      pixels[at + 3] = 255;
    }
  }
  return pixels;
}

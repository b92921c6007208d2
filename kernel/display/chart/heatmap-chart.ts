import { type ArrayInput, asArray } from "../../../runtime/array-from.js";
import type { ColormapName } from "../../../runtime/io/colormap.js";
import { formatShape } from "../../../runtime/layout.js";
import type { NDArray } from "../../../runtime/ndarray.js";
import { finiteRange } from "../../../runtime/sampling/samples.js";
import type { JsonObject } from "../../wire.js";
import { type Shading, shadeOf } from "../shade.js";
import { axisValues } from "./axis-values.js";
import { Chart, type ChartOptions } from "./chart.js";
import { imageChart } from "./image-chart.js";
import { colorEncoding } from "./pixel-layer.js";

export interface MatrixOptions extends ChartOptions {
  readonly xLabel?: string;
  readonly yLabel?: string;
  readonly colormap?: ColormapName;
  /** The value of the first colour. */
  readonly vmin?: number;
  /** The value of the last colour. */
  readonly vmax?: number;
  readonly colorLabel?: string;
}

export interface HeatmapOptions extends MatrixOptions {
  /** Names of the columns. */
  readonly xNames?: readonly string[];
  /** Names of the rows. */
  readonly yNames?: readonly string[];
  /** Writes the numbers into the cells; by default where there is room. */
  readonly numbers?: boolean;
}

/** Rows or columns beyond which a matrix is drawn as a picture. */
const MAX_SIDE = 50;
/** The rows hold nothing that can't be drawn, and Vega-Lite's filter for it fails on layers with colours of their own. */
const ALL_DRAWN = { invalid: null };
/** Columns up to which numbers have room in their cells. */
const MAX_NUMBERED = 12;

/**
 * A matrix as coloured cells, with names of rows and columns and the numbers themselves where there is room. Large ones
 * are drawn as `imshow` does.
 * @throws {RangeError} that names the shape, where it is no matrix
 */
export function heatmapChart(source: ArrayInput, options: HeatmapOptions = {}): Chart {
  const matrix = asArray(source);
  if (matrix.ndim !== 2)
    throw new RangeError(`A heat map needs a matrix, not shape ${formatShape(matrix.shape)}`);
  const [height = 0, width = 0] = matrix.shape;
  if (Math.max(height, width) > MAX_SIDE) return imageChart(matrix, { ...options, aspect: "fill" });
  const found = finiteRange(axisValues(matrix.ravel(), "The matrix").values) ?? [0, 1];
  const [low, high] = [options.vmin ?? found[0], options.vmax ?? found[1]];
  const name = options.colormap ?? "viridis";
  const rows = rowsOf(matrix, options, { colormap: name, low, high });
  const x = axis("column", options.xLabel);
  const y = axis("row", options.yLabel);
  const bar = { colormap: name, low, high };
  const color = colorEncoding(
    "value",
    options.colorLabel === undefined ? bar : { ...bar, title: options.colorLabel },
  );
  const cells = { mark: { type: "rect", tooltip: true, ...ALL_DRAWN }, encoding: { x, y, color } };
  const numbers = {
    mark: { type: "text", fontSize: 11, tooltip: false, ...ALL_DRAWN },
    encoding: {
      x,
      y,
      text: { field: "text", type: "nominal" },
      color: { field: "ink", type: "nominal", scale: null },
    },
  };
  const isNumbered = options.numbers ?? width <= MAX_NUMBERED;
  return new Chart(
    {
      text: `heat map of ${height} × ${width} cells`,
      view: {
        data: { values: rows },
        layer: isNumbered ? [cells, numbers] : [cells],
        resolve: { scale: { color: "independent" } },
      },
    },
    {
      width: Math.min(560, Math.max(120, cellWidth(options.xNames) * width)),
      height: Math.min(460, Math.max(60, 34 * height)),
      ...options,
    },
  );
}

/** Screen pixels of a cell, and of a letter below it. */
const CELL_WIDTH = 52;
const LETTER_WIDTH = 7;

/** So that the names of the columns stand beside each other. */
const cellWidth = (names: readonly string[] = []): number =>
  Math.max(CELL_WIDTH, ...names.map((name) => LETTER_WIDTH * (name.length + 2)));

const axis = (field: string, label: string | undefined): JsonObject => ({
  field,
  type: "nominal",
  sort: null,
  title: label ?? null,
  axis: { labelAngle: 0, labelOverlap: true, domain: false, ticks: false },
});

function rowsOf(
  matrix: NDArray,
  { xNames, yNames }: HeatmapOptions,
  shading: Shading,
): readonly JsonObject[] {
  const [height = 0, width = 0] = matrix.shape;
  return Array.from({ length: height * width }, (_, cell) => cell).flatMap((cell) => {
    const [row, column] = [Math.floor(cell / width), cell % width];
    const value = Number(matrix.get(row, column));
    if (!Number.isFinite(value)) return [];
    const names = { row: yNames?.[row] ?? String(row), column: xNames?.[column] ?? String(column) };
    return [
      { ...names, value, text: String(Number(value.toPrecision(3))), ink: shadeOf(value, shading).ink },
    ];
  });
}

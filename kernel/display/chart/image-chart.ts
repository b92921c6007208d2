import { type ArrayInput, asArray } from "../../../runtime/array-from.js";
import { toPixels } from "../../../runtime/io/pixels.js";
import { finiteRange } from "../../../runtime/sampling/samples.js";
import type { JsonObject } from "../../wire.js";
import { axisValues } from "./axis-values.js";
import { CHART_HEIGHT, CHART_WIDTH, Chart } from "./chart.js";
import type { MatrixOptions } from "./heatmap-chart.js";
import { colorBarLayer, pixelLayer } from "./pixel-layer.js";

export interface ImshowOptions extends MatrixOptions {
  /** Square cells, or cells that fill the chart; by default square. */
  readonly aspect?: "equal" | "fill";
}

/** Larger sides are drawn with every second, third, … row and column. */
const MAX_SIDE = 1024;
const MAX_HEIGHT = 460;

/**
 * A matrix as a picture between axes of row and column numbers, with a colour bar; H×W×3 and H×W×4 are pictures in
 * colour. Row 0 is at the top.
 * @throws {RangeError} that names the shape, where it is no image's
 */
export function imageChart(source: ArrayInput, options: ImshowOptions = {}): Chart {
  const array = asArray(source);
  const [height = 1, width = 1] = array.shape;
  const step = Math.ceil(Math.max(height, width) / MAX_SIDE);
  const seen = step === 1 ? array : array.slice({ step }, { step });
  const isMatrix = array.ndim === 2;
  const found = isMatrix ? (finiteRange(axisValues(seen.ravel(), "The matrix").values) ?? [0, 1]) : [0, 1];
  const [low = 0, high = 1] = [options.vmin ?? found[0], options.vmax ?? found[1]];
  const name = options.colormap ?? "viridis";
  const pixels = isMatrix
    ? toPixels(seen, { colormap: name, vmin: low, vmax: high })
    : toPixels(seen, options);
  const size = sizeOf(height, width, options);
  const picture = pixelLayer(pixels, { x: [-0.5, width - 0.5], y: [-0.5, height - 0.5] }, size, {
    x: axis(options.xLabel, [-0.5, width - 0.5]),
    y: axis(options.yLabel, [-0.5, height - 0.5], true),
  });
  const bar = { colormap: name, low, high };
  const title = options.colorLabel === undefined ? {} : { title: options.colorLabel };
  return new Chart(
    {
      text: `image of ${array.shape.join(" × ")}, ${array.dtype}`,
      note: step === 1 ? undefined : `every ${ordinal(step)} row and column`,
      view: { layer: isMatrix ? [picture, colorBarLayer({ ...bar, ...title })] : [picture] },
    },
    { ...options, width: size[0], height: size[1] },
  );
}

const axis = (
  label: string | undefined,
  domain: readonly [number, number],
  isReversed = false,
): JsonObject => ({
  type: "quantitative",
  title: label ?? null,
  scale: { domain, nice: false, zero: false, reverse: isReversed },
  axis: { grid: false, format: "d", tickMinStep: 1 },
});

function sizeOf(
  height: number,
  width: number,
  options: ImshowOptions,
): readonly [width: number, height: number] {
  if (options.aspect === "fill") return [options.width ?? CHART_WIDTH, options.height ?? CHART_HEIGHT];
  const scale = Math.min((options.width ?? CHART_WIDTH) / width, (options.height ?? MAX_HEIGHT) / height);
  return [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
}

const ordinal = (step: number): string => `${step}${step === 2 ? "nd" : step === 3 ? "rd" : "th"}`;

import type { Roofline, RooflineLoop } from "../../../runtime/roofline.js";
import type { Json, JsonObject } from "../../wire.js";
import { Chart } from "./chart.js";
import { DOT_STYLE } from "./chart-config.js";

/** Loops that a legend can name; those that took the most time are shown. */
const MAX_LOOPS = 20;
const HEIGHT = 340;
const LOG_TICKS = 6;
/** Loops with more operations for each byte than so many times what a roof's bend takes stand at the edge. */
const BEYOND_BEND = 64;

interface Limits {
  readonly x: readonly [low: number, high: number];
  readonly y: readonly [low: number, high: number];
}

/** Loops as points below the roofs: a slanted one of memory, a level one of arithmetic for each dtype; a thin line tells what is left to gain. */
export function rooflineChart(roofline: Roofline): Chart {
  const farthest = BEYOND_BEND * Math.max(...bendsOf(roofline), 1);
  const loops = roofline.loops
    .toSorted((a, b) => b.milliseconds - a.milliseconds)
    .slice(0, MAX_LOOPS)
    .map((loop) => ({ ...loop, intensity: Math.min(loop.intensity, farthest) }));
  const limits = limitsOf(roofline, loops);
  const left = roofline.loops.length - loops.length;
  const note = [
    `${roofline.threads} threads`,
    ...(left === 0 ? [] : [`the ${MAX_LOOPS} loops of ${roofline.loops.length} that took the most time`]),
    ...(roofline.uncounted.length === 0 ? [] : [`${roofline.uncounted.length} not counted`]),
  ].join(", ");
  const x = axis("intensity", "operations on floats for each byte (FLOP/byte)", limits.x);
  const y = axis("gigaflops", "GFLOP/s", limits.y);
  const values = loops.map((loop) => loopRow(roofline, loop));
  const color = {
    field: "loop",
    type: "nominal",
    sort: null,
    title: null,
    legend: { orient: "bottom", columns: 1, labelLimit: 560 },
  };
  return new Chart(
    {
      text: roofline.toString(),
      note,
      view: {
        layer: [
          {
            data: { values: roofRows(roofline, limits) },
            mark: { type: "rule", strokeWidth: 1.5, opacity: 0.75, aria: false },
            encoding: { x, y, x2: { field: "x2" }, y2: { field: "y2" } },
          },
          {
            data: { values: roofNames(roofline, limits) },
            mark: { type: "text", align: "right", baseline: "bottom", dy: -4, fontSize: 11, aria: false },
            encoding: { x, y, text: { field: "name" } },
          },
          {
            data: { values },
            mark: { type: "rule", strokeDash: [2, 3], opacity: 0.8, aria: false },
            encoding: { x, y, y2: { field: "roof" }, color },
          },
          {
            data: { values },
            mark: {
              type: "point",
              filled: true,
              size: 90,
              opacity: 1,
              style: DOT_STYLE,
              aria: false,
              tooltip: { content: "data" },
            },
            encoding: { x, y, color },
          },
        ],
      },
    },
    { title: "Roofline", height: HEIGHT },
  );
}

/** The intensities at which loops are held up by arithmetic rather than by memory. */
const bendsOf = ({ gigabytesPerSecond: memory, peaks }: Roofline): readonly number[] =>
  memory === null ? [] : [...peaks.values()].map((peak) => peak / memory);

/** The axes hold all loops, and where the roofs bend. */
function limitsOf(roofline: Roofline, loops: readonly RooflineLoop[]): Limits {
  const peaks = [...roofline.peaks.values()];
  const xs = [...loops.map(({ intensity }) => intensity), ...bendsOf(roofline)];
  const x = [Math.min(...xs) / 2, Math.max(...xs) * 4] as const;
  const roofs = [...roofline.peaks.keys()].map((dtype) => roofline.roof(dtype, x[0]));
  const ys = [...loops.map(({ gigaflops }) => gigaflops), ...roofs];
  return { x, y: [Math.min(...ys) / 1.5, Math.max(...peaks, ...ys) * 1.8] };
}

const axis = (field: string, title: string, domain: readonly [number, number]): JsonObject => ({
  field,
  type: "quantitative",
  title,
  scale: { type: "log", domain, nice: false },
  axis: { format: "~g", tickCount: LOG_TICKS },
});

function loopRow(
  roofline: Roofline,
  { label, dtype, intensity, gigaflops, calls }: RooflineLoop,
): JsonObject {
  const roof = roofline.roof(dtype, intensity);
  const share = `${Math.round((100 * gigaflops) / roof)}%`;
  return { loop: label, dtype, intensity, gigaflops, calls, roof, "of the roof": share };
}

/** Of each roof the slanted part and the level one. */
function roofRows(roofline: Roofline, { x: [low, high] }: Limits): readonly Json[] {
  return [...roofline.peaks].flatMap(([dtype, peak]) => {
    const ridge = Math.min(Math.max(peak / (roofline.gigabytesPerSecond ?? peak / low), low), high);
    const roof = (intensity: number): number => roofline.roof(dtype, intensity);
    return [
      { intensity: low, gigaflops: roof(low), x2: ridge, y2: roof(ridge) },
      { intensity: ridge, gigaflops: roof(ridge), x2: high, y2: roof(high) },
    ];
  });
}

/** What stands on the level parts at the right, and above the slanted one. */
function roofNames(roofline: Roofline, { x: [low, high] }: Limits): readonly Json[] {
  const { gigabytesPerSecond: memory, peaks } = roofline;
  const name = (dtype: RooflineLoop["dtype"], peak: number): Json => ({
    name: `${dtype}: ${peak.toFixed(1)} GFLOP/s`,
    intensity: high,
    gigaflops: peak,
  });
  const level = [...peaks].map(([dtype, peak]) => name(dtype, peak));
  if (memory === null) return level;
  // Halfway up the slope, on logarithmic axes.
  const ridge = Math.min(...peaks.values()) / memory;
  const intensity = Math.sqrt(low * ridge);
  return [...level, { name: `memory: ${memory.toFixed(1)} GB/s`, intensity, gigaflops: intensity * memory }];
}

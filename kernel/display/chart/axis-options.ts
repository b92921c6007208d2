import type { JsonObject } from "../../wire.js";
import type { ChartOptions } from "./chart.js";

/** What charts with two axes take. */
export interface AxisOptions extends ChartOptions {
  readonly xLabel?: string;
  readonly yLabel?: string;
  readonly xScale?: "linear" | "log";
  readonly yScale?: "linear" | "log";
  /** First and last value of the axis. */
  readonly xLim?: readonly [low: number, high: number];
  readonly yLim?: readonly [low: number, high: number];
}

interface Axis {
  readonly isTime?: boolean;
  /** The axis' name where the caller gives none. */
  readonly label?: string | null;
  /** Zero belongs to the axis: bars begin there. */
  readonly fromZero?: boolean;
}

/** The encoding of the horizontal axis by `field`. */
export function xEncoding(field: string, { xLabel, xScale, xLim }: AxisOptions, axis: Axis = {}): JsonObject {
  return encoding(field, { channel: "x", label: xLabel, type: xScale, limits: xLim }, axis);
}

/** The encoding of the vertical axis by `field`. */
export function yEncoding(field: string, { yLabel, yScale, yLim }: AxisOptions, axis: Axis = {}): JsonObject {
  return encoding(field, { channel: "y", label: yLabel, type: yScale, limits: yLim }, axis);
}

interface Wanted {
  readonly channel: "x" | "y";
  readonly label: string | undefined;
  readonly type: "linear" | "log" | undefined;
  readonly limits: readonly [number, number] | undefined;
}

/** Vega gives logarithmic axes nine lines for each power of ten otherwise. */
const LOG_TICKS = 6;
/**
 * 10k, but 0.01 and not 10m; over two decades and more, powers of ten alone: where there is room for a few others, Vega would label some. What
 * it leaves out for want of room is empty.
 */
function logLabel(channel: "x" | "y"): string {
  const exponent = "log(datum.value) / LN10";
  const isPower = `abs(${exponent} - round(${exponent})) < 1e-9`;
  const isLong = `domain('${channel}')[1] >= 100 * domain('${channel}')[0]`;
  const label = "datum.value >= 1 ? datum.label : format(datum.value, '~g')";
  return `datum.label === '' || (${isLong} && !(${isPower})) ? '' : ${label}`;
}

function encoding(field: string, { channel, label, type, limits }: Wanted, axis: Axis): JsonObject {
  const scale = {
    ...(type === "log" ? { type: "log" } : {}),
    ...(limits === undefined ? { nice: type !== "log" } : { domain: limits, nice: false, clamp: false }),
    zero: axis.fromZero === true && type !== "log",
  };
  return {
    field,
    type: axis.isTime === true ? "temporal" : "quantitative",
    title: label ?? axis.label ?? null,
    scale: axis.isTime === true ? {} : scale,
    ...(type === "log" ? { axis: { format: "~s", labelExpr: logLabel(channel), tickCount: LOG_TICKS } } : {}),
  };
}

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
  return encoding(field, { label: xLabel, type: xScale, limits: xLim }, axis);
}

/** The encoding of the vertical axis by `field`. */
export function yEncoding(field: string, { yLabel, yScale, yLim }: AxisOptions, axis: Axis = {}): JsonObject {
  return encoding(field, { label: yLabel, type: yScale, limits: yLim }, axis);
}

interface Wanted {
  readonly label: string | undefined;
  readonly type: "linear" | "log" | undefined;
  readonly limits: readonly [number, number] | undefined;
}

/** Vega gives logarithmic axes nine lines for each power of ten otherwise. */
const LOG_TICKS = 6;
/** 10k, but 0.01 and not 10m. What Vega leaves out for want of room is empty. */
const LOG_LABEL = "datum.label === '' || datum.value >= 1 ? datum.label : format(datum.value, '~g')";

function encoding(field: string, { label, type, limits }: Wanted, axis: Axis): JsonObject {
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
    ...(type === "log" ? { axis: { format: "~s", labelExpr: LOG_LABEL, tickCount: LOG_TICKS } } : {}),
  };
}

import { Roofline } from "../../runtime/roofline.js";
import { Timeline } from "../../runtime/timeline.js";
import type { MimeBundle } from "../messages.js";
import { rooflineChart } from "./chart/roofline-chart.js";
import { timelineChart } from "./chart/timeline-chart.js";
import { DISPLAY } from "./displayable.js";

/** The chart of a roofline or a timeline, with the text that consoles show of it; null for other values. */
export function diagnosticsBundle(value: object): Promise<MimeBundle> | null {
  const chart =
    value instanceof Roofline
      ? rooflineChart(value)
      : value instanceof Timeline
        ? timelineChart(value)
        : null;
  if (chart === null) return null;
  return chart[DISPLAY]().then((bundle) => ({ ...bundle, "text/plain": String(value) }));
}

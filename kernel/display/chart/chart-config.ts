import type { JsonObject } from "../../wire.js";

/** The colours of series, in this order: apart from one another, also for the colour-blind, and clear on white and on black. */
export const SERIES_COLORS: readonly [string, ...string[]] = [
  "#3b82d6",
  "#e6762b",
  "#25a06b",
  "#c750a2",
  "#8c6bd8",
  "#b3872a",
  "#d9485f",
  "#2a9fb5",
];

/** What a chart is drawn with: the colour of text and lines, and what is behind it. */
export interface ChartTheme {
  readonly ink: string;
  readonly background: string;
}

/** Takes the colour of the text around it, so that it fits every theme of a notebook. */
export const SURROUNDINGS: ChartTheme = { ink: "currentColor", background: "transparent" };
/** For pictures, which don't know what is around them. */
export const LIGHT: ChartTheme = { ink: "#24292f", background: "#ffffff" };
export const DARK: ChartTheme = { ink: "#d4d8dd", background: "#1c1e21" };

const FONT = "system-ui, -apple-system, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif";

/** The style of points that have a colour of their own: an edge, as the colour may be that of what is behind them. */
export const DOT_STYLE = "dot";

/** Vega-Lite's configuration for a theme. */
export function chartConfig({ ink, background }: ChartTheme): JsonObject {
  const faint = { domainOpacity: 0.4, tickOpacity: 0.4, gridOpacity: 0.12 };
  return {
    background,
    font: FONT,
    padding: 6,
    view: { stroke: "transparent" },
    axis: {
      // Vega would push the first and the last label inwards, onto their neighbours.
      labelFlush: false,
      ...faint,
      domainColor: ink,
      tickColor: ink,
      gridColor: ink,
      labelColor: ink,
      titleColor: ink,
      labelFontSize: 11,
      labelPadding: 4,
      // Of labels that would stand closer, every second is left out.
      labelSeparation: 6,
      labelLimit: 240,
      titleFontSize: 12,
      titleFontWeight: 500,
      titlePadding: 8,
      tickSize: 4,
    },
    legend: {
      labelColor: ink,
      titleColor: ink,
      labelFontSize: 11,
      titleFontSize: 11,
      titleFontWeight: 500,
      // The uppermost label of a colour bar reaches beyond it.
      titlePadding: 9,
    },
    title: {
      color: ink,
      subtitleColor: ink,
      anchor: "start",
      frame: "group",
      fontSize: 14,
      fontWeight: 600,
      subtitleFontSize: 11,
      offset: 10,
    },
    mark: { color: SERIES_COLORS[0] },
    text: { color: ink },
    rule: { color: ink },
    tick: { color: ink },
    line: { strokeWidth: 1.8, strokeJoin: "round", strokeCap: "round" },
    range: { category: SERIES_COLORS },
    style: { [DOT_STYLE]: { stroke: ink, strokeWidth: 0.5, strokeOpacity: 0.45 } },
  };
}

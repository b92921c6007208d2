import { barChart } from "./bar-chart.js";
import { boxChart } from "./box-chart.js";
import { contourChart } from "./contour-chart.js";
import { heatmapChart } from "./heatmap-chart.js";
import { histogramChart } from "./histogram-chart.js";
import { imageChart } from "./image-chart.js";
import { lineChart } from "./line-chart.js";
import { scatterChart } from "./scatter-chart.js";

/** The charts, under the names that cells call them by. */
export const charts = {
  plot: lineChart,
  scatter: scatterChart,
  hist: histogramChart,
  bar: barChart,
  boxplot: boxChart,
  heatmap: heatmapChart,
  imshow: imageChart,
  contour: contourChart,
} as const;

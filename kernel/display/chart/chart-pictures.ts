import type { MimeBundle } from "../../messages.js";
import type { JsonObject } from "../../wire.js";
import { chartPicture } from "./chart-picture.js";
import { staticChart } from "./static-chart.js";

/**
 * A Vega-Lite specification as pictures: SVG for pages, and PNG for what shows nothing else. JupyterLab, where a chart has no PNG,
 * draws it three times to make one, and marks the notebook as changed.
 * @throws what Vega says where it can't make sense of the specification
 */
export async function chartPictures(spec: JsonObject): Promise<MimeBundle> {
  const svg = await staticChart(spec);
  const png = await chartPicture(svg);
  return { "image/svg+xml": svg, ...(png === null ? {} : { "image/png": png }) };
}

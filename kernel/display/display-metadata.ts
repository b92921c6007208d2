import type { MimeBundle } from "../messages.js";
import type { JsonObject } from "../wire.js";
import { VEGA_LITE_MIME, VEGA_MIME } from "./chart/mime-types.js";

/** How clients are to show the parts of a bundle, by MIME type. */
export function displayMetadata(bundle: MimeBundle): JsonObject {
  const charts = [VEGA_LITE_MIME, VEGA_MIME].filter((mime) => mime in bundle);
  return Object.fromEntries(charts.map((mime) => [mime, { embed_options: CHART_OPTIONS }]));
}

/** As SVG, text has the colour of its surroundings, in light themes and dark ones; a canvas does not know them. */
const CHART_OPTIONS = { renderer: "svg" };

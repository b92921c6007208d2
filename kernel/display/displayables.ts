import type { MimeBundle } from "../messages.js";
import type { Json, JsonObject } from "../wire.js";
import { SpecifiedChart } from "./chart/specified-chart.js";
import { Displayable } from "./displayable.js";
import { image, images } from "./image.js";

const ofType =
  (mime: string) =>
  (text: string): Displayable =>
    new Displayable({ [mime]: text, "text/plain": text });

/** What the `display` object of a session offers: each gives a value that is shown as the named kind of output. */
export const displayables = {
  html: ofType("text/html"),
  markdown: ofType("text/markdown"),
  /** LaTeX, with its dollar signs: `$\\sqrt{2}$`. */
  latex: ofType("text/latex"),
  svg: ofType("image/svg+xml"),
  text: (text: string) => new Displayable({ "text/plain": text }),
  /** A tree that can be folded. */
  json: (value: Json) =>
    new Displayable({ "application/json": value, "text/plain": JSON.stringify(value, null, 2) }),
  /** A Vega-Lite 5 or Vega 5 specification, drawn as a chart. */
  vegaLite: (spec: JsonObject) => new SpecifiedChart(spec),
  /** Output of any types, by their MIME names. */
  bundle: (bundle: MimeBundle) => new Displayable(bundle),
  image,
  images,
} as const;

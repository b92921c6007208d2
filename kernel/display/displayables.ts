import { inspect } from "node:util";
import type { MimeBundle } from "../messages.js";
import type { Json, JsonObject } from "../wire.js";
import { animation } from "./animation.js";
import { SpecifiedChart } from "./chart/specified-chart.js";
import { compare } from "./compare.js";
import { Displayable } from "./displayable.js";
import { image, images } from "./image.js";
import { arrayTable } from "./ndarray.js";
import { type TableOptions, tableBundle } from "./table/table.js";
import { toTable } from "./table/table-data.js";
import { treeHtml } from "./tree/tree-html.js";
import { valueTree } from "./tree/value-tree.js";

/** A text, or a template: `display.html(text)`, display.html`<b>${word}</b>`. */
type Template = readonly [text: string] | readonly [strings: TemplateStringsArray, ...values: unknown[]];

const ofType =
  (mime: string) =>
  (...[first, ...values]: Template): Displayable => {
    const text = typeof first === "string" ? first : String.raw({ raw: first }, ...values);
    return new Displayable({ [mime]: text, "text/plain": text });
  };

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
  /** Frames × height × width, moving. */
  animation,
  /** Two images of one size, with a slider between them. */
  compare,
  /** The numbers of an array, where it would be shown as a picture or with colours behind them: `{ heat: "viridis" }`. */
  array: arrayTable,
  /** Rows and columns: of an array of objects or of lists, a Map, named lists, a table of Arrow. */
  table: (value: unknown, options?: TableOptions) => new Displayable(tableBundle(toTable(value), options)),
  /** All that a value holds, as a tree that folds. */
  tree: (value: unknown) =>
    new Displayable({ "text/html": treeHtml(valueTree(value)), "text/plain": inspect(value) }),
} as const;

import { type ArrayInput, asArray } from "../../runtime/array-from.js";
import type { ColormapName } from "../../runtime/io/colormap.js";
import type { NDArray } from "../../runtime/ndarray.js";
import { arrayRepr } from "../../runtime/print/array-text.js";
import { finiteRange } from "../../runtime/sampling/samples.js";
import type { MimeBundle } from "../messages.js";
import { factsHtml } from "./array-facts.js";
import { ARRAY_STYLE } from "./array-style.js";
import { SLICE_TABLE, tableHtml, WHOLE_TABLE } from "./array-table.js";
import { colorBarHtml } from "./color-bar.js";
import { Displayable } from "./displayable.js";
import { image } from "./image.js";
import { isPicture } from "./is-picture.js";
import type { Shading } from "./shade.js";
import { shownIndices } from "./shown-indices.js";
import { tabsHtml } from "./tabs.js";

export interface ArrayOptions {
  /** Colours behind the numbers: a colormap, or true for viridis. */
  readonly heat?: ColormapName | boolean;
  /** The value of the first colour. */
  readonly vmin?: number;
  /** The value of the last colour. */
  readonly vmax?: number;
}

/** Up to this many matrices of an array of three dimensions or more stand side by side; of more, one is chosen. */
const SIDE_BY_SIDE = 4;
/** Matrices to choose from; of more, the edges. */
const CHOICE = { most: 24, first: 12, last: 12 };

/** An array as NumPy's text and as a table; where `isPicture` says that it is one, as a picture with a switch to its numbers. */
export function arrayBundle(array: NDArray): MimeBundle {
  const text = { "text/plain": arrayRepr(array) };
  if (isPicture(array)) return { ...pictureBundle(array), ...text };
  return array.ndim === 0 ? text : { ...text, "text/html": arrayHtml(array, undefined) };
}

/** An array as a table of its numbers, with colours behind them where that is wanted. */
export function arrayTable(source: ArrayInput, options: ArrayOptions = {}): Displayable {
  const array = asArray(source);
  const shading = shadingOf(array, options);
  return new Displayable({ "text/html": arrayHtml(array, shading), "text/plain": arrayRepr(array) });
}

function shadingOf(array: NDArray, { heat = false, vmin, vmax }: ArrayOptions): Shading | undefined {
  if (heat === false) return undefined;
  if (array.dtype.startsWith("complex")) {
    throw new TypeError(
      `Colours need an order, which ${array.dtype} has none of: take np.abs(z) or np.real(z)`,
    );
  }
  const numbers = array.dtype === "bool" ? asArray(array, "uint8") : array;
  const [low, high] = finiteRange(numbers.ravel()) ?? [0, 1];
  return { colormap: heat === true ? "viridis" : heat, low: vmin ?? low, high: vmax ?? high };
}

function pictureBundle(array: NDArray): MimeBundle {
  const { bundle } = image(array);
  const numbers = (part: NDArray): string => `<div class="weft-scroll">${tableHtml(part, WHOLE_TABLE)}</div>`;
  const channels = ["red", "green", "blue", "alpha"].slice(0, array.shape[2] ?? 0);
  const tables =
    array.ndim === 2
      ? [{ label: "numbers", html: numbers(array) }]
      : channels.map((label, channel) => ({ label, html: numbers(array.slice(":", ":", channel)) }));
  const picture = { label: "picture", html: String(bundle["text/html"]) };
  return {
    ...bundle,
    "text/html": `<div class="weft-array">${tabsHtml("picture or numbers", [picture, ...tables])}</div>`,
  };
}

function arrayHtml(array: NDArray, shading: Shading | undefined): string {
  const bar = shading === undefined ? "" : colorBarHtml(shading.colormap, shading.low, shading.high);
  return `${ARRAY_STYLE}<div class="weft-array">${factsHtml(array)}${bar}${bodyHtml(array, shading)}</div>`;
}

function bodyHtml(array: NDArray, shading: Shading | undefined): string {
  if (array.size === 0) return "";
  if (array.ndim > 2) return slicesHtml(array, shading);
  return `<div class="weft-scroll">${tableHtml(array, WHOLE_TABLE, { shading })}</div>`;
}

/** The matrices along the last two axes: side by side, or one chosen by its index. */
function slicesHtml(array: NDArray, shading: Shading | undefined): string {
  const outer = array.shape.slice(0, -2);
  const count = outer.reduce((product, length) => product * length, 1);
  const table = (index: readonly number[], limits: typeof SLICE_TABLE): string => {
    const caption = `[${index.join(", ")}, :, :]`;
    return `<div class="weft-scroll">${tableHtml(array.slice(...index), limits, { caption, shading })}</div>`;
  };
  if (count <= SIDE_BY_SIDE) {
    const tables = Array.from({ length: count }, (_, flat) => table(unravel(flat, outer), SLICE_TABLE));
    return `<div class="weft-slices">${tables.join("")}</div>`;
  }
  const tabs = shownIndices(count, CHOICE).map((flat) => {
    if (flat === null) {
      const left = (count - CHOICE.first - CHOICE.last).toLocaleString("en-US");
      return {
        label: "⋯",
        html: `<div class="weft-facts">${left} more matrices, such as those of a.slice(${unravel(CHOICE.first, outer).join(", ")})</div>`,
      };
    }
    const index = unravel(flat, outer);
    return { label: index.join(", "), html: table(index, CHOSEN_TABLE) };
  });
  return tabsHtml("matrix", tabs);
}

/** Larger than where several stand side by side, smaller than where there is no other. */
const CHOSEN_TABLE = { rows: { most: 12, first: 4, last: 4 }, columns: { most: 12, first: 4, last: 4 } };

function unravel(flat: number, shape: readonly number[]): number[] {
  let rest = flat;
  const reversed = shape.toReversed().map((length) => {
    const index = rest % length;
    rest = Math.floor(rest / length);
    return index;
  });
  return reversed.toReversed();
}

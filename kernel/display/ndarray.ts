import type { NDArray } from "../../runtime/ndarray.js";
import { arrayRepr } from "../../runtime/print/array-text.js";
import type { MimeBundle } from "../messages.js";
import { factsHtml } from "./array-facts.js";
import { ARRAY_STYLE } from "./array-style.js";
import { tableHtml } from "./array-table.js";
import { image } from "./image.js";
import { isPicture } from "./is-picture.js";

/** Matrices shown of an array of three dimensions or more. */
const MAX_SLICES = 3;

/** An array as NumPy's text and as a table; as a picture where `isPicture` says that it is one. */
export function arrayBundle(array: NDArray): MimeBundle {
  const text = { "text/plain": arrayRepr(array) };
  if (isPicture(array)) return { ...image(array).bundle, ...text };
  return array.ndim === 0 ? text : { ...text, "text/html": arrayHtml(array) };
}

function arrayHtml(array: NDArray): string {
  const tables = array.size === 0 ? "" : array.ndim <= 2 ? tableHtml(array, null) : slicesHtml(array);
  return `${ARRAY_STYLE}<div class="weft-array">${factsHtml(array)}<div class="weft-scroll">${tables}</div></div>`;
}

/** The first and the last of the matrices along the last two axes, with a note on those between. */
function slicesHtml(array: NDArray): string {
  const outer = array.shape.slice(0, -2);
  const count = outer.reduce((product, length) => product * length, 1);
  const first = Array.from({ length: Math.min(count, MAX_SLICES) }, (_, flat) => flat);
  const shown = count > MAX_SLICES ? first.with(-1, count - 1) : first;
  const hidden = count - shown.length;
  const note = hidden === 0 ? "" : `<div class="weft-facts">⋮ ${hidden} more matrices</div>`;
  return shown
    .map((flat, place) => {
      const index = unravel(flat, outer);
      const table = tableHtml(array.slice(...index), `[${index.join(", ")}, :, :]`);
      return place === shown.length - 1 ? note + table : table;
    })
    .join("");
}

function unravel(flat: number, shape: readonly number[]): number[] {
  let rest = flat;
  const reversed = shape.toReversed().map((length) => {
    const index = rest % length;
    rest = Math.floor(rest / length);
    return index;
  });
  return reversed.toReversed();
}

import type { NDArray } from "../../runtime/ndarray.js";
import { arrayRepr } from "../../runtime/print/array-text.js";
import type { MimeBundle } from "../messages.js";
import { factsHtml } from "./array-facts.js";
import { ARRAY_STYLE } from "./array-style.js";
import { SLICE_TABLE, tableHtml, WHOLE_TABLE } from "./array-table.js";
import { image } from "./image.js";
import { isPicture } from "./is-picture.js";

/** Up to this many matrices of an array of three dimensions or more are all shown; of more, the edges. */
const MAX_SLICES = 4;
const LEADING_SLICES = 2;

/** An array as NumPy's text and as a table; as a picture where `isPicture` says that it is one. */
export function arrayBundle(array: NDArray): MimeBundle {
  const text = { "text/plain": arrayRepr(array) };
  if (isPicture(array)) return { ...image(array).bundle, ...text };
  return array.ndim === 0 ? text : { ...text, "text/html": arrayHtml(array) };
}

function arrayHtml(array: NDArray): string {
  return `${ARRAY_STYLE}<div class="weft-array">${factsHtml(array)}${bodyHtml(array)}</div>`;
}

function bodyHtml(array: NDArray): string {
  if (array.size === 0) return "";
  if (array.ndim > 2) return `<div class="weft-slices">${slicesHtml(array)}</div>`;
  return `<div class="weft-scroll">${tableHtml(array, WHOLE_TABLE)}</div>`;
}

/** The first and the last of the matrices along the last two axes, with a note on those between. */
function slicesHtml(array: NDArray): string {
  const outer = array.shape.slice(0, -2);
  const count = outer.reduce((product, length) => product * length, 1);
  const slice = (flat: number): string => {
    const index = unravel(flat, outer);
    return `<div class="weft-scroll">${tableHtml(array.slice(...index), SLICE_TABLE, `[${index.join(", ")}, :, :]`)}</div>`;
  };
  if (count <= MAX_SLICES) return Array.from({ length: count }, (_, flat) => slice(flat)).join("");
  const leading = Array.from({ length: LEADING_SLICES }, (_, flat) => slice(flat));
  const note = `<div class="weft-facts">⋯ ${count - LEADING_SLICES - 1} more</div>`;
  return leading.join("") + note + slice(count - 1);
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

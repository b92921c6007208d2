import { type ArrayInput, asArray } from "../../runtime/array-from.js";
import { formatShape } from "../../runtime/layout.js";
import { ARRAY_STYLE } from "./array-style.js";
import { Displayable } from "./displayable.js";
import { escapeHtml } from "./html-text.js";
import { figure, type ImageOptions } from "./image.js";
import { OWN_KEYS } from "./own-keys.js";

export interface CompareOptions extends Omit<ImageOptions, "title"> {
  readonly titles?: readonly [before: string, after: string];
}

/**
 * Two images of one size on top of each other, with a slider for how much is seen of which. Where scripts don't run, one
 * half of each is seen.
 * @throws {RangeError} that names both shapes, where the sizes differ
 */
export function compare(before: ArrayInput, after: ArrayInput, options: CompareOptions = {}): Displayable {
  const [first, second] = [asArray(before), asArray(after)];
  if (first.shape[0] !== second.shape[0] || first.shape[1] !== second.shape[1]) {
    throw new RangeError(
      `Images of shapes ${formatShape(first.shape)} and ${formatShape(second.shape)} can't lie on top of each other: height and width have to agree`,
    );
  }
  const { titles = ["before", "after"], ...shared } = options;
  const [left, right] = [figure(first, shared, titles[0]), figure(second, shared, titles[1])];
  // Nothing of the user's stands in the handler.
  const move = "this.parentNode.previousElementSibling.style.setProperty('--weft-at',this.value+'%')";
  const html =
    `<div class="weft-compare">${left.picture}<div class="weft-over">${right.picture}</div></div>` +
    `<label class="weft-slider"><span>${escapeHtml(titles[0])}</span>` +
    `<input type="range" ${OWN_KEYS} min="0" max="100" value="50" aria-label="how much is seen of each image" oninput="${move}">` +
    `<span>${escapeHtml(titles[1])}</span></label>`;
  return new Displayable({
    "text/html": `${ARRAY_STYLE}<div class="weft-array"><div class="weft-pair">${html}</div></div>`,
    "text/plain": `${left.text}\n${right.text}`,
  });
}

import { type ArrayInput, asArray } from "../../runtime/array-from.js";
import type { ColormapName } from "../../runtime/io/colormap.js";
import { pixelRange } from "../../runtime/io/pixels.js";
import { encodePng } from "../../runtime/io/png-writer.js";
import type { NDArray } from "../../runtime/ndarray.js";
import { arrayFacts } from "./array-facts.js";
import { ARRAY_STYLE } from "./array-style.js";
import { colorBarHtml } from "./color-bar.js";
import { Displayable } from "./displayable.js";
import { escapeHtml } from "./html-text.js";

export interface ImageOptions {
  /** Screen pixels for each element; small images are enlarged by default. Elements stay sharp squares. */
  readonly scale?: number;
  readonly title?: string;
  /** Colours for the values of an H×W array. */
  readonly colormap?: ColormapName;
  /** The value that becomes black, or the first colour. */
  readonly vmin?: number;
  /** The value that becomes white, or the last colour. */
  readonly vmax?: number;
  /** A strip with the colours and their values; by default with a colormap. */
  readonly colorbar?: boolean;
}

export interface ImagesOptions extends Omit<ImageOptions, "title"> {
  readonly titles?: readonly string[];
  /** Images in one row; up to 4 where it is not given. */
  readonly columns?: number;
}

/** Larger images are shown at a whole fraction of their size, so that a notebook stays small. */
const MAX_SIDE = 2048;
/** Images whose longer side is smaller are enlarged to about this size. */
const COMFORTABLE_SIDE = 256;

/** Images in one row, where the caller doesn't say. */
const MAX_COLUMNS = 4;

interface Figure {
  readonly png: string;
  /** The picture alone. */
  readonly picture: string;
  readonly html: string;
  readonly text: string;
}

/**
 * Shows an array as a picture: H×W in grey or in a colormap, H×W×3 as RGB, H×W×4 as RGBA. See `toPixels` for how values
 * become colours.
 * @throws {RangeError} that names the shape, where it is no image's
 */
export function image(source: ArrayInput, options: ImageOptions = {}): Displayable {
  const { png, html, text } = figure(asArray(source), options, options.title);
  return new Displayable({
    "image/png": png,
    "text/html": `${ARRAY_STYLE}<div class="weft-array">${html}</div>`,
    "text/plain": text,
  });
}

/** Shows several arrays as pictures side by side. */
export function images(sources: readonly ArrayInput[], options: ImagesOptions = {}): Displayable {
  const { titles = [], columns, ...shared } = options;
  const figures = sources.map((source, place) => figure(asArray(source), shared, titles[place]));
  // Columns shrink before they leave the page.
  const count = Math.max(1, Number(columns ?? Math.min(figures.length, MAX_COLUMNS)));
  const grid = `style="grid-template-columns:repeat(${count},minmax(0,max-content))"`;
  const html = figures.map((one) => one.html).join("");
  return new Displayable({
    "text/html": `${ARRAY_STYLE}<div class="weft-array"><div class="weft-images" ${grid}>${html}</div></div>`,
    "text/plain": figures.map((one) => one.text).join("\n"),
  });
}

/** A picture with its caption, for a page with one or several. */
export function figure(array: NDArray, options: ImageOptions, title: string | undefined): Figure {
  const step = Math.ceil(Math.max(array.shape[0] ?? 1, array.shape[1] ?? 1) / MAX_SIDE);
  const shown = array.ndim < 2 || step === 1 ? array : thinOut(array, step);
  const png = encodePng(shown, options).toString("base64");
  const [height = 1, width = 1] = shown.shape;
  const scale = options.scale ?? defaultScale(Math.max(height, width));
  const { dtype, shape } = arrayFacts(array);
  const note = step === 1 ? "" : `, every ${step}${step === 2 ? "nd" : step === 3 ? "rd" : "th"} pixel`;
  const text = `${title === undefined ? "" : `${title}: `}image ${shape}, ${dtype}${note}`;
  const sharp = scale > 1 ? ' class="weft-pixels"' : "";
  const size = `width="${Math.round(width * scale)}" height="${Math.round(height * scale)}"`;
  const hasBar = options.colorbar ?? options.colormap !== undefined;
  const range = hasBar && array.ndim === 2 ? pixelRange(array, options) : null;
  const bar = range === null ? "" : colorBarHtml(options.colormap ?? "gray", range.low, range.high);
  const heading = title === undefined ? "" : `<b>${escapeHtml(title)}</b>`;
  const picture = `<img${sharp} ${size} alt="${escapeHtml(text)}" src="data:image/png;base64,${png}">`;
  const html = `<figure>${picture}<figcaption>${heading}${escapeHtml(`${shape} ${dtype}${note}`)}</figcaption>${bar}</figure>`;
  return { png, picture, html, text };
}

function thinOut(array: NDArray, step: number): NDArray {
  return array.slice({ step }, { step });
}

/** Small images are enlarged, by whole numbers. */
export function defaultScale(side: number): number {
  return side >= COMFORTABLE_SIDE / 2 ? 1 : Math.floor(COMFORTABLE_SIDE / side);
}

import { type ArrayInput, asArray } from "../../runtime/array-from.js";
import { encodeApng } from "../../runtime/io/apng-writer.js";
import { pixelRange } from "../../runtime/io/pixels.js";
import { encodePng } from "../../runtime/io/png-writer.js";
import { formatShape } from "../../runtime/layout.js";

import { ARRAY_STYLE } from "./array-style.js";
import { colorBarHtml } from "./color-bar.js";
import { Displayable } from "./displayable.js";
import { escapeHtml } from "./html-text.js";
import { defaultScale, type ImageOptions } from "./image.js";
import { tabsHtml } from "./tabs.js";

export interface AnimationOptions extends ImageOptions {
  /** Frames for each second; by default 12. */
  readonly fps?: number;
}

const FPS = 12;
/** Frames and pixels of a side beyond which every second, third, … is shown. */
const MAX_FRAMES = 150;
const MAX_SIDE = 512;
/** Frames to choose from where the animation stands still. */
const STILLS = 5;

/**
 * Frames×H×W, or Frames×H×W×3 and ×4, as an animation that can be stopped. All frames have one scale of colours.
 * @throws {RangeError} that names the shape, where it has no frames
 */
export function animation(source: ArrayInput, options: AnimationOptions = {}): Displayable {
  const array = asArray(source);
  if ((array.ndim !== 3 && array.ndim !== 4) || array.size === 0) {
    throw new RangeError(`An animation needs frames × height × width, not shape ${formatShape(array.shape)}`);
  }
  const { fps = FPS, title } = options;
  if (!(fps > 0 && fps <= 100)) throw new RangeError(`fps is ${fps}, and it has to be between 0 and 100`);
  const [count = 0, height = 1, width = 1] = array.shape;
  const skip = Math.ceil(count / MAX_FRAMES);
  const step = Math.ceil(Math.max(height, width) / MAX_SIDE);
  const thin = array.slice({ step: skip }, { step }, { step });
  const range = array.ndim === 3 ? pixelRange(thin, options) : null;
  const settings = range === null ? options : { ...options, vmin: range.low, vmax: range.high };
  const frames = Array.from({ length: thin.length }, (_, frame) => thin.slice(frame));
  const note = skip === 1 ? "" : `, one of every ${skip} frames`;
  const text = `${title === undefined ? "" : `${title}: `}animation of ${count} frames of ${height} × ${width}${note}`;
  const png = encodeApng(frames, { ...settings, fps }).toString("base64");
  const show = (data: string): string =>
    pictureHtml(data, text, Math.ceil(width / step), Math.ceil(height / step), options.scale);
  const stills = stillFrames(frames.length).map((frame) => ({
    label: `frame ${frame * skip}`,
    html: show(encodePng(frames[frame] ?? [], settings).toString("base64")),
  }));
  const heading = title === undefined ? "" : `<b>${escapeHtml(title)}</b>`;
  const bar =
    range !== null && (options.colorbar ?? options.colormap !== undefined)
      ? colorBarHtml(options.colormap ?? "gray", range.low, range.high)
      : "";
  const tabs = tabsHtml("animation or a frame", [{ label: "▶ play", html: show(png) }, ...stills]);
  const caption = `<figcaption>${heading}${escapeHtml(`${count} frames of ${height} × ${width}, ${array.dtype}${note}`)}</figcaption>`;
  return new Displayable({
    // What shows no HTML shows no animation either: a page in print, for example.
    "image/png": encodePng(frames.at(-1) ?? [], settings).toString("base64"),
    "text/html": `${ARRAY_STYLE}<div class="weft-array"><figure>${tabs}${caption}${bar}</figure></div>`,
    "text/plain": text,
  });
}

function pictureHtml(
  png: string,
  text: string,
  width: number,
  height: number,
  wanted: number | undefined,
): string {
  const scale = wanted ?? defaultScale(Math.max(height, width));
  const size = `width="${Math.round(width * scale)}" height="${Math.round(height * scale)}"`;
  return `<img${scale > 1 ? ' class="weft-pixels"' : ""} ${size} alt="${escapeHtml(text)}" src="data:image/png;base64,${png}">`;
}

function stillFrames(count: number): readonly number[] {
  const shown = Math.min(count, STILLS);
  return Array.from({ length: shown }, (_, place) =>
    Math.round((place * (count - 1)) / Math.max(1, shown - 1)),
  );
}

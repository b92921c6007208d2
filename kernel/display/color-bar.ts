import { type ColormapName, colormap } from "../../runtime/io/colormap.js";
import { escapeHtml } from "./html-text.js";

const STOPS = 12;

/** The colours of a colormap, from first to last, as CSS. */
export function cssColors(name: ColormapName, count: number): readonly string[] {
  const table = colormap(name);
  return Array.from({ length: count }, (_, stop) => {
    const at = 3 * Math.round((stop * 255) / (count - 1));
    return `#${Buffer.from(table.subarray(at, at + 3)).toString("hex")}`;
  });
}

/** A strip with the colours of a colormap between the values of the first and the last. */
export function colorBarHtml(name: ColormapName, low: number, high: number): string {
  const number = (value: number): string => escapeHtml(String(Number(value.toPrecision(4))));
  const gradient = `linear-gradient(to right,${cssColors(name, STOPS).join(",")})`;
  return `<div class="weft-bar"><span>${number(low)}</span><i style="background:${gradient}"></i><span>${number(high)}</span></div>`;
}

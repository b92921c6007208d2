import { type ColormapName, colormap } from "../../runtime/io/colormap.js";

/** Which values have which colours. */
export interface Shading {
  readonly colormap: ColormapName;
  readonly low: number;
  readonly high: number;
}

export interface Shade {
  readonly color: string;
  /** Black or white: what can be read on the colour. */
  readonly ink: string;
}

/** Of colours with this luminance, black and white are equally far: by the formula of the WCAG 2 for contrast. */
const MIDDLE = 0.179;

/** The colour of a value, and what can be read on it. */
export function shadeOf(value: number, { colormap: name, low, high }: Shading): Shade {
  const share = high > low ? Math.min(1, Math.max(0, (value - low) / (high - low))) : 0;
  const at = 3 * Math.round(255 * share);
  const color = colormap(name).subarray(at, at + 3);
  const [red = 0, green = 0, blue = 0] = Array.from(color, linear);
  const ink = 0.2126 * red + 0.7152 * green + 0.0722 * blue > MIDDLE ? "#000000" : "#ffffff";
  return { color: `#${Buffer.from(color).toString("hex")}`, ink };
}

/** A part of an sRGB colour, of 255, as a share of light. */
function linear(part: number): number {
  const share = part / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

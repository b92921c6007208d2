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

/** Colours lighter than this, of 255, have black on them. */
const LIGHT = 140;

/** The colour of a value, and what can be read on it. */
export function shadeOf(value: number, { colormap: name, low, high }: Shading): Shade {
  const share = high > low ? Math.min(1, Math.max(0, (value - low) / (high - low))) : 0;
  const at = 3 * Math.round(255 * share);
  const color = colormap(name).subarray(at, at + 3);
  const [red = 0, green = 0, blue = 0] = color;
  const ink = 0.299 * red + 0.587 * green + 0.114 * blue > LIGHT ? "#111111" : "#ffffff";
  return { color: `#${Buffer.from(color).toString("hex")}`, ink };
}

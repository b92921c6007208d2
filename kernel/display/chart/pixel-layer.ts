import type { ColormapName } from "../../../runtime/io/colormap.js";
import { encodePng } from "../../../runtime/io/png-writer.js";
import type { NDArray } from "../../../runtime/ndarray.js";
import type { JsonObject } from "../../wire.js";
import { cssColors } from "../color-bar.js";

/** Where a picture lies on the axes, and under which names its edges are known to them. */
export interface PixelPlace {
  readonly x: readonly [left: number, right: number];
  /** The upper edge first. */
  readonly y: readonly [top: number, bottom: number];
}

/**
 * A layer with a picture between two values of each axis, `size` screen pixels large. One that is enlarged keeps sharp edges: browsers
 * would blur them.
 */
export function pixelLayer(
  pixels: NDArray<"uint8">,
  place: PixelPlace,
  size: readonly [width: number, height: number],
  axes: { readonly x: JsonObject; readonly y: JsonObject },
): JsonObject {
  const [height = 1, width = 1] = pixels.shape;
  const url = `data:image/png;base64,${encodePng(pixels).toString("base64")}`;
  const [left, right] = place.x;
  const [top, bottom] = place.y;
  return {
    data: { values: [{ url, left, right, top, bottom }] },
    mark: { type: "image", aspect: false, aria: false, smooth: width >= size[0] && height >= size[1] },
    encoding: {
      x: { ...axes.x, field: "left" },
      x2: { field: "right" },
      y: { ...axes.y, field: "top" },
      y2: { field: "bottom" },
      url: { field: "url", type: "nominal" },
    },
  };
}

export interface ColorScale {
  readonly colormap: ColormapName;
  readonly low: number;
  readonly high: number;
  readonly type?: "linear" | "log";
  readonly title?: string;
}

/** Vega-Lite interpolates between these. */
const STOPS = 24;

/** The encoding of colour by a number in `field`, with a colour bar as its legend. */
export function colorEncoding(
  field: string,
  { colormap: name, low, high, type = "linear", title }: ColorScale,
): JsonObject {
  return {
    field,
    type: "quantitative",
    title: title ?? null,
    scale: { type, domain: [low, high], range: cssColors(name, STOPS), clamp: true, nice: false },
    legend: { gradientThickness: 12, gradientLength: { expr: "min(height, 220)" }, gradientOpacity: 1 },
  };
}

/** A layer that draws nothing and has a colour bar, for colours that are in a picture. */
export function colorBarLayer(scale: ColorScale): JsonObject {
  return {
    data: { values: [{ value: scale.low }, { value: scale.high }] },
    mark: { type: "point", opacity: 0, tooltip: false },
    encoding: { color: colorEncoding("value", scale) },
  };
}

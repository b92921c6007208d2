import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { encodeFewColors } from "../../../runtime/io/few-colors.js";
import { chartFonts, FONT_FAMILY } from "./chart-fonts.js";

type Renderer = typeof import("@resvg/resvg-wasm").Resvg;

/** What Vega says of images with sharp edges, after what the renderer understands: `image-rendering: optimizeSpeed`. */
const PIXELATED = "image-rendering: pixelated;";

let loading: Promise<Renderer> | undefined;

/**
 * A chart's SVG as PNG in base64, one pixel for each of its units, the same on every machine; null for a chart that can't be drawn here,
 * as it has characters that the fonts lack, or pictures from elsewhere. The renderer loads with the first call.
 */
export async function chartPicture(svg: string): Promise<string | null> {
  const fonts = chartFonts();
  if (!fonts.canWrite(writtenText(svg)) || /href="(?!data:)/.test(svg)) return null;
  loading ??= loadRenderer();
  const Resvg = await loading;
  const drawing = new Resvg(svg.replaceAll(PIXELATED, ""), {
    background: "#ffffff",
    font: {
      fontBuffers: [...fonts.files],
      defaultFontFamily: FONT_FAMILY,
      serifFamily: FONT_FAMILY,
      sansSerifFamily: FONT_FAMILY,
      monospaceFamily: FONT_FAMILY,
    },
  });
  try {
    const image = drawing.render();
    const { width, height, pixels } = image;
    image.free();
    return encodeFewColors(pixels, width, height).toString("base64");
  } finally {
    drawing.free();
  }
}

async function loadRenderer(): Promise<Renderer> {
  const { initWasm, Resvg } = await import("@resvg/resvg-wasm");
  await initWasm(await readFile(createRequire(import.meta.url).resolve("@resvg/resvg-wasm/index_bg.wasm")));
  return Resvg;
}

/** What is written in a drawing; its marks are of ASCII. */
function writtenText(svg: string): string {
  return Array.from(svg.matchAll(/<text[^>]*>([^<]*)/g), ([, text = ""]) => text).join("");
}

import { createRequire } from "node:module";
import { NDArray } from "../ndarray.js";

/** A page as the package tiff gives it. */
interface TiffPage {
  readonly width: number;
  readonly height: number;
  /** The photometric interpretation. */
  readonly type: number;
  readonly samplesPerPixel: number;
  readonly bitsPerSample: number;
  readonly sampleFormat: number;
  readonly planarConfiguration: number;
  readonly tiled: boolean;
  readonly palette: readonly (readonly [number, number, number])[] | undefined;
  readonly data: Uint8Array | Uint16Array | Float32Array | Float64Array;
  /** What the file says under a tag; undefined where it has none. */
  get(tag: number): unknown;
}

interface TiffDecoder {
  decode(
    bytes: Uint8Array,
    options: { readonly pages: readonly number[]; readonly ignoreImageData?: boolean },
  ): readonly TiffPage[];
  pageCount(bytes: Uint8Array): number;
}

/** It is loaded where the first file of this format is read. */
function loadDecoder(): TiffDecoder {
  const decoder: TiffDecoder = createRequire(import.meta.url)("tiff");
  return decoder;
}

type Pixels = NDArray<"uint8" | "uint16" | "float32" | "float64">;

/** Photometric interpretations of TIFF 6.0. */
const PALETTE = 3;
const SIGNED = 2;
const BITS_PER_SAMPLE = 258;
const PLANES_APART = 2;

/**
 * One page of a TIFF file, without compression or with LZW or Deflate: H×W, or H×W×C. Pages of one bit are 0 and 255, palettes become RGB.
 * @throws RangeError where there is no such page, Error for what is broken or stored in another way
 */
export function decodeTiff(bytes: Buffer, page: number): Pixels {
  const { decode, pageCount } = loadDecoder();
  const pages = pageCount(bytes);
  if (!Number.isInteger(page) || page < 0 || page >= pages)
    throw new RangeError(`There is no page ${page}: the file has ${pages}, counted from 0`);
  const [about] = decode(bytes, { pages: [page], ignoreImageData: true });
  if (about === undefined) throw new Error("The file has no picture");
  const refused = whyNot(about);
  if (refused !== null) throw new Error(`TIFF files with ${refused} can't be read`);
  const [decoded = about] = decode(bytes, { pages: [page] });
  return pixelsOf(decoded);
}

/** What the decoder would read as something else. */
function whyNot(page: TiffPage): string | null {
  if (page.get(BITS_PER_SAMPLE) === undefined) return "pixels of one bit that they say nothing of";
  if (page.samplesPerPixel > 1 && page.planarConfiguration === PLANES_APART) return "each channel by itself";
  if (page.samplesPerPixel > 1 && page.tiled) return "tiles of several channels";
  if (page.sampleFormat === SIGNED) return "signed whole numbers";
  return null;
}

function pixelsOf(page: TiffPage): Pixels {
  const { width, height, samplesPerPixel: channels, palette, data, bitsPerSample } = page;
  const shape = channels === 1 ? [height, width] : [height, width, channels];
  if (page.type === PALETTE && palette !== undefined) return paletteColors(data, palette, [height, width]);
  if (data instanceof Float32Array) return new NDArray("float32", data, shape);
  if (data instanceof Float64Array) return new NDArray("float64", data, shape);
  if (data instanceof Uint16Array) return new NDArray("uint16", data, shape);
  return new NDArray("uint8", bitsPerSample === 1 ? data.map((bit) => 255 * bit) : data, shape);
}

/** The palette has 16 bits for each channel, of which the upper 8 count. */
function paletteColors(
  indices: ArrayLike<number>,
  palette: readonly (readonly [number, number, number])[],
  [height, width]: readonly [number, number],
): Pixels {
  const rgb = new Uint8Array(height * width * 3);
  for (let pixel = 0; pixel < height * width; pixel++) {
    const color = palette[indices[pixel] ?? 0] ?? [0, 0, 0];
    for (const [channel, value] of color.entries()) rgb[3 * pixel + channel] = value >> 8;
  }
  return new NDArray("uint8", rgb, [height, width, 3]);
}

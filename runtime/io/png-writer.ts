import { writeFileSync } from "node:fs";
import { constants, crc32, deflateSync } from "node:zlib";
import type { ArrayInput } from "../array-from.js";
import { castElements } from "../cast.js";
import type { NDArray } from "../ndarray.js";
import { type PixelOptions, toIndexedPixels } from "./pixels.js";
import { type FilterChoice, filterRows } from "./png-filters.js";

export const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const COLOR_TYPES: Readonly<Record<number, number>> = { 1: 0, 2: 4, 3: 2, 4: 6 };
const COLOR_TYPE_INDEXED = 3;
/** Bytes beyond which speed counts more than the size of the file. */
const LARGE = 1 << 20;

/**
 * A PNG file of an H×W (grey), H×W×2 (grey, alpha), H×W×3 (RGB) or H×W×4 (RGBA) array. uint8 is written as it is;
 * other dtypes are turned into 8 bits as `toPixels` says; the colours of a colormap become the file's palette. Rows get the
 * filter that makes them smallest, numbers of colours the Sub filter; large images, for speed, that one as well, and zlib's fastest level.
 * @throws {RangeError} that names the shape, where it is no image's
 */
export function encodePng(image: ArrayInput, options: PixelOptions = {}): Buffer {
  const { pixels, palette } = toIndexedPixels(image, options);
  const isLarge = pixels.size > LARGE;
  return encodeRows(pixels, palette, {
    filter: isLarge || palette !== null ? "sub" : "smallest",
    level: isLarge ? constants.Z_BEST_SPEED : constants.Z_BEST_COMPRESSION,
  });
}

/** A PNG file of H×W numbers of colours, of which the palette has three bytes each. */
export function encodeIndexed(pixels: NDArray<"uint8">, palette: Uint8Array): Buffer {
  return encodeRows(pixels, palette, { filter: "none", level: constants.Z_DEFAULT_COMPRESSION });
}

function encodeRows(
  pixels: NDArray<"uint8">,
  palette: Uint8Array | null,
  { filter, level }: { readonly filter: FilterChoice; readonly level: number },
): Buffer {
  const [height = 0, width = 0, channels = 1] = pixels.shape;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  header[9] = palette === null ? (COLOR_TYPES[channels] ?? 0) : COLOR_TYPE_INDEXED;
  const rows = { bytes: castElements(pixels, "uint8"), height, rowBytes: width * channels, step: channels };
  const compressed = deflateSync(filterRows(rows, filter), { level, memLevel: 9 });
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", header),
    ...(palette === null ? [] : [chunk("PLTE", Buffer.from(palette))]),
    chunk("IDAT", compressed),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** Writes `image` as a PNG file; see `encodePng`. */
export function writeImage(path: string, image: ArrayInput, options: PixelOptions = {}): void {
  if (!/\.png$/i.test(path))
    throw new RangeError(`Images are written as PNG: ${JSON.stringify(path)} must end in .png`);
  writeFileSync(path, encodePng(image, options));
}

/** A chunk of a PNG file: its length, type, content and check sum. */
export function chunk(type: string, content: Buffer): Buffer {
  const result = Buffer.alloc(content.length + 12);
  result.writeUInt32BE(content.length, 0);
  result.write(type, 4, "latin1");
  content.copy(result, 8);
  result.writeUInt32BE(crc32(result.subarray(4, content.length + 8)), content.length + 8);
  return result;
}

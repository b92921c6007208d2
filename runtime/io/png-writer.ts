import { writeFileSync } from "node:fs";
import { constants, crc32, deflateSync } from "node:zlib";
import type { ArrayInput } from "../array-from.js";
import { castElements } from "../cast.js";
import type { StridedArray } from "../layout.js";
import { type PixelOptions, toIndexedPixels } from "./pixels.js";

export const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const COLOR_TYPES: Readonly<Record<number, number>> = { 1: 0, 2: 4, 3: 2, 4: 6 };
const COLOR_TYPE_INDEXED = 3;
const FILTER_SUB = 1;
const FILTER_UP = 2;
/** Bytes beyond which speed counts more than the size of the file. */
const LARGE = 1 << 20;

/**
 * A PNG file of an H×W (grey), H×W×2 (grey, alpha), H×W×3 (RGB) or H×W×4 (RGBA) array. uint8 is written as it is;
 * other dtypes are turned into 8 bits as `toPixels` says; the colours of a colormap become the file's palette. For speed, rows use the
 * Sub filter (those that repeat the one above them, as in enlarged pictures, the Up filter), and large images zlib's fastest level.
 * @throws {RangeError} that names the shape, where it is no image's
 */
export function encodePng(image: ArrayInput, options: PixelOptions = {}): Buffer {
  const { pixels, palette } = toIndexedPixels(image, options);
  const [height = 0, width = 0, channels = 1] = pixels.shape;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  header[9] = palette === null ? (COLOR_TYPES[channels] ?? 0) : COLOR_TYPE_INDEXED;
  const compressed = deflateSync(filterRows(pixels, height, width * channels, channels), {
    level: pixels.size > LARGE ? constants.Z_BEST_SPEED : constants.Z_BEST_COMPRESSION,
    memLevel: 9,
  });
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

/**
 * Each row becomes its filter's number and the differences to the pixel on the left, or zeros where it is the row above again
 * (PNG, third edition, 9.2).
 */
function filterRows(
  pixels: StridedArray<"uint8">,
  height: number,
  rowBytes: number,
  channels: number,
): Uint8Array {
  const source = castElements(pixels, "uint8");
  const filtered = new Uint8Array(height * (rowBytes + 1));
  const rowAt = (row: number): Uint8Array => source.subarray(row * rowBytes, (row + 1) * rowBytes);
  for (let row = 0; row < height; row++) {
    const from = row * rowBytes;
    const to = row * (rowBytes + 1) + 1;
    if (row > 0 && Buffer.compare(rowAt(row), rowAt(row - 1)) === 0) {
      filtered[to - 1] = FILTER_UP;
      continue;
    }
    filtered[to - 1] = FILTER_SUB;
    for (let i = 0; i < channels; i++) filtered[to + i] = source[from + i] ?? 0;
    for (let i = channels; i < rowBytes; i++) {
      filtered[to + i] = (source[from + i] ?? 0) - (source[from + i - channels] ?? 0);
    }
  }
  return filtered;
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

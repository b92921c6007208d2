import { createRequire } from "node:module";
import type jpeg from "jpeg-js";
import type pngjs from "pngjs";
import { messageOf } from "../message-of.js";
import { NDArray } from "../ndarray.js";
import { decodeTiff } from "./decode-tiff.js";
import { decodeWebp } from "./decode-webp.js";
import { pickChannels } from "./pick-channels.js";
import { readBytes } from "./read-bytes.js";

/** The decoders are loaded when they are needed: every session would start later by the time they take. */
const load = createRequire(import.meta.url);

type Image = NDArray<"uint8" | "uint16" | "float32" | "float64">;

const PNG_MAGIC = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const JPEG_MAGIC = Buffer.from([0xff, 0xd8, 0xff]);
const OTHER_FORMATS: readonly (readonly [name: string, magic: RegExp])[] = [
  ["GIF", /^GIF8/],
  ["BMP", /^BM/],
];
const TIFF_HEAD = /^(II\*\0|MM\0\*)/;
const WEBP_HEAD = /^RIFF[\s\S]{4}WEBP/;

export interface ReadImageOptions {
  /** Which of the pages of a TIFF file, counted from 0. */
  readonly page?: number;
}

/**
 * A PNG, JPEG, WebP or TIFF file as an array: grey H×W, grey with alpha H×W×2, RGB H×W×3, RGBA H×W×4; uint16 for PNGs of 16 bits,
 * uint8 for other PNGs. JPEGs are always H×W×3, WebP files H×W×3 or H×W×4. TIFF files also hold float32 and float64.
 * @throws {Error} that names the path, where the file can't be read or is no such image
 */
export function readImage(path: string | URL, options: ReadImageOptions = {}): Image {
  const bytes = readBytes(path);
  try {
    return decodeImage(bytes, options);
  } catch (cause) {
    throw new Error(`Can't read ${JSON.stringify(String(path))}: ${messageOf(cause)}`, {
      cause,
    });
  }
}

/** As `readImage`, from the bytes of a file. */
export function decodeImage(bytes: Buffer, { page = 0 }: ReadImageOptions = {}): Image {
  if (startsWith(bytes, PNG_MAGIC)) return decodePng(bytes);
  if (startsWith(bytes, JPEG_MAGIC)) {
    const { decode }: typeof jpeg = load("jpeg-js");
    const { width, height, data } = decode(bytes, { useTArray: true, formatAsRGBA: false });
    return new NDArray("uint8", data, [height, width, 3]);
  }
  const head = bytes.toString("latin1", 0, 16);
  if (WEBP_HEAD.test(head)) return decodeWebp(bytes);
  if (TIFF_HEAD.test(head)) return decodeTiff(bytes, page);
  const found = OTHER_FORMATS.find(([, magic]) => magic.test(head));
  throw new Error(
    `It is ${found === undefined ? "no image" : `a ${found[0]} image`}: PNG, JPEG, WebP and TIFF can be read`,
  );
}

function startsWith(bytes: Buffer, magic: Buffer): boolean {
  return bytes.subarray(0, magic.length).equals(magic);
}

/** The channels of each PNG colour type: grey, RGB, palette, grey and alpha, RGBA. */
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 3, 4: 2, 6: 4 };

function decodePng(bytes: Buffer): Image {
  const depth = bytes[24] ?? 8;
  const colorType = bytes[25] ?? 6;
  const { PNG }: typeof pngjs = load("pngjs");
  const png = PNG.sync.read(bytes, { skipRescale: depth === 16 });
  // pngjs gives RGBA whatever the file holds: channels that the file doesn't have are dropped again.
  const rgba: Uint8Array | Uint16Array = png.data;
  const channels = hasTransparency(bytes) ? 4 : (CHANNELS[colorType] ?? 4);
  const picked = pickChannels(rgba, png.width * png.height, channels);
  const shape = channels === 1 ? [png.height, png.width] : [png.height, png.width, channels];
  return picked instanceof Uint16Array
    ? new NDArray("uint16", picked, shape)
    : new NDArray("uint8", picked, shape);
}

/** Whether a PNG without an alpha channel makes some colours transparent, by a tRNS chunk before its pixels. */
function hasTransparency(bytes: Buffer): boolean {
  for (let at = PNG_MAGIC.length; at + 8 <= bytes.length; ) {
    const type = bytes.toString("latin1", at + 4, at + 8);
    if (type === "tRNS") return true;
    if (type === "IDAT") return false;
    at += bytes.readUInt32BE(at) + 12;
  }
  return false;
}

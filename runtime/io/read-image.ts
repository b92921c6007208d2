import { decode as decodeJpeg } from "jpeg-js";
import { PNG } from "pngjs";
import { messageOf } from "../message-of.js";
import { NDArray } from "../ndarray.js";
import { readBytes } from "./read-bytes.js";

type Image = NDArray<"uint8"> | NDArray<"uint16">;

const PNG_MAGIC = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const JPEG_MAGIC = Buffer.from([0xff, 0xd8, 0xff]);
const OTHER_FORMATS: readonly (readonly [name: string, magic: RegExp])[] = [
  ["GIF", /^GIF8/],
  ["BMP", /^BM/],
  ["TIFF", /^(II\*\0|MM\0\*)/],
  ["WebP", /^RIFF[\s\S]{4}WEBP/],
];

/**
 * A PNG or JPEG file as an array: grey H×W, grey with alpha H×W×2, RGB H×W×3, RGBA H×W×4; uint16 for PNGs of 16 bits,
 * else uint8. JPEGs are always H×W×3.
 * @throws {Error} that names the path, where the file can't be read or is no such image
 */
export function readImage(path: string | URL): Image {
  const bytes = readBytes(path);
  try {
    return decodeImage(bytes);
  } catch (cause) {
    throw new Error(`Can't read ${JSON.stringify(String(path))}: ${messageOf(cause)}`, {
      cause,
    });
  }
}

/** As `readImage`, from the bytes of a file. */
export function decodeImage(bytes: Buffer): Image {
  if (startsWith(bytes, PNG_MAGIC)) return decodePng(bytes);
  if (startsWith(bytes, JPEG_MAGIC)) {
    const { width, height, data } = decodeJpeg(bytes, { useTArray: true, formatAsRGBA: false });
    return new NDArray("uint8", data, [height, width, 3]);
  }
  const head = bytes.toString("latin1", 0, 16);
  const found = OTHER_FORMATS.find(([, magic]) => magic.test(head));
  throw new Error(
    `It is ${found === undefined ? "no image" : `a ${found[0]} image`}: PNG and JPEG can be read`,
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

function pickChannels(
  rgba: Uint8Array | Uint16Array,
  pixels: number,
  channels: number,
): Uint8Array | Uint16Array {
  const isWide = rgba instanceof Uint16Array;
  if (channels === 4 && !Buffer.isBuffer(rgba)) return rgba;
  const picked = isWide ? new Uint16Array(pixels * channels) : new Uint8Array(pixels * channels);
  const alpha = channels === 2 ? 3 : null;
  for (let pixel = 0, to = 0; pixel < pixels; pixel++) {
    for (let channel = 0; channel < channels; channel++) {
      picked[to++] = rgba[pixel * 4 + (channel === 1 ? (alpha ?? 1) : channel)] ?? 0;
    }
  }
  return picked;
}

import { NDArray } from "../ndarray.js";
import { encodeIndexed, encodePng } from "./png-writer.js";

/** Colours that a PNG's palette holds. */
const MOST_COLORS = 256;
/** Bits of each channel that tell colours apart, until there are few enough of them. */
const PRECISIONS = [8, 6, 5, 4] as const;

/**
 * A PNG file of opaque RGBA pixels, height × width of four bytes, with a palette, which makes drawings a third as large: similar
 * colours become their mean where there are too many, and those of a photograph stay as they are.
 */
export function encodeFewColors(pixels: Uint8Array, width: number, height: number): Buffer {
  for (const bits of PRECISIONS) {
    const indexed = indexColors(pixels, bits);
    if (indexed !== null)
      return encodeIndexed(new NDArray("uint8", indexed.indices, [height, width]), indexed.palette);
  }
  const rgb = new Uint8Array(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel++) {
    for (let channel = 0; channel < 3; channel++) rgb[3 * pixel + channel] = pixels[4 * pixel + channel] ?? 0;
  }
  return encodePng(new NDArray("uint8", rgb, [height, width, 3]));
}

/** The pixels as numbers of their colours; null where more than a palette holds differ in the upper `bits` of their channels. */
function indexColors(
  pixels: Uint8Array,
  bits: number,
): { readonly indices: Uint8Array; readonly palette: Uint8Array } | null {
  const shift = 8 - bits;
  const numbers = new Map<number, number>();
  const indices = new Uint8Array(pixels.length / 4);
  // For each colour red, green, blue and how many pixels have it.
  const sums = new Float64Array(4 * MOST_COLORS);
  let before = -1;
  let number = 0;
  for (let pixel = 0; pixel < indices.length; pixel++) {
    const [red, green, blue] = [
      pixels[4 * pixel] ?? 0,
      pixels[4 * pixel + 1] ?? 0,
      pixels[4 * pixel + 2] ?? 0,
    ];
    const color = ((red >> shift) << 16) | ((green >> shift) << 8) | (blue >> shift);
    if (color !== before) {
      const known = numbers.get(color);
      if (known === undefined && numbers.size === MOST_COLORS) return null;
      number = known ?? numbers.size;
      numbers.set(color, number);
      before = color;
    }
    indices[pixel] = number;
    sums[4 * number] = (sums[4 * number] ?? 0) + red;
    sums[4 * number + 1] = (sums[4 * number + 1] ?? 0) + green;
    sums[4 * number + 2] = (sums[4 * number + 2] ?? 0) + blue;
    sums[4 * number + 3] = (sums[4 * number + 3] ?? 0) + 1;
  }
  const palette = new Uint8Array(3 * numbers.size);
  for (let entry = 0; entry < palette.length; entry++) {
    const at = 4 * Math.floor(entry / 3);
    palette[entry] = Math.round((sums[at + (entry % 3)] ?? 0) / (sums[at + 3] ?? 1));
  }
  return { indices, palette };
}

import { type ArrayInput, asArray } from "../array-from.js";
import { castElements } from "../cast.js";
import { formatShape, type StridedArray } from "../layout.js";
import { NDArray } from "../ndarray.js";
import { type ColormapName, type ColorTable, colormap } from "./colormap.js";

/** How values become pixels of 8 bits. */
export interface PixelOptions {
  /** Colours for the values of an H×W array; grey where it is not given. */
  readonly colormap?: ColormapName | undefined;
  /** The value that becomes black, or the first colour. */
  readonly vmin?: number | undefined;
  /** The value that becomes white, or the last colour. */
  readonly vmax?: number | undefined;
}

/** The values of the first and of the last colour. */
export interface PixelRange {
  readonly low: number;
  readonly high: number;
}

/** Whether an array has the shape of an image: H×W, or H×W with 1 to 4 channels. */
function hasImageShape(shape: readonly number[]): boolean {
  const [height = 0, width = 0, channels = 1] = shape;
  return (
    (shape.length === 2 || shape.length === 3) && height > 0 && width > 0 && channels >= 1 && channels <= 4
  );
}

/**
 * The uint8 pixels of an image. With 2 to 4 channels uint8 stays as it is, other integers are cut off at 0 and 255,
 * and floats go from 0 (black) to 1 (full). One channel goes from vmin to vmax, by default: uint8 from 0 to 255, bool
 * from false to true, others from their smallest to their largest finite value; NaN becomes 0.
 * @throws {RangeError} that names the shape, where it is no image's, or the range where it is empty
 */
export function toPixels(image: ArrayInput, options: PixelOptions = {}): NDArray<"uint8"> {
  const { pixels, palette } = toIndexedPixels(image, options);
  if (palette === null) return pixels;
  return new NDArray("uint8", colorize(castElements(pixels, "uint8"), palette), [...pixels.shape, 3]);
}

/** Pixels of 8 bits, and for those of a colormap its 256 colours of three bytes: then a pixel is the number of its colour. */
export interface IndexedPixels {
  readonly pixels: NDArray<"uint8">;
  readonly palette: ColorTable | null;
}

/** As `toPixels`, but that the colours of a colormap stay apart. */
export function toIndexedPixels(image: ArrayInput, options: PixelOptions = {}): IndexedPixels {
  const source = asArray(image);
  if (!hasImageShape(source.shape)) {
    throw new RangeError(
      `An array of shape ${formatShape(source.shape)} is no image: H×W, or H×W with up to 4 channels, is needed`,
    );
  }
  const isFlat = source.ndim === 2 || source.shape[2] === 1;
  const plane = isFlat ? source.shape.slice(0, 2) : source.shape;
  const isPlain = source.dtype === "uint8" && options.vmin === undefined && options.vmax === undefined;
  const bytes = isPlain ? castElements(source, "uint8") : scale(source, rangeOf(source, isFlat, options));
  const hasColors = isFlat && options.colormap !== undefined && options.colormap !== "gray";
  return {
    pixels: new NDArray("uint8", bytes, plane),
    palette: hasColors ? colormap(options.colormap) : null,
  };
}

/**
 * The values that an H×W image's first and last colour stand for.
 * @throws {RangeError} where vmin is larger than vmax
 */
export function pixelRange(image: ArrayInput, options: PixelOptions = {}): PixelRange {
  return rangeOf(asArray(image), true, options);
}

function rangeOf(source: StridedArray, isFlat: boolean, { vmin, vmax }: PixelOptions): PixelRange {
  const natural = naturalRange(source, isFlat, vmin !== undefined && vmax !== undefined);
  const range = { low: vmin ?? natural.low, high: vmax ?? natural.high };
  if (range.low > range.high) throw new RangeError(`vmin ${range.low} is larger than vmax ${range.high}`);
  return range;
}

function naturalRange(source: StridedArray, isFlat: boolean, isGiven: boolean): PixelRange {
  if (source.dtype === "bool") return { low: 0, high: 1 };
  if (source.dtype === "uint8" || isGiven) return { low: 0, high: 255 };
  if (!isFlat) return { low: 0, high: source.dtype.startsWith("float") ? 1 : 255 };
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of castElements(source, "float64")) {
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? { low, high } : { low: 0, high: 1 };
}

function scale(source: StridedArray, { low, high }: PixelRange): Uint8Array {
  const values = castElements(source, "float64");
  const factor = high > low ? 255 / (high - low) : 0;
  // A clamped array rounds, saturates and makes NaN 0.
  const bytes = new Uint8ClampedArray(values.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = ((values[i] ?? 0) - low) * factor;
  return new Uint8Array(bytes.buffer);
}

function colorize(bytes: Uint8Array, table: ColorTable): Uint8Array {
  const colors = new Uint8Array(bytes.length * 3);
  for (let i = 0, to = 0; i < bytes.length; i++, to += 3) {
    const from = (bytes[i] ?? 0) * 3;
    colors[to] = table[from] ?? 0;
    colors[to + 1] = table[from + 1] ?? 0;
    colors[to + 2] = table[from + 2] ?? 0;
  }
  return colors;
}

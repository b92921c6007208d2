import type { NDArray } from "../../runtime/ndarray.js";

/** Smaller arrays are easier to read as numbers. */
const MIN_SIDE = 16;

/**
 * Whether an array is shown as a picture without being asked: uint8, of shape H×W, H×W×3 (RGB) or H×W×4 (RGBA), with
 * both sides at least 16.
 */
export function isPicture(array: NDArray): boolean {
  const [height = 0, width = 0, channels] = array.shape;
  const hasShape = array.ndim === 2 || (array.ndim === 3 && (channels === 3 || channels === 4));
  return array.dtype === "uint8" && hasShape && height >= MIN_SIDE && width >= MIN_SIDE;
}

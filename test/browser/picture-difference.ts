import { decodeImage } from "../../runtime/io/read-image.js";
import type { NDArray } from "../../runtime/ndarray.js";

/** Pixels along each side of the squares that are compared: details such as the edges of letters differ from machine to machine. */
const SQUARE = 12;
/** Levels of 255 by which the mean of a square may differ. */
const LEVELS = 24;

/**
 * How much two PNG files differ: the share of squares whose mean colours do. Of pictures whose sizes differ by more than a
 * few pixels, all of it.
 */
export function pictureDifference(first: Buffer, second: Buffer): number {
  const [one, other] = [decodeImage(first), decodeImage(second)];
  const [height, width] = [0, 1].map((axis) => Math.min(one.shape[axis] ?? 0, other.shape[axis] ?? 0));
  const isOtherSize = [0, 1].some(
    (axis) => Math.abs((one.shape[axis] ?? 0) - (other.shape[axis] ?? 0)) > SQUARE,
  );
  if (isOtherSize || height === undefined || width === undefined) return 1;
  let squares = 0;
  let different = 0;
  for (let row = 0; row < height; row += SQUARE) {
    for (let column = 0; column < width; column += SQUARE) {
      const [a, b] = [meanOf(one, row, column), meanOf(other, row, column)];
      squares++;
      if (a.some((level, channel) => Math.abs(level - (b[channel] ?? 0)) > LEVELS)) different++;
    }
  }
  return different / Math.max(1, squares);
}

/** The mean colour of a square. */
function meanOf(image: NDArray, row: number, column: number): readonly number[] {
  const [height = 0, width = 0] = image.shape;
  const sums = [0, 0, 0];
  const [bottom, right] = [Math.min(height, row + SQUARE), Math.min(width, column + SQUARE)];
  for (let i = row; i < bottom; i++) {
    for (let j = column; j < right; j++) {
      for (const channel of [0, 1, 2])
        sums[channel] = (sums[channel] ?? 0) + Number(image.get(i, j, channel));
    }
  }
  return sums.map((sum) => sum / ((bottom - row) * (right - column)));
}

/** Four bytes for each pixel, rows from the top. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Pixels along each side of the squares that are compared: details such as the edges of letters differ from machine to machine. */
const SQUARE = 6;
/** Levels of 255 by which the mean of a square may differ. */
const LEVELS = 24;

/**
 * How much two pictures differ: the share of squares whose mean colours do. Of pictures whose sizes differ by more than a
 * few pixels, all of it.
 */
export function pictureDifference(one: Picture, other: Picture): number {
  const [width, height] = [Math.min(one.width, other.width), Math.min(one.height, other.height)];
  const isOtherSize =
    Math.abs(one.width - other.width) > SQUARE || Math.abs(one.height - other.height) > SQUARE;
  if (isOtherSize) return 1;
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
function meanOf({ width, height, data }: Picture, row: number, column: number): readonly number[] {
  const sums = [0, 0, 0];
  const [bottom, right] = [Math.min(height, row + SQUARE), Math.min(width, column + SQUARE)];
  for (let i = row; i < bottom; i++) {
    for (let j = column; j < right; j++) {
      for (const channel of [0, 1, 2])
        sums[channel] = (sums[channel] ?? 0) + (data[4 * (i * width + j) + channel] ?? 0);
    }
  }
  return sums.map((sum) => sum / ((bottom - row) * (right - column)));
}

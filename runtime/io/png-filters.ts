/** The filters of PNG rows (PNG, third edition, 9.2), by their numbers. */
const [SUB, UP, AVERAGE, PAETH] = [1, 2, 3, 4] as const;
type Filter = typeof SUB | typeof UP | typeof AVERAGE | typeof PAETH;

/** Which filter each row gets: none, Sub, which is fast, or the one whose differences are smallest. */
export type FilterChoice = "none" | "sub" | "smallest";

/** Rows of bytes, `step` of which are a pixel. */
export interface PixelRows {
  readonly bytes: Uint8Array;
  readonly height: number;
  readonly rowBytes: number;
  readonly step: number;
}

/**
 * Each row becomes its filter's number and the differences to what the filter predicts. Rows that repeat the one above them, as
 * in enlarged pictures, become zeros by the Up filter.
 */
export function filterRows(rows: PixelRows, choice: FilterChoice): Uint8Array {
  const { bytes, height, rowBytes } = rows;
  const filtered = new Uint8Array(height * (rowBytes + 1));
  const rowAt = (row: number): Uint8Array => bytes.subarray(row * rowBytes, (row + 1) * rowBytes);
  const empty = new Uint8Array(rowBytes);
  const spare = new Uint8Array(rowBytes);
  for (let row = 0; row < height; row++) {
    const above = row === 0 ? empty : rowAt(row - 1);
    const from = row * (rowBytes + 1);
    const into = filtered.subarray(from + 1, from + 1 + rowBytes);
    if (row > 0 && Buffer.compare(rowAt(row), above) === 0) {
      filtered[from] = UP;
      continue;
    }
    if (choice === "none") {
      into.set(rowAt(row));
      continue;
    }
    filtered[from] = SUB;
    if (choice === "sub") {
      subtractLeft(rowAt(row), rows.step, into);
      continue;
    }
    let least = Number.POSITIVE_INFINITY;
    for (const filter of [SUB, UP, AVERAGE, PAETH]) {
      const size = applyFilter(filter, rowAt(row), above, rows.step, spare);
      if (size >= least) continue;
      least = size;
      filtered[from] = filter;
      into.set(spare);
    }
  }
  return filtered;
}

/** The Sub filter alone. */
function subtractLeft(row: Uint8Array, step: number, target: Uint8Array): void {
  for (let i = 0; i < step; i++) target[i] = row[i] ?? 0;
  for (let i = step; i < row.length; i++) target[i] = (row[i] ?? 0) - (row[i - step] ?? 0);
}

/** Writes the differences of a row into `target`, and gives the sum of their sizes: what the specification advises to keep small (12.7). */
function applyFilter(
  filter: Filter,
  row: Uint8Array,
  above: Uint8Array,
  step: number,
  target: Uint8Array,
): number {
  let sum = 0;
  for (let i = 0; i < row.length; i++) {
    const left = i < step ? 0 : (row[i - step] ?? 0);
    const up = above[i] ?? 0;
    const corner = i < step ? 0 : (above[i - step] ?? 0);
    const difference = ((row[i] ?? 0) - predicted(filter, left, up, corner)) & 255;
    target[i] = difference;
    sum += difference < 128 ? difference : 256 - difference;
  }
  return sum;
}

function predicted(filter: Filter, left: number, up: number, corner: number): number {
  switch (filter) {
    case SUB:
      return left;
    case UP:
      return up;
    case AVERAGE:
      return (left + up) >> 1;
    case PAETH: {
      const [toLeft, toUp, toCorner] = [
        Math.abs(up - corner),
        Math.abs(left - corner),
        Math.abs(left + up - 2 * corner),
      ];
      if (toLeft <= toUp && toLeft <= toCorner) return left;
      return toUp <= toCorner ? up : corner;
    }
  }
}

import { writeFileSync } from "node:fs";
import { isComplex } from "../../compiler/ir/dtype.js";
import { type ArrayInput, asArray } from "../array-from.js";
import type { Scalar } from "../dtype.js";
import { formatShape } from "../layout.js";

export interface WriteCsvOptions {
  /** The names of the columns, for a header; without them the file has none. */
  readonly columns?: readonly string[];
  /** What separates the values of a line; a comma where it is not given. */
  readonly delimiter?: string;
}

/**
 * Writes an array of rows × columns, or of one column, as CSV. Each number has as many digits as reading it back takes;
 * booleans are 1 and 0.
 * @throws {RangeError} where the array has more than two axes, or there is not one name for each column
 */
export function writeCsv(path: string | URL, data: ArrayInput, options: WriteCsvOptions = {}): void {
  writeFileSync(path, formatCsv(data, options));
}

/** The text of a CSV file. */
export function formatCsv(data: ArrayInput, { columns, delimiter = "," }: WriteCsvOptions = {}): string {
  const source = asArray(data);
  if (source.ndim !== 1 && source.ndim !== 2) {
    throw new RangeError(
      `An array of shape ${formatShape(source.shape)} is no table: rows × columns, or one column, is needed`,
    );
  }
  if (isComplex(source.dtype)) {
    throw new TypeError(`CSV has no ${source.dtype}: write np.real(a) and np.imag(a)`);
  }
  const table = source.ndim === 1 ? source.reshape(-1, 1) : source;
  const [rows = 0, width = 0] = table.shape;
  if (columns !== undefined && columns.length !== width) {
    throw new RangeError(`${columns.length} names were given for ${width} columns`);
  }
  const header =
    columns === undefined ? [] : [columns.map((name) => quoted(name, delimiter)).join(delimiter)];
  const lines = Array.from({ length: rows }, (_, row) =>
    Array.from({ length: width }, (_, column) => numberText(table.get(row, column))).join(delimiter),
  );
  return [...header, ...lines, ""].join("\n");
}

function numberText(value: Scalar): string {
  if (typeof value === "boolean") return value ? "1" : "0";
  if (Number.isNaN(value)) return "nan";
  return String(value).replace("Infinity", "inf");
}

function quoted(name: string, delimiter: string): string {
  const isPlain = !name.includes(delimiter) && !/["\r\n]/.test(name) && name.trim() === name && name !== "";
  return isPlain ? name : `"${name.replaceAll('"', '""')}"`;
}

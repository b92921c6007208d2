import { allocate } from "../dtype.js";
import { NDArray } from "../ndarray.js";
import { findColumn } from "./find-column.js";
import { readBytes } from "./read-bytes.js";

export interface CsvOptions {
  /** What separates the values of a line; a comma where it is not given. */
  readonly delimiter?: string;
  /** Lines to leave out at the beginning. */
  readonly skipRows?: number;
  /** Whether the first line names the columns; where it is not given, it does if any of its values is no number. */
  readonly header?: boolean;
  /** The columns to read, by name or by place (negative from the end), in this order; all where it is not given. */
  readonly columns?: readonly (string | number)[];
}

export interface CsvTable {
  /** The numbers, rows × columns; what is empty, NA or nan is NaN. */
  readonly data: NDArray<"float64">;
  /** The names of the columns, `"0"`, `"1"`, … where the file has none. */
  readonly columns: readonly string[];
}

interface Line {
  readonly number: number;
  readonly values: readonly string[];
}

/**
 * The numbers of a CSV file.
 * @throws {Error} that names the file with line and column, where a value is no number or lines differ in length
 */
export function readCsv(path: string | URL, options: CsvOptions = {}): CsvTable {
  return parseCsv(readBytes(path).toString("utf8"), options, String(path));
}

/** As `readCsv`, from text. */
export function parseCsv(text: string, options: CsvOptions = {}, name = "The text"): CsvTable {
  const lines = splitLines(text, options.delimiter ?? ",", options.skipRows ?? 0);
  const [first] = lines;
  if (first === undefined) throw new Error(`${name} has no lines of values`);
  const hasHeader =
    options.header ?? first.values.some((value) => Number.isNaN(parseNumber(value)) && !isMissing(value));
  const names = hasHeader ? first.values : first.values.map((_, column) => String(column));
  const rows = hasHeader ? lines.slice(1) : lines;
  const chosen = options.columns?.map((column) => findColumn(column, names, name)) ?? [...names.keys()];
  const values = allocate("float64", rows.length * chosen.length);
  let next = 0;
  for (const row of rows) {
    if (row.values.length !== names.length) throw unequalLength(row, first, name, hasHeader);
    for (const column of chosen) {
      const value = row.values[column] ?? "";
      const number = parseNumber(value);
      if (Number.isNaN(number) && !isMissing(value)) {
        throw new Error(
          `${name}, line ${row.number}, column ${column + 1} (${names[column]}): ${JSON.stringify(value)} is no number`,
        );
      }
      values[next++] = number;
    }
  }
  return {
    data: new NDArray("float64", values, [rows.length, chosen.length]),
    columns: chosen.map((column) => names[column] ?? ""),
  };
}

function splitLines(text: string, delimiter: string, skip: number): Line[] {
  return text
    .replace(/^\uFEFF/, "")
    .split(/\r\n|\n|\r/)
    .map((line, index) => ({ number: index + 1, line }))
    .slice(skip)
    .filter(({ line }) => line.trim() !== "")
    .map(({ number, line }) => ({ number, values: splitLine(line, delimiter) }));
}

/** The values of a line, without the quotes around them (RFC 4180, but for line breaks inside quotes). */
function splitLine(line: string, delimiter: string): string[] {
  if (!line.includes('"')) return line.split(delimiter).map((value) => value.trim());
  const values: string[] = [];
  let value = "";
  let isQuoted = false;
  for (let at = 0; at < line.length; at++) {
    const character = line[at] ?? "";
    if (isQuoted && character === '"' && line[at + 1] === '"') value += line[at++];
    else if (character === '"') isQuoted = !isQuoted;
    else if (!isQuoted && line.startsWith(delimiter, at)) {
      values.push(value.trim());
      value = "";
      at += delimiter.length - 1;
    } else value += character;
  }
  return [...values, value.trim()];
}

function parseNumber(value: string): number {
  if (value === "") return Number.NaN;
  const word = /^([+-]?)inf(inity)?$/i.exec(value);
  return word === null
    ? Number(value)
    : word[1] === "-"
      ? Number.NEGATIVE_INFINITY
      : Number.POSITIVE_INFINITY;
}

function isMissing(value: string): boolean {
  return /^(|na|nan|n\/a|null|none)$/i.test(value);
}

function unequalLength(row: Line, first: Line, name: string, hasHeader: boolean): Error {
  const advice = hasHeader ? " (skipRows leaves out lines before the header)" : "";
  return new Error(
    `${name}, line ${row.number} has ${row.values.length} values, but line ${first.number} has ${first.values.length}${advice}`,
  );
}

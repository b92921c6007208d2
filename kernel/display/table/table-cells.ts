import { inspect } from "node:util";
import type { Scalar } from "../../../runtime/dtype.js";
import { columnFormat } from "../number-format.js";
import type { TableColumn } from "./table-data.js";

/** The part of a column that is shown, as text. */
export interface ColumnCells {
  readonly name: string;
  readonly type: string;
  readonly isNumeric: boolean;
  /** One for each shown row. */
  readonly texts: readonly string[];
}

const MAX_LENGTH = 80;

/** The texts of a column at some rows: numbers in one format, so that they line up. */
export function columnCells({ name, type, at }: TableColumn, rows: readonly number[]): ColumnCells {
  const values = rows.map(at);
  const present = values.filter((value) => value !== null && value !== undefined);
  const isNumeric =
    present.length > 0 && present.every((value) => typeof value === "number" || typeof value === "bigint");
  const format = isNumeric ? numberFormat(present.map(toScalar)) : plainText;
  return {
    name,
    type: type ?? typeOf(present),
    isNumeric,
    texts: values.map((value) => (value === null || value === undefined ? "" : format(value))),
  };
}

const toScalar = (value: unknown): Scalar => (typeof value === "bigint" ? value : Number(value));

function numberFormat(values: readonly Scalar[]): (value: unknown) => string {
  const isWhole = values.every((value) => typeof value === "bigint" || Number.isInteger(value));
  if (isWhole) return (value) => (Object.is(value, -0) ? "-0" : String(value));
  const format = columnFormat("float64", values);
  return (value) => format(toScalar(value));
}

function plainText(value: unknown): string {
  const text =
    typeof value === "string"
      ? value
      : value instanceof Date
        ? dateText(value)
        : inspect(value, { depth: 0, breakLength: Number.POSITIVE_INFINITY, maxArrayLength: 6 });
  const line = text.replace(/\s*\n\s*/g, " ");
  return line.length > MAX_LENGTH ? `${line.slice(0, MAX_LENGTH - 1)}…` : line;
}

/** Without the time where that is midnight in UTC. */
function dateText(date: Date): string {
  if (Number.isNaN(date.getTime())) return "invalid date";
  const [day = "", time = ""] = date.toISOString().split("T");
  return time === "00:00:00.000Z" ? day : `${day} ${time.replace(/(\.000)?Z$/, "")}`;
}

function typeOf(values: readonly unknown[]): string {
  const types = new Set(values.map(typeName));
  const [only = "empty"] = types;
  return types.size > 1 ? "mixed" : only;
}

function typeName(value: unknown): string {
  if (typeof value === "string") return "text";
  if (typeof value === "boolean") return "bool";
  return value instanceof Date ? "date" : typeof value;
}

import { isJsonObject, type Json, type JsonObject } from "../../wire.js";

/** Rows below which a table is not shorter as text. */
const FEW_ROWS = 8;

/**
 * The specification with its tables of data as CSV. Clients copy what they are given several times before they draw it: as one
 * text, a table is half as long, and copied at once. A table whose rows differ in their fields, or hold what CSV can't
 * tell apart, stays as it is.
 */
export function compactData(spec: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(spec).map(([name, value]) => [name, compacted(name, value)]));
}

function compacted(name: string, value: Json): Json {
  if (Array.isArray(value)) return value.map((item) => (isJsonObject(item) ? compactData(item) : item));
  if (!isJsonObject(value)) return value;
  if (name !== "data") return compactData(value);
  const { values, ...rest } = value;
  const table = Array.isArray(values) && Object.keys(rest).length === 0 ? csvData(values) : null;
  return table ?? value;
}

function csvData(rows: readonly Json[]): JsonObject | null {
  const [first] = rows;
  if (rows.length < FEW_ROWS || !isJsonObject(first)) return null;
  const names = Object.keys(first);
  const columns = names.map((name) => rows.map((row) => (isJsonObject(row) ? row[name] : undefined)));
  const kinds = columns.map(kindOf);
  const isUniform = rows.every((row) => isJsonObject(row) && Object.keys(row).length === names.length);
  if (!isUniform || kinds.includes(null)) return null;
  const lines = rows.map((_, row) => columns.map((column) => cellText(column[row])).join(","));
  return {
    values: [names.map(cellText).join(","), ...lines].join("\n"),
    format: {
      type: "csv",
      parse: Object.fromEntries(names.map((name, place) => [name, kinds[place] ?? null])),
    },
  };
}

/** What Vega is to read the texts of a column as; null where it could not give the same values. */
function kindOf(column: readonly (Json | undefined)[]): "number" | "string" | null {
  if (column.every((value) => value === null || typeof value === "number")) return "number";
  // An empty text would be read as a value that is missing.
  return column.every((value) => typeof value === "string" && value !== "") ? "string" : null;
}

function cellText(value: Json | undefined): string {
  const text = value === null || value === undefined ? "" : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

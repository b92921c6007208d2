import { inspect } from "node:util";
import { NDArray } from "../../runtime/ndarray.js";
import { arrayFacts } from "../display/array-facts.js";
import { typeName } from "./namespace.js";

/** Characters of a value that the table shows. */
const VALUE_WIDTH = 60;

/** The names whose values are of that type; of any with "". */
export function namesText(values: Readonly<Record<string, unknown>>, type: string): string {
  const names = namesOf(values, type);
  return names.length === 0 ? nothingText(type) : names.join("  ");
}

/** A table of names, types and values. */
export function valuesTable(values: Readonly<Record<string, unknown>>, type: string): string {
  const names = namesOf(values, type);
  if (names.length === 0) return nothingText(type);
  const rows = [
    ["Name", "Type", "Value"],
    ...names.map((name) => [name, typeName(values[name]), valueText(values[name])]),
  ];
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map(([name = "", kind = "", value = ""]) =>
      `${name.padEnd(widths[0] ?? 0)}  ${kind.padEnd(widths[1] ?? 0)}  ${value}`.trimEnd(),
    )
    .join("\n");
}

function namesOf(values: Readonly<Record<string, unknown>>, type: string): string[] {
  return Object.keys(values)
    .filter((name) => type === "" || typeName(values[name]).toLowerCase() === type.toLowerCase())
    .sort();
}

function nothingText(type: string): string {
  return type === "" ? "There are no variables." : `There are no variables of the type ${type}.`;
}

/** A value on one line, without running its getters. */
function valueText(value: unknown): string {
  if (value instanceof NDArray) {
    const { dtype, shape, bytes } = arrayFacts(value);
    return `${dtype}, ${shape}, ${bytes}`;
  }
  const text = inspect(value, {
    depth: 0,
    breakLength: Number.POSITIVE_INFINITY,
    maxArrayLength: 10,
    maxStringLength: 80,
  });
  const line = text.replace(/\s+/g, " ");
  return line.length <= VALUE_WIDTH ? line : `${line.slice(0, VALUE_WIDTH - 1)}…`;
}

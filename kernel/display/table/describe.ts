import { type ArrayInput, asArray } from "../../../runtime/array-from.js";
import { NDArray } from "../../../runtime/ndarray.js";
import { summarize } from "../../../runtime/sampling/summary.js";
import { Displayable } from "../displayable.js";
import { tableBundle } from "./table.js";
import { asTable, type TableColumn } from "./table-data.js";

/** Rows of the table: more columns are described than other tables show. */
const MAX_ROWS = 100;

/**
 * Count, mean, standard deviation and quartiles of an array, of each column of a matrix, or of the columns of numbers of a
 * table. NaN is left out and counted as missing.
 * @throws {TypeError} where there are no numbers
 */
export function describe(source: unknown): Displayable {
  const rows = numbersOf(source).map(({ name, values }) => {
    const { count, missing, mean, std, min, quartiles, max } = summarize(values);
    const [first, median, third] = quartiles;
    return { name, count, missing, mean, std, min, "25 %": first, "50 %": median, "75 %": third, max };
  });
  if (rows.length === 0) throw new TypeError("There is no column of numbers to describe");
  const isComplete = rows.every(({ missing }) => missing === 0);
  const keys = ["name", "count", "missing", "mean", "std", "min", "25 %", "50 %", "75 %", "max"] as const;
  const columns: readonly TableColumn[] = keys
    .filter((key) => !(key === "missing" && isComplete) && !(key === "name" && rows[0]?.name === null))
    .map((name) => ({ name, type: "", at: (row) => rows[row]?.[name] }));
  return new Displayable(
    tableBundle({ rows: rows.length, columns }, { title: "description", rows: MAX_ROWS }),
  );
}

const isArrayInput = (source: unknown): source is ArrayInput =>
  source instanceof NDArray || ArrayBuffer.isView(source) || Array.isArray(source);

interface Named {
  readonly name: string | null;
  readonly values: NDArray;
}

function numbersOf(source: unknown): readonly Named[] {
  const table = source instanceof NDArray ? null : asTable(source);
  if (table !== null) {
    return table.columns.flatMap(({ name, at }) => {
      const values = Array.from({ length: table.rows }, (_, row) => at(row));
      const isNumeric = values.every(
        (value) => typeof value === "number" || value === null || value === undefined,
      );
      return isNumeric ? [{ name, values: asArray(values.map((value) => Number(value ?? Number.NaN))) }] : [];
    });
  }
  if (!isArrayInput(source))
    throw new TypeError("Numbers are needed: an array, or a table with columns of numbers");
  const array = asArray(source);
  if (array.ndim !== 2) return [{ name: null, values: array }];
  return Array.from({ length: array.shape[1] ?? 0 }, (_, column) => ({
    name: `column ${column}`,
    values: array.slice(":", column),
  }));
}

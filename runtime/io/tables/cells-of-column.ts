import { isComplex } from "../../../compiler/ir/dtype.js";
import { type ArrayInput, asContiguousArray } from "../../array-from.js";
import { formatShape } from "../../layout.js";
import { messageOf } from "../../message-of.js";
import type { NDArray } from "../../ndarray.js";
import type { ColumnInput, TableInput } from "./table.js";

/** A column that is ready to be written. */
export type WrittenColumn =
  | { readonly kind: "numbers"; readonly name: string; readonly array: NDArray }
  | { readonly kind: "text"; readonly name: string; readonly cells: readonly (string | null)[] }
  | { readonly kind: "date"; readonly name: string; readonly cells: readonly (Date | null)[] };

/**
 * The columns of a table, in order.
 * @throws {RangeError} naming the columns, where one has more axes than one or another length than the first
 * @throws {TypeError} where a column is complex, or holds what is neither numbers, booleans, text nor dates
 */
export function columnsToWrite(table: TableInput): readonly WrittenColumn[] {
  const columns = Object.entries(table).map(([name, column]) => written(name, column));
  const [first] = columns;
  for (const column of columns) {
    if (first === undefined || lengthOf(column) === lengthOf(first)) continue;
    throw new RangeError(
      `Column ${JSON.stringify(column.name)} has ${lengthOf(column)} values, but ${JSON.stringify(first.name)} has ${lengthOf(first)}`,
    );
  }
  return columns;
}

const lengthOf = (column: WrittenColumn): number =>
  column.kind === "numbers" ? column.array.size : column.cells.length;

function written(name: string, column: ColumnInput): WrittenColumn {
  if (isListOf(column, (cell) => typeof cell === "string")) return { kind: "text", name, cells: column };
  if (isListOf(column, (cell) => cell instanceof Date)) return { kind: "date", name, cells: column };
  const array = arrayOf(name, column);
  if (array.ndim !== 1) {
    throw new RangeError(
      `Column ${JSON.stringify(name)} has shape ${formatShape(array.shape)}, but a column has one axis: give its parts names of their own`,
    );
  }
  if (isComplex(array.dtype)) {
    throw new TypeError(
      `Column ${JSON.stringify(name)} is ${array.dtype}, which tables don't have: write np.real(a) and np.imag(a)`,
    );
  }
  return { kind: "numbers", name, array };
}

/** What is neither text nor dates is an array: an empty list as well, of float64. */
function arrayOf(name: string, column: ColumnInput): NDArray {
  try {
    // What the list holds is for the array to judge: its error names the place.
    return asContiguousArray(column as ArrayInput);
  } catch (cause) {
    throw new TypeError(
      `Column ${JSON.stringify(name)} is neither numbers, booleans, text nor dates: ${messageOf(cause)}`,
      { cause },
    );
  }
}

/** A list of nothing but such cells and nulls, or nulls alone. */
function isListOf<Cell>(
  column: unknown,
  isCell: (cell: unknown) => cell is Cell,
): column is readonly (Cell | null)[] {
  if (!Array.isArray(column)) return false;
  return column.length > 0 && column.every((cell) => cell === null || isCell(cell));
}

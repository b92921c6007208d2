import { type DType, isFloat } from "../../../compiler/ir/dtype.js";
import { allocate, viewTypedArray } from "../../dtype.js";
import { isScalar, writeElement } from "../../element.js";
import { NDArray } from "../../ndarray.js";
import type { Column } from "./table.js";

/** What the elements of a column are: of a dtype, text or dates. */
export type ColumnKind = DType | "text" | "date";

/** A column as a library gives it, in pieces; null or undefined where a value is missing. */
export interface Cells {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly pieces: readonly ArrayLike<unknown>[];
}

/**
 * The column of some cells; `TableOptions` says what becomes of nulls.
 * @throws {RangeError} where integers past 2^53 would have to become float64 because of a null among them
 */
export function columnOfCells(cells: Cells, fill: number | undefined): Column {
  switch (cells.kind) {
    case "text":
      return cells.pieces.flatMap((piece) => Array.from(piece, textOf));
    case "date":
      return cells.pieces.flatMap((piece) => Array.from(piece, dateOf));
    default:
      return numbersOf(cells.kind, cells, fill);
  }
}

const textOf = (cell: unknown): string | null => (cell === null || cell === undefined ? null : String(cell));

function dateOf(cell: unknown): Date | null {
  if (cell instanceof Date) return cell;
  return typeof cell === "number" ? new Date(cell) : null;
}

function numbersOf(dtype: DType, { name, pieces }: Cells, fill: number | undefined): NDArray {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const column = new NDArray(dtype, allocate(dtype, length), [length]);
  const nulls: number[] = [];
  let start = 0;
  for (const piece of pieces) {
    copyPiece(piece, column, start, nulls);
    start += piece.length;
  }
  if (fill !== undefined) for (const at of nulls) column.set(at, fill);
  return nulls.length === 0 || fill !== undefined ? column : withNaN(column, nulls, name);
}

/** Stores the cells of a piece from `start` on, and notes the places of its nulls. */
function copyPiece(piece: ArrayLike<unknown>, column: NDArray, start: number, nulls: number[]): void {
  const { dtype, data } = column;
  const typed = viewTypedArray(piece);
  if (typed?.dtype === dtype) {
    new NDArray(dtype, data, [piece.length], [1], start).assign(
      new NDArray(dtype, typed.data, [piece.length]),
    );
    return;
  }
  for (let i = 0; i < piece.length; i++) {
    const cell = piece[i];
    if (isScalar(cell)) writeElement(dtype, data, start + i, cell);
    else nulls.push(start + i);
  }
}

function withNaN(column: NDArray, nulls: readonly number[], name: string): NDArray {
  const floats = isFloat(column.dtype) ? column : column.astype("float64");
  checkExact(column, floats, name);
  for (const at of nulls) floats.set(at, Number.NaN);
  return floats;
}

function checkExact(column: NDArray, floats: NDArray, name: string): void {
  if (!(column.data instanceof BigInt64Array || column.data instanceof BigUint64Array)) return;
  for (const [at, value] of column.data.entries()) {
    if (BigInt(Number(floats.data[at])) === value) continue;
    throw new RangeError(
      `Column ${JSON.stringify(name)} has nulls and the integer ${value}, which float64 with NaN for null can't hold: say what stands for null with { fill: 0 }, and it stays ${column.dtype}`,
    );
  }
}

import { Complex } from "../../runtime/complex.js";
import type { Scalar } from "../../runtime/dtype.js";
import type { NDArray } from "../../runtime/ndarray.js";
import { escapeHtml } from "./html-text.js";
import { columnFormat } from "./number-format.js";
import { type Shading, shadeOf } from "./shade.js";
import { type AxisLimit, type Shown, shownIndices } from "./shown-indices.js";

export interface TableDetails {
  /** Says which part of a larger array this is. */
  readonly caption?: string;
  /** Colours behind the numbers. */
  readonly shading?: Shading | undefined;
}

export interface TableLimits {
  readonly rows: AxisLimit;
  readonly columns: AxisLimit;
}

/** For an array that fits into one table, and for one of several matrices of a larger array. */
export const WHOLE_TABLE: TableLimits = {
  rows: { most: 20, first: 5, last: 5 },
  columns: { most: 16, first: 6, last: 6 },
};
export const SLICE_TABLE: TableLimits = {
  rows: { most: 8, first: 3, last: 3 },
  columns: { most: 8, first: 3, last: 3 },
};

/**
 * The HTML table of a matrix, or of a 1-D array as one row: indices as headings, numbers lined up in each column, the
 * middle of long axes left out. Its cost does not depend on the size of the array.
 */
export function tableHtml(
  array: NDArray,
  limits: TableLimits,
  { caption, shading }: TableDetails = {},
): string {
  const isRow = array.ndim === 1;
  const matrix = isRow ? array.slice("newaxis") : array;
  const [height = 0, width = 0] = matrix.shape;
  const rows = shownIndices(height, limits.rows);
  const columns = shownIndices(width, limits.columns);
  const cellsOf = new Map(
    columns.flatMap((column) =>
      column === null ? [] : [[column, columnCells(matrix, rows, column, shading)]],
    ),
  );

  const headings = columns.map((column) =>
    column === null ? gapCell(width - columns.length + 1, "columns") : `<th scope="col">${column}</th>`,
  );
  const body = rows.map((row, place) => {
    const heading = isRow
      ? ""
      : row === null
        ? gapCell(height - rows.length + 1, "rows", "⋮")
        : `<th scope="row">${row}</th>`;
    const cells = columns.map((column) =>
      column === null || row === null ? emptyGap(row, column) : (cellsOf.get(column)?.[place] ?? ""),
    );
    return `<tr>${heading}${cells.join("")}</tr>`;
  });
  const corner = isRow ? "" : "<td></td>";
  const title = caption === undefined ? "" : `<caption>${escapeHtml(caption)}</caption>`;
  return `<table>${title}<thead><tr>${corner}${headings.join("")}</tr></thead><tbody>${body.join("")}</tbody></table>`;
}

/** A column's cells at the shown rows, all in one format. */
function columnCells(matrix: NDArray, rows: Shown, column: number, shading: Shading | undefined): string[] {
  const values = rows.map((row) => (row === null ? null : matrix.get(row, column)));
  const present = values.filter((value) => value !== null);
  const format = columnFormat(matrix.dtype, present);
  return values.map((value) => (value === null ? "" : valueCell(value, format(value), shading)));
}

function valueCell(value: Scalar, text: string, shading: Shading | undefined): string {
  const number = shading === undefined || value instanceof Complex ? Number.NaN : Number(value);
  if (shading !== undefined && Number.isFinite(number)) {
    const { color, ink } = shadeOf(number, shading);
    return `<td style="background:${color};color:${ink}">${escapeHtml(text)}</td>`;
  }
  const isQuiet = /^ *(nan|False)/.test(text);
  return `<td${isQuiet ? ' class="weft-quiet"' : ""}>${escapeHtml(text)}</td>`;
}

function gapCell(count: number, what: string, sign = "⋯"): string {
  return `<th class="weft-gap" title="${count} more ${what}" aria-label="${count} more ${what}">${sign}</th>`;
}

function emptyGap(row: number | null, column: number | null): string {
  return `<td class="weft-gap" aria-hidden="true">${row !== null ? "⋯" : column !== null ? "⋮" : "⋱"}</td>`;
}

import type { MimeBundle } from "../../messages.js";
import { ARRAY_STYLE } from "../array-style.js";
import { escapeHtml } from "../html-text.js";
import { type AxisLimit, shownIndices } from "../shown-indices.js";
import { type ColumnCells, columnCells } from "./table-cells.js";
import type { TableData } from "./table-data.js";

const ROWS: AxisLimit = { most: 20, first: 10, last: 5 };
const COLUMNS: AxisLimit = { most: 20, first: 12, last: 6 };

export interface TableOptions {
  readonly title?: string;
  /** Rows that are shown, at most; by default 20. */
  readonly rows?: number;
}

interface Shape {
  readonly rows: readonly (number | null)[];
  /** Null stands for the columns left out. */
  readonly columns: readonly (ColumnCells | null)[];
}

/** A table as HTML and as text, of a size that does not depend on the number of its rows. */
export function tableBundle(table: TableData, options: TableOptions = {}): MimeBundle {
  const limit = options.rows === undefined ? ROWS : limitOf(options.rows);
  const rows = shownIndices(table.rows, limit);
  const present = rows.filter((row) => row !== null);
  const columns = shownIndices(table.columns.length, COLUMNS).map((place) => {
    const column = place === null ? undefined : table.columns[place];
    return column === undefined ? null : columnCells(column, present);
  });
  const facts = `${count(table.rows, "row")} × ${count(table.columns.length, "column")}`;
  const heading = options.title === undefined ? facts : `${options.title}: ${facts}`;
  return {
    "text/html": `${ARRAY_STYLE}${html({ rows, columns }, options.title, facts)}`,
    "text/plain": `${heading}\n${text({ rows, columns })}`,
  };
}

function limitOf(most: number): AxisLimit {
  if (!Number.isInteger(most) || most < 1)
    throw new RangeError(`rows is ${most}, and a whole number from 1 on is needed`);
  return { most, first: Math.ceil((2 * most) / 3), last: Math.floor(most / 3) };
}

const count = (number: number, what: string): string =>
  `${number.toLocaleString("en-US")} ${what}${number === 1 ? "" : "s"}`;

function html({ rows, columns }: Shape, title: string | undefined, facts: string): string {
  const heads = columns.map((column) =>
    column === null
      ? '<th class="weft-gap" aria-label="more columns">⋯</th>'
      : `<th scope="col"${column.isNumeric ? "" : ' class="weft-left"'}>${escapeHtml(column.name)}<small>${escapeHtml(column.type)}</small></th>`,
  );
  let place = 0;
  const body = rows.map((row) => {
    if (row === null) {
      return `<tr><th class="weft-gap" aria-label="more rows">⋮</th>${columns.map(() => '<td class="weft-gap" aria-hidden="true">⋮</td>').join("")}</tr>`;
    }
    const cells = columns.map((column) => cellHtml(column, place));
    place++;
    return `<tr><th scope="row">${row}</th>${cells.join("")}</tr>`;
  });
  const name = title === undefined ? "" : `<b>${escapeHtml(title)}</b>`;
  return (
    `<div class="weft-array weft-data"><div class="weft-facts">${name}<span>${escapeHtml(facts)}</span></div>` +
    `<div class="weft-scroll"><table><thead><tr><td></td>${heads.join("")}</tr></thead><tbody>${body.join("")}</tbody></table></div></div>`
  );
}

function cellHtml(column: ColumnCells | null, place: number): string {
  if (column === null) return '<td class="weft-gap" aria-hidden="true">⋯</td>';
  const side = column.isNumeric ? "" : ' class="weft-left"';
  return `<td${side}>${escapeHtml(column.texts[place] ?? "")}</td>`;
}

/** The table with spaces between its columns, for consoles. */
function text({ rows, columns }: Shape): string {
  const numbers = rows.map((row) => (row === null ? "⋮" : String(row)));
  let place = 0;
  const places = rows.map((row) => (row === null ? null : place++));
  const texts = columns.map((column) => {
    if (column === null) return rows.map(() => "⋯").toSpliced(0, 0, "⋯");
    const cells = places.map((at) => (at === null ? "⋮" : (column.texts[at] ?? "")));
    const width = Math.max(column.name.length, ...cells.map((cell) => cell.length));
    const pad = (cell: string): string => (column.isNumeric ? cell.padStart(width) : cell.padEnd(width));
    return [column.name, ...cells].map(pad);
  });
  const width = Math.max(0, ...numbers.map((number) => number.length));
  const lines = ["", ...numbers].map((number, line) =>
    [number.padStart(width), ...texts.map((column) => column[line] ?? "")].join("  ").trimEnd(),
  );
  return lines.join("\n");
}

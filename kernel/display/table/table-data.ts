import { NDArray } from "../../../runtime/ndarray.js";

export interface TableColumn {
  readonly name: string;
  /** What it holds, where its source says so: a dtype, `text`, `date`. */
  readonly type: string | null;
  /** The value in a row; undefined where there is none. */
  readonly at: (row: number) => unknown;
}

/** Rows and columns, whatever they came from. */
export interface TableData {
  readonly rows: number;
  readonly columns: readonly TableColumn[];
}

/** Rows whose properties become columns; later ones may have others, which are not shown. */
const ROWS_FOR_NAMES = 1000;

/**
 * The table that a value is: what `readCsv`, `readArrow` and `readParquet` give, a table of Apache Arrow or Polars, an
 * array of two plain objects or more. Null where it is none.
 */
export function asTable(value: unknown): TableData | null {
  if (Array.isArray(value)) return value.length > 1 && value.every(isRecord) ? ofRecords(value) : null;
  if (typeof value !== "object" || value === null) return null;
  return ofArrow(value) ?? ofRowList(value) ?? (isRecord(value) ? (ofCsv(value) ?? ofColumns(value)) : null);
}

/**
 * The table of a value that is to be shown as one, more than `asTable` takes: Maps, arrays of arrays or of single values,
 * matrices, lists under names.
 * @throws {TypeError} where nothing of it could be rows
 */
export function toTable(value: unknown): TableData {
  const found = asTable(value);
  if (found !== null) return found;
  if (value instanceof Map) {
    const entries = [...value];
    const keys = column("key", null, (row) => entries[row]?.[0]);
    const values = entries.map(([, item]: readonly [unknown, unknown]) => item);
    return { rows: entries.length, columns: [keys, ...ofItems(values, "value").columns] };
  }
  if (value instanceof NDArray && value.ndim === 2) return ofMatrix(value, null);
  if (isRecord(value) && Object.values(value).some(isList)) return ofLists(value);
  if (isIterable(value)) return ofItems([...value], "value");
  throw new TypeError("A table needs rows: an array of objects, a Map, named lists, or a table of Arrow");
}

type Record_ = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): value is Record_ {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

const isIterable = (value: unknown): value is Iterable<unknown> =>
  typeof value === "object" && value !== null && Symbol.iterator in value;

const isList = (value: unknown): value is NDArray | readonly unknown[] =>
  Array.isArray(value) || (value instanceof NDArray && value.ndim === 1);

const column = (name: string, type: string | null, at: (row: number) => unknown): TableColumn => ({
  name,
  type,
  at,
});

function ofRecords(rows: readonly Record_[]): TableData {
  const names = new Set(rows.slice(0, ROWS_FOR_NAMES).flatMap((row) => Object.keys(row)));
  return {
    rows: rows.length,
    columns: [...names].map((name) => column(name, null, (row) => rows[row]?.[name])),
  };
}

/** Records, lists or single values as rows. */
function ofItems(items: readonly unknown[], name: string): TableData {
  if (items.length > 0 && items.every(isRecord)) return ofRecords(items);
  if (items.length > 0 && items.every((item) => Array.isArray(item))) {
    const width = Math.max(...items.map((item) => item.length));
    const columns = Array.from({ length: width }, (_, place) =>
      column(String(place), null, (row) => items[row]?.[place]),
    );
    return { rows: items.length, columns };
  }
  return { rows: items.length, columns: [column(name, null, (row) => items[row])] };
}

/** The value under a name; undefined for a getter, which looking whether something is a table doesn't run. */
function heldBy(value: Record_, name: string): unknown {
  return Object.getOwnPropertyDescriptor(value, name)?.value;
}

/** What `readCsv` gives: a matrix and the names of its columns. */
function ofCsv(value: Record_): TableData | null {
  if (Object.keys(value).length !== 2) return null;
  const data = heldBy(value, "data");
  const columns = heldBy(value, "columns");
  if (!(data instanceof NDArray) || data.ndim !== 2 || !Array.isArray(columns)) return null;
  if (columns.length !== data.shape[1]) return null;
  return ofMatrix(data, columns.map(String));
}

function ofMatrix(matrix: NDArray, names: readonly string[] | null): TableData {
  const [rows = 0, width = 0] = matrix.shape;
  const columns = Array.from({ length: width }, (_, place) =>
    column(names?.[place] ?? String(place), matrix.dtype, (row) => matrix.get(row, place)),
  );
  return { rows, columns };
}

/** Two columns of one length or more, at least one of them an array: what `readArrow` and `readParquet` give. */
function ofColumns(value: Record_): TableData | null {
  const lists: (NDArray | readonly unknown[])[] = [];
  for (const name of Object.keys(value)) {
    const list = heldBy(value, name);
    if (!isList(list)) return null;
    lists.push(list);
  }
  if (lists.length < 2 || !lists.some((list) => list instanceof NDArray)) return null;
  const [first] = lists;
  return lists.every((list) => list.length === first?.length) ? ofLists(value) : null;
}

function ofLists(value: Record_): TableData {
  const lists = Object.entries(value).map(([name, list]) => ({ name, list: isList(list) ? list : [list] }));
  return {
    rows: Math.max(0, ...lists.map(({ list }) => list.length)),
    columns: lists.map(({ name, list }) =>
      list instanceof NDArray
        ? column(name, list.dtype, (row) => (row < list.length ? list.get(row) : undefined))
        : column(name, null, (row) => list[row]),
    ),
  };
}

/** A table of Apache Arrow, known by its members. */
function ofArrow(value: object): TableData | null {
  if (!("numRows" in value && "schema" in value && "getChild" in value)) return null;
  const { numRows, schema, getChild } = value;
  if (typeof numRows !== "number" || typeof getChild !== "function") return null;
  const fields: unknown =
    typeof schema === "object" && schema !== null ? Reflect.get(schema, "fields") : null;
  if (!Array.isArray(fields)) return null;
  const columns = fields.map((field: { readonly name?: unknown; readonly type?: unknown }) => {
    const vector: unknown = Reflect.apply(getChild, value, [field.name]);
    const read: unknown = typeof vector === "object" && vector !== null ? Reflect.get(vector, "get") : null;
    const at = (row: number): unknown =>
      typeof read === "function" ? Reflect.apply(read, vector, [row]) : undefined;
    return column(String(field.name), String(field.type), at);
  });
  return { rows: numRows, columns };
}

/** A data frame of nodejs-polars and others, which give their rows as records. */
function ofRowList(value: object): TableData | null {
  if (!("toRecords" in value) || typeof value.toRecords !== "function") return null;
  const records: unknown = Reflect.apply(value.toRecords, value, []);
  return Array.isArray(records) && records.every(isRecord) ? ofRecords(records) : null;
}

import type { Table as ArrowTable, DataType, Vector } from "apache-arrow";
import { isDType } from "../../../compiler/ir/dtype.js";
import { messageOf } from "../../message-of.js";
import { findColumn } from "../find-column.js";
import { readBytes } from "../read-bytes.js";
import { type ColumnKind, columnOfCells } from "./column-of-cells.js";
import { registerCodecs } from "./register-codecs.js";
import type { Column, Table, TableOptions } from "./table.js";

/**
 * The columns of an Arrow file: IPC file (Feather version 2) or stream. Dictionaries are read as their values, float16
 * as float32, timestamps as dates, whose unit is the millisecond.
 * @throws {Error} that names the path, where the file can't be read, or the column that has another type
 */
export async function readArrow(path: string | URL, options: TableOptions = {}): Promise<Table> {
  return decodeArrow(readBytes(path), options, JSON.stringify(String(path)));
}

/** As `readArrow`, from the bytes of a file; `name` stands in errors. */
export async function decodeArrow(
  bytes: Uint8Array,
  options: TableOptions = {},
  name = "The data",
): Promise<Table> {
  const table = await openTable(bytes, name);
  const { fields } = table.schema;
  const names = fields.map((field) => field.name);
  const chosen = options.columns?.map((column) => findColumn(column, names, name)) ?? [...names.keys()];
  return Object.fromEntries(
    chosen.map((at) => {
      const vector = table.getChildAt(at);
      const column = names[at] ?? "";
      if (vector === null) throw new Error(`${name} has no values of column ${JSON.stringify(column)}`);
      return [column, columnOfVector(vector, options.fill, column)];
    }),
  );
}

const MAGIC = "ARROW1";
/** What a stream begins with: the mark of a message. */
const CONTINUATION = "\xff\xff\xff\xff";

async function openTable(bytes: Uint8Array, name: string): Promise<ArrowTable> {
  const text = (start: number, end?: number): string =>
    Buffer.from(bytes.slice(start, end)).toString("latin1");
  const isFile = text(0, MAGIC.length) === MAGIC;
  if (!isFile && text(0, CONTINUATION.length) !== CONTINUATION) {
    throw new Error(
      `${name} is no Arrow file (${bytes.length} bytes without the mark of a file or a stream)`,
    );
  }
  if (isFile && (bytes.length < 2 * MAGIC.length || text(-MAGIC.length) !== MAGIC)) {
    throw new Error(`${name} ends before the footer of its Arrow file`);
  }
  // The library takes a moment to load: only those who read tables wait for it.
  const arrow = await import("apache-arrow");
  await registerCodecs(arrow);
  try {
    return arrow.tableFromIPC(bytes);
  } catch (cause) {
    throw new Error(`${name} is a damaged Arrow file: ${messageOf(cause)}`, { cause });
  }
}

function columnOfVector(vector: Vector, fill: number | undefined, name: string): Column {
  const kind = kindOfType(vector.type);
  if (kind === null) {
    throw new Error(
      `Column ${JSON.stringify(name)} is of type ${vector.type}, neither numbers, booleans, text nor dates: choose others with { columns: […] }`,
    );
  }
  const isTyped = vector.nullCount === 0 && isDType(String(vector.type).toLowerCase());
  return columnOfCells({ name, kind, pieces: [isTyped ? vector.toArray() : [...vector]] }, fill);
}

/** The library writes types as `Uint8`, `LargeUtf8`, `Timestamp<MILLISECOND>`, `Dictionary<Int32, Utf8>`. */
function kindOfType(type: DataType): ColumnKind | null {
  const text = String(type);
  const name = text.toLowerCase();
  if (isDType(name)) return name;
  if (name === "float16") return "float32";
  if (/^(utf8|largeutf8|utf8view|null)$/.test(name)) return "text";
  if (/^(timestamp|date)/.test(name)) return "date";
  return "dictionary" in type ? kindOfType(type.dictionary as DataType) : null;
}

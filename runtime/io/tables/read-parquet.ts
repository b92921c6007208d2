import type { AsyncBuffer, ColumnData, FileMetaData, SchemaTree } from "hyparquet";
import { messageOf } from "../../message-of.js";
import { findColumn } from "../find-column.js";
import { readBytes } from "../read-bytes.js";
import { columnOfCells } from "./column-of-cells.js";
import { kindOfParquet } from "./parquet-kinds.js";
import type { Table, TableOptions } from "./table.js";

/**
 * The columns of a Parquet file, compressed or not. Decimals are read as float64, float16 as float32, timestamps as dates,
 * whose unit is the millisecond.
 * @throws {Error} that names the path, where the file can't be read, or the column that has another type
 */
export async function readParquet(path: string | URL, options: TableOptions = {}): Promise<Table> {
  return decodeParquet(readBytes(path), options, JSON.stringify(String(path)));
}

/** As `readParquet`, from the bytes of a file; `name` stands in errors. */
export async function decodeParquet(
  bytes: Uint8Array,
  options: TableOptions = {},
  name = "The data",
): Promise<Table> {
  const { metadata, schema } = await reading(name, () => openFile(bytes));
  const names = schema.children.map(({ element }) => element.name);
  const places = options.columns?.map((column) => findColumn(column, names, name)) ?? [...names.keys()];
  const kinds = places
    .flatMap((at) => schema.children[at] ?? [])
    .map((column) => [column.element.name, kindOfParquet(column)] as const);
  const chunks = await reading(name, () => readChunks(bytes, metadata, [...new Map(kinds).keys()]));
  return Object.fromEntries(
    kinds.map(([column, kind]) => {
      const own = chunks.filter(({ columnName }) => columnName === column);
      const pieces = own.sort((a, b) => a.rowStart - b.rowStart).map(({ columnData }) => columnData);
      return [column, columnOfCells({ name: column, kind, pieces }, options.fill)];
    }),
  );
}

interface OpenFile {
  readonly metadata: FileMetaData;
  readonly schema: SchemaTree;
}

async function openFile(bytes: Uint8Array): Promise<OpenFile> {
  // The libraries take a moment to load: only those who read tables wait for them.
  const { parquetMetadata, parquetSchema } = await import("hyparquet");
  const metadata = parquetMetadata(bytes);
  return { metadata, schema: parquetSchema(metadata) };
}

async function readChunks(
  bytes: Uint8Array,
  metadata: FileMetaData,
  columns: string[],
): Promise<ColumnData[]> {
  const { parquetRead } = await import("hyparquet");
  const { compressors } = await import("hyparquet-compressors");
  const file: AsyncBuffer = {
    byteLength: bytes.length,
    slice: (start, end) => new Uint8Array(bytes.subarray(start, end)).buffer,
  };
  const decoder = new TextDecoder();
  const parsers = { jsonFromBytes: (text: Uint8Array) => decoder.decode(text) };
  const chunks: ColumnData[] = [];
  await parquetRead({
    file,
    metadata,
    columns,
    compressors,
    parsers,
    onChunk: (chunk) => chunks.push(chunk),
  });
  return chunks;
}

/** Runs what fails with the library's words on a bad file, and adds whose file it is. */
async function reading<Result>(name: string, run: () => Promise<Result>): Promise<Result> {
  try {
    return await run();
  } catch (cause) {
    throw new Error(`${name} can't be read as Parquet: ${messageOf(cause)}`, { cause });
  }
}

import { writeFileSync } from "node:fs";
import type { DecodedArray, SchemaElement } from "hyparquet";
import { type DType, itemsize } from "../../../compiler/ir/dtype.js";
import { castElements } from "../../cast.js";
import type { NDArray } from "../../ndarray.js";
import { columnsToWrite, type WrittenColumn } from "./cells-of-column.js";
import type { TableInput } from "./table.js";

/**
 * Writes columns as a Parquet file, compressed by Snappy; dates as timestamps in milliseconds.
 * @throws {RangeError} where columns differ in length or have more axes than one; {TypeError} where one has no type in Parquet
 */
export async function writeParquet(path: string | URL, table: TableInput): Promise<void> {
  writeFileSync(path, await encodeParquet(table));
}

/** The bytes of a Parquet file. */
export async function encodeParquet(table: TableInput): Promise<Uint8Array> {
  const columns = columnsToWrite(table);
  const { parquetWriteBuffer } = await import("hyparquet-writer");
  const root: SchemaElement = { name: "root", num_children: columns.length };
  return new Uint8Array(
    parquetWriteBuffer({
      schema: [root, ...columns.map(schemaOf)],
      columnData: columns.map((column) => ({ name: column.name, data: valuesOf(column) })),
    }),
  );
}

function schemaOf(column: WrittenColumn): SchemaElement {
  const { name } = column;
  switch (column.kind) {
    case "text":
      return { name, type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "OPTIONAL" };
    case "date":
      return { name, type: "INT64", converted_type: "TIMESTAMP_MILLIS", repetition_type: "OPTIONAL" };
    case "numbers":
      return { name, ...typeOf(column.array.dtype), repetition_type: "REQUIRED" };
    default: {
      const unknown: never = column;
      throw new TypeError(`A column of an unknown kind: ${String(unknown)}`);
    }
  }
}

function typeOf(dtype: DType): Pick<SchemaElement, "type" | "converted_type"> {
  switch (dtype) {
    case "bool":
      return { type: "BOOLEAN" };
    case "float32":
      return { type: "FLOAT" };
    case "float64":
      return { type: "DOUBLE" };
    case "int8":
      return { type: "INT32", converted_type: "INT_8" };
    case "int16":
      return { type: "INT32", converted_type: "INT_16" };
    case "int32":
      return { type: "INT32" };
    case "int64":
      return { type: "INT64" };
    case "uint8":
      return { type: "INT32", converted_type: "UINT_8" };
    case "uint16":
      return { type: "INT32", converted_type: "UINT_16" };
    case "uint32":
      return { type: "INT32", converted_type: "UINT_32" };
    case "uint64":
      return { type: "INT64", converted_type: "UINT_64" };
    case "complex64":
    case "complex128":
      throw new TypeError(`Parquet has no type for ${dtype}`);
    default: {
      const unknown: never = dtype;
      throw new TypeError(`Unknown dtype ${String(unknown)}`);
    }
  }
}

function valuesOf(column: WrittenColumn): DecodedArray {
  return column.kind === "numbers" ? numbersOf(column.array) : [...column.cells];
}

/** As the library takes them: 8 and 16 bits are stored as int32, and of uint32 it takes no typed array past 2^31. */
function numbersOf(array: NDArray): DecodedArray {
  if (array.dtype === "bool" || array.dtype === "uint32") return [...array];
  if (itemsize(array.dtype) < 4) return castElements(array, "int32");
  // What is left has 32 or 64 bits.
  return castElements(array, array.dtype) as DecodedArray;
}

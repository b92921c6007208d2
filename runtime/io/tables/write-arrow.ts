import { writeFileSync } from "node:fs";
import type { Vector } from "apache-arrow";
import { columnsToWrite, type WrittenColumn } from "./cells-of-column.js";
import type { TableInput } from "./table.js";

type Arrow = typeof import("apache-arrow");

/**
 * Writes columns as an Arrow IPC file (Feather version 2), uncompressed; dates as timestamps in milliseconds.
 * @throws {RangeError} where columns differ in length or have more axes than one; {TypeError} where one has no type in Arrow
 */
export async function writeArrow(path: string | URL, table: TableInput): Promise<void> {
  writeFileSync(path, await encodeArrow(table));
}

/** The bytes of an Arrow IPC file. */
export async function encodeArrow(table: TableInput): Promise<Uint8Array> {
  const columns = columnsToWrite(table);
  const arrow = await import("apache-arrow");
  const vectors = Object.fromEntries(columns.map((column) => [column.name, vectorOf(arrow, column)]));
  return arrow.tableToIPC(new arrow.Table(vectors), "file");
}

function vectorOf(arrow: Arrow, column: WrittenColumn): Vector {
  switch (column.kind) {
    case "text":
      return arrow.vectorFromArray(column.cells, new arrow.Utf8());
    case "date":
      return arrow.vectorFromArray(column.cells, new arrow.TimestampMillisecond("UTC"));
    case "numbers": {
      const { array } = column;
      if (array.dtype === "bool") return arrow.vectorFromArray([...array], new arrow.Bool());
      const { data, offset, size } = array;
      return arrow.makeVector(data.subarray(offset, offset + size));
    }
    default: {
      const unknown: never = column;
      throw new TypeError(`A column of an unknown kind: ${String(unknown)}`);
    }
  }
}

import type { SchemaElement, SchemaTree } from "hyparquet";
import { type DType, isDType } from "../../../compiler/ir/dtype.js";
import type { ColumnKind } from "./column-of-cells.js";

// Logical types and the converted types that came before them:
// https://github.com/apache/parquet-format/blob/apache-parquet-format-2.12.0/LogicalTypes.md
const LOGICAL: Readonly<Record<string, ColumnKind>> = {
  STRING: "text",
  ENUM: "text",
  JSON: "text",
  UUID: "text",
  NULL: "text",
  DATE: "date",
  TIMESTAMP: "date",
  FLOAT16: "float32",
};
const CONVERTED: Readonly<Record<string, ColumnKind>> = {
  UTF8: "text",
  ENUM: "text",
  JSON: "text",
  DATE: "date",
  TIMESTAMP_MILLIS: "date",
  TIMESTAMP_MICROS: "date",
  DECIMAL: "float64",
};
const PHYSICAL: Readonly<Record<string, ColumnKind>> = {
  BOOLEAN: "bool",
  INT32: "int32",
  INT64: "int64",
  INT96: "date",
  FLOAT: "float32",
  DOUBLE: "float64",
};

/**
 * What the values of a column are.
 * @throws {Error} that names column and type, where they are neither numbers, booleans, text nor dates
 */
export function kindOfParquet({ element, children }: SchemaTree): ColumnKind {
  const isFlat = children.length === 0 && element.repetition_type !== "REPEATED";
  const kind = isFlat ? kindOfElement(element) : undefined;
  if (kind !== undefined) return kind;
  const type = element.logical_type?.type ?? element.converted_type ?? element.type ?? "a group of columns";
  throw new Error(
    `Column ${JSON.stringify(element.name)} is of type ${type}, neither numbers, booleans, text nor dates: choose others with { columns: […] }`,
  );
}

function kindOfElement({ type, converted_type, logical_type }: SchemaElement): ColumnKind | undefined {
  if (converted_type !== undefined) return CONVERTED[converted_type] ?? integerOf(converted_type);
  if (logical_type?.type === "INTEGER") {
    return integerOf(`${logical_type.isSigned ? "INT" : "UINT"}_${logical_type.bitWidth}`);
  }
  if (logical_type !== undefined) return LOGICAL[logical_type.type];
  return type === undefined ? undefined : PHYSICAL[type];
}

/** `UINT_8` is uint8. */
function integerOf(converted: string): DType | undefined {
  const name = converted.replace("_", "").toLowerCase();
  return isDType(name) ? name : undefined;
}

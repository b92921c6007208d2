/**
 * The place of a column that is given by name, or by place (negative from the end).
 * @throws {RangeError} that lists the columns of the file, where there is no such column
 */
export function findColumn(column: string | number, names: readonly string[], file: string): number {
  const at = typeof column === "string" ? names.indexOf(column) : column < 0 ? column + names.length : column;
  if (Number.isInteger(at) && at >= 0 && at < names.length) return at;
  throw new RangeError(
    `${file} has no column ${JSON.stringify(column)}: its columns are ${names.join(", ")}`,
  );
}

const namespaces = new WeakSet<object>();

/** Makes an object of functions known as a namespace, whose members nobody has to look at to know that it is no record. */
export function asNamespace<Table extends object>(table: Table): Table {
  namespaces.add(table);
  return table;
}

/** Whether a value is what `{ … }` makes, and no instance of a class, module or namespace. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Symbol.toStringTag in value) return false;
  if (namespaces.has(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** The part of JSON Schema that the messages of the protocol need. */
export type Schema =
  | { readonly type: "string"; readonly pattern?: RegExp }
  | { readonly type: "integer"; readonly minimum?: number }
  | { readonly type: "number" | "boolean" | "null" }
  | { readonly type: "array"; readonly items: Schema }
  | {
      readonly type: "object";
      readonly properties?: Readonly<Record<string, Schema>>;
      /** Properties of `properties` that may be missing. */
      readonly optional?: readonly string[];
      /** What keys other than those of `properties` look like; any by default. */
      readonly keys?: RegExp;
      /** What their values look like. */
      readonly values?: Schema;
    }
  | { readonly enum: readonly (string | boolean | number)[] }
  | { readonly anyOf: readonly Schema[] }
  | { readonly any: true };

/** What about `value` is not as the schema says: one sentence for each fault, beginning with the path to it. */
export function schemaFaults(schema: Schema, value: unknown, path: string): readonly string[] {
  if ("any" in schema) return [];
  if ("enum" in schema) {
    return schema.enum.some((each) => each === value)
      ? []
      : [`${path} is ${show(value)}, none of ${schema.enum}`];
  }
  if ("anyOf" in schema) {
    const attempts = schema.anyOf.map((each) => schemaFaults(each, value, path));
    return attempts.some((faults) => faults.length === 0) ? [] : (attempts.at(-1) ?? []);
  }
  if (typeOf(value) !== schema.type && !(schema.type === "number" && typeOf(value) === "integer")) {
    return [`${path} is ${show(value)}, no ${schema.type}`];
  }
  switch (schema.type) {
    case "string":
      return schema.pattern === undefined || schema.pattern.test(String(value))
        ? []
        : [`${path} is ${show(value)}, which does not match ${schema.pattern}`];
    case "integer":
      return Number(value) >= (schema.minimum ?? Number.NEGATIVE_INFINITY)
        ? []
        : [`${path} is ${show(value)}, less than ${schema.minimum}`];
    case "array":
      return Array.isArray(value)
        ? value.flatMap((item, index) => schemaFaults(schema.items, item, `${path}[${index}]`))
        : [];
    case "object":
      return objectFaults(schema, new Map(Object.entries(value ?? {})), path);
    default:
      return [];
  }
}

function objectFaults(
  { properties = {}, optional = [], keys, values }: Extract<Schema, { readonly type: "object" }>,
  fields: ReadonlyMap<string, unknown>,
  path: string,
): readonly string[] {
  const known = Object.entries(properties).flatMap(([name, schema]) => {
    if (fields.has(name)) return schemaFaults(schema, fields.get(name), `${path}.${name}`);
    return optional.includes(name) ? [] : [`${path}.${name} is missing`];
  });
  const others = [...fields].filter(([name]) => !Object.hasOwn(properties, name));
  const unknown = others.flatMap(([name, value]) => [
    ...(keys === undefined || keys.test(name) ? [] : [`${path} has the key '${name}'`]),
    ...(values === undefined ? [] : schemaFaults(values, value, `${path}.${name}`)),
  ]);
  return [...known, ...unknown];
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return Number.isInteger(value) ? "integer" : typeof value;
}

function show(value: unknown): string {
  const shown = JSON.stringify(value) ?? "undefined";
  return shown.length > 60 ? `${shown.slice(0, 60)}…` : shown;
}

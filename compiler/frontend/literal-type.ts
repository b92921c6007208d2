import type { InputType, RecordType } from "./signature.js";

type Literal = Extract<InputType, { kind: "literal" }>;

/** What a top-level `const` of a literal is to the functions of its cell: a literal, or an object of literals, at any depth. */
export type LiteralType = Literal | RecordType;

/** The value that the session holds for it. */
export function literalValue(type: LiteralType): unknown {
  if (type.kind === "literal") return type.value;
  return Object.fromEntries(
    type.fields.map(([name, field]) => [name, isLiteral(field) ? literalValue(field) : undefined]),
  );
}

function isLiteral(type: InputType): type is LiteralType {
  return type.kind === "literal" || (type.kind === "record" && isLiteralRecord(type));
}

/** Whether all values of the object are literals of its cell, and not what a session variable holds. */
export function isLiteralRecord({ fields }: RecordType): boolean {
  return fields.every(([, field]) => isLiteral(field));
}

import ts from "#typescript";
import { ParallelTypeError } from "../diagnostic.js";
import type { DType } from "../ir/dtype.js";
import { isDType } from "../ir/dtype.js";
import type { SourceText } from "../source.js";
import type { ParameterAnnotation } from "./unit.js";

const SCALAR_NAMES: ReadonlyMap<string, DType> = new Map(
  Object.entries({
    int: "int64",
    bigint: "int64",
    float: "float64",
    boolean: "bool",
  } as const),
);
const TYPED_ARRAYS: ReadonlyMap<string, DType> = new Map(
  Object.entries({
    Int8Array: "int8",
    Int16Array: "int16",
    Int32Array: "int32",
    BigInt64Array: "int64",
    Uint8Array: "uint8",
    Uint8ClampedArray: "uint8",
    Uint16Array: "uint16",
    Uint32Array: "uint32",
    BigUint64Array: "uint64",
    Float32Array: "float32",
    Float64Array: "float64",
  } as const),
);

/**
 * The type that an annotation of a parameter fixes: `int`, `number`, a dtype, `NDArray<"float32", 2>`, or a typed array.
 * @throws ParallelTypeError for any other type.
 */
export function parseAnnotation(node: ts.TypeNode, source: SourceText): ParameterAnnotation | null {
  if (node.kind === ts.SyntaxKind.NumberKeyword) return { kind: "scalar", dtype: "float64", weak: true };
  if (node.kind === ts.SyntaxKind.BooleanKeyword) return { kind: "scalar", dtype: "bool", weak: false };
  if (node.kind === ts.SyntaxKind.BigIntKeyword) return { kind: "scalar", dtype: "int64", weak: false };
  if (node.kind === ts.SyntaxKind.AnyKeyword || node.kind === ts.SyntaxKind.UnknownKeyword) return null;
  if (ts.isFunctionTypeNode(node) || ts.isTypeLiteralNode(node) || ts.isTupleTypeNode(node)) return null;
  const name = ts.isTypeReferenceNode(node) ? node.typeName.getText() : "";
  const scalar = SCALAR_NAMES.get(name);
  if (scalar !== undefined) return { kind: "scalar", dtype: scalar, weak: false };
  if (isDType(name)) return { kind: "scalar", dtype: name, weak: false };
  const element = TYPED_ARRAYS.get(name);
  if (element !== undefined) return { kind: "array", dtype: element, ndim: 1 };
  if (name === "NDArray" && ts.isTypeReferenceNode(node)) {
    const [dtype, rank] = (node.typeArguments ?? []).map(literalText);
    if (dtype === undefined && rank === undefined) return null;
    if (dtype !== undefined && isDType(dtype) && rank !== undefined && /^\d+$/.test(rank)) {
      return { kind: "array", dtype, ndim: Number(rank) };
    }
  }
  const declared = declaredType(name, node);
  if (declared !== null) return declared === "opaque" ? null : parseAnnotation(declared, source);
  throw new ParallelTypeError(
    `The type ${node.getText()} can't annotate a parameter of a parallel function: write int, number, a dtype such as ` +
      'float32, NDArray<"float64", 2>, or a typed array such as Float64Array.',
    { source, start: node.getStart(), end: node.end },
  );
}

/** What a type's name stands for: "opaque" for a type parameter or an interface, which fix no dtype; null for an unknown name. */
function declaredType(name: string, node: ts.Node): ts.TypeNode | "opaque" | null {
  for (let at: ts.Node | undefined = node.parent; at !== undefined; at = at.parent) {
    if (
      ts.isFunctionLike(at) &&
      at.typeParameters?.some((parameter) => parameter.name.text === name) === true
    )
      return "opaque";
    if (!ts.isSourceFile(at)) continue;
    for (const statement of at.statements) {
      if (ts.isTypeAliasDeclaration(statement) && statement.name.text === name) return statement.type;
      if (ts.isInterfaceDeclaration(statement) && statement.name.text === name) return "opaque";
    }
  }
  return null;
}

function literalText(node: ts.TypeNode): string | undefined {
  if (!ts.isLiteralTypeNode(node)) return undefined;
  return ts.isStringLiteral(node.literal) || ts.isNumericLiteral(node.literal)
    ? node.literal.text
    : undefined;
}

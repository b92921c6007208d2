import ts from "#typescript";
import { ParallelSyntaxError } from "../diagnostic.js";
import type { SourceText } from "../source.js";
import { FLOOR_DIVISION, pythonSpelling } from "./advice/python-syntax.js";
import { parseAnnotation } from "./annotations.js";
import { checkDeclarations } from "./check-declarations.js";
import { checkSubset } from "./check-subset.js";
import type { LiteralType } from "./literal-type.js";
import { bigintLiteral, integerLiteral, isFloatLiteral } from "./literals.js";
import type { FunctionSource, ParameterSource, Unit } from "./unit.js";

const MAGIC = /^\s*%%parallel[^\n]*/;

/**
 * Parses a cell, or a source without a `%%parallel` line. Offsets stay those of the text.
 * @throws ParallelSyntaxError for what TypeScript can't parse, or the parallel language doesn't have.
 */
export function parseUnit(source: SourceText): Unit {
  const text = source.text.replace(MAGIC, (line) => " ".repeat(line.length));
  const file = ts.createSourceFile(`${source.name}.ts`, text, ts.ScriptTarget.ES2023, true, ts.ScriptKind.TS);
  reportSyntax(file, source);
  refuseFloorDivision(file, source);
  checkSubset(file, source);
  checkDeclarations(file, source);
  const functions = new Map<string, FunctionSource>();
  const literals = new Map<string, LiteralType>();
  const statements: ts.Statement[] = [];
  const unit: Unit = { source, file, functions, literals, statements };
  for (const statement of file.statements) {
    if (ts.isFunctionDeclaration(statement) && statement.name !== undefined) {
      functions.set(statement.name.text, functionSource(statement.name.text, statement, unit));
      continue;
    }
    if (statement.kind === ts.SyntaxKind.EmptyStatement) continue;
    const constants =
      ts.isVariableStatement(statement) && (statement.declarationList.flags & ts.NodeFlags.Const) !== 0;
    if (constants && statement.declarationList.declarations.every((declaration) => isCallable(declaration))) {
      for (const { name, initializer } of statement.declarationList.declarations) {
        if (ts.isIdentifier(name) && initializer !== undefined) {
          functions.set(name.text, functionSource(name.text, initializer, unit));
        }
      }
      continue;
    }
    if (constants) {
      for (const { name, initializer } of statement.declarationList.declarations) {
        const literal = initializer === undefined ? undefined : literalOf(initializer);
        if (ts.isIdentifier(name) && literal !== undefined) literals.set(name.text, literal);
      }
    }
    statements.push(statement);
  }
  return unit;
}

const TRANSFORMS = new Set(["stencil", "vectorize", "guvectorize"]);

/** `const f = (a) => …`, `const f = function …`, `const f = stencil(…)`: a parallel function of the session. */
function isCallable({ name, initializer }: ts.VariableDeclaration): boolean {
  if (!ts.isIdentifier(name) || initializer === undefined) return false;
  if (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer)) return true;
  if (!ts.isCallExpression(initializer)) return false;
  const callee = initializer.expression;
  const last = ts.isPropertyAccessExpression(callee) ? callee.name : callee;
  return ts.isIdentifier(last) && TRANSFORMS.has(last.text);
}

export function functionSource(
  name: string,
  node: ts.FunctionDeclaration | ts.Expression,
  unit: Unit,
): FunctionSource {
  const declared = ts.isFunctionLike(node) ? node.parameters : transformParameters(node);
  return { name, parameters: declared.map((parameter) => parameterSource(parameter, unit)), unit, node };
}

function transformParameters(node: ts.Expression): readonly ts.ParameterDeclaration[] {
  if (!ts.isCallExpression(node)) return [];
  const kernel = node.arguments.find(
    (argument) => ts.isArrowFunction(argument) || ts.isFunctionExpression(argument),
  );
  return kernel !== undefined && ts.isFunctionLike(kernel) ? [...kernel.parameters] : [];
}

function parameterSource(node: ts.ParameterDeclaration, unit: Unit): ParameterSource {
  return {
    name: ts.isIdentifier(node.name) ? node.name.text : node.name.getText(unit.file),
    annotation: node.type === undefined ? null : parseAnnotation(node.type, unit.source),
    hasDefault: node.initializer !== undefined || node.questionToken !== undefined,
  };
}

/** The literal that an initializer is, with a sign, or an object of literals. */
function literalOf(node: ts.Expression): LiteralType | undefined {
  if (ts.isObjectLiteralExpression(node)) return literalRecord(node);
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.MinusToken) {
    const inner = literalOf(node.operand);
    if (inner?.kind !== "literal" || typeof inner.value === "boolean") return undefined;
    return { ...inner, value: -inner.value };
  }
  if (ts.isNumericLiteral(node)) {
    const isFloat = isFloatLiteral(node);
    return { kind: "literal", value: isFloat ? Number(node.text) : integerLiteral(node), isFloat };
  }
  if (ts.isBigIntLiteral(node)) return { kind: "literal", value: bigintLiteral(node), isFloat: false };
  if (node.kind === ts.SyntaxKind.TrueKeyword) return { kind: "literal", value: true, isFloat: false };
  if (node.kind === ts.SyntaxKind.FalseKeyword) return { kind: "literal", value: false, isFloat: false };
  return undefined;
}

/** Undefined where a field is no literal. Of fields with the same name the last counts. */
function literalRecord({ properties }: ts.ObjectLiteralExpression): LiteralType | undefined {
  const fields = new Map<string, LiteralType>();
  for (const property of properties) {
    const type = ts.isPropertyAssignment(property) ? literalOf(property.initializer) : undefined;
    if (type === undefined || property.name === undefined || !ts.isIdentifier(property.name))
      return undefined;
    fields.set(property.name.text, type);
  }
  return fields.size === 0 ? undefined : { kind: "record", fields: [...fields] };
}

interface FileWithDiagnostics extends ts.SourceFile {
  readonly parseDiagnostics?: readonly ts.DiagnosticWithLocation[];
}

function reportSyntax(file: FileWithDiagnostics, source: SourceText): void {
  const problem = file.parseDiagnostics?.[0];
  if (problem === undefined) return;
  const lineStart = source.text.lastIndexOf("\n", problem.start - 1) + 1;
  const [line = ""] = source.text.slice(lineStart).split("\n", 1);
  const meant = pythonSpelling(line);
  if (meant !== null)
    throw new ParallelSyntaxError(meant.advice, {
      source,
      start: lineStart + meant.start,
      end: lineStart + meant.end,
    });
  const text = ts.flattenDiagnosticMessageText(problem.messageText, " ");
  const span = { source, start: problem.start, end: problem.start + Math.max(1, problem.length) };
  throw new ParallelSyntaxError(text, span);
}

/**
 * `const h = n // 2;`: what was meant as a divisor is a comment, and the line would silently mean something else.
 * @throws ParallelSyntaxError at a comment that reads like the rest of a statement.
 */
function refuseFloorDivision(file: ts.SourceFile, source: SourceText): void {
  const visit = (node: ts.Node): void => {
    ts.forEachChild(node, visit);
    if (!ts.isStatement(node) || /[;}]$/.test(node.getText(file))) return;
    for (const { pos, end } of ts.getTrailingCommentRanges(file.text, node.end) ?? []) {
      if (/^\/\/ *[\w.]+ *;$/.test(file.text.slice(pos, end).trimEnd()))
        throw new ParallelSyntaxError(FLOOR_DIVISION.advice, { source, start: pos, end });
    }
  };
  visit(file);
}

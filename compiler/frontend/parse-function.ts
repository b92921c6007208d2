import ts from "#typescript";
import { ParallelSyntaxError } from "../diagnostic.js";
import type { SourceText } from "../source.js";
import { functionSource, parseUnit } from "./parse-unit.js";
import type { FunctionSource } from "./unit.js";

/**
 * Parses a text that is one function: `(x) => …`, or a declaration. It is called `name` in messages.
 * @throws ParallelSyntaxError for anything else, and for what the parallel language doesn't have
 */
export function parseFunction(name: string, source: SourceText): FunctionSource {
  const unit = parseUnit(source);
  const [statement, ...others] = unit.file.statements;
  const node =
    statement !== undefined && ts.isExpressionStatement(statement) ? statement.expression : statement;
  const isFunction = node !== undefined && (ts.isArrowFunction(node) || ts.isFunctionDeclaration(node));
  if (isFunction && others.length === 0) return functionSource(name, node, unit);
  throw new ParallelSyntaxError("The text must be one function and nothing else: (x) => …", {
    source,
    start: 0,
    end: source.text.length,
  });
}

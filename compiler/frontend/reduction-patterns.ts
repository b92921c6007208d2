// Which outer variables a parallel loop updates, and by what: read off the text of its body (language.md section 4).
import ts from "#typescript";
import type { Accumulation } from "./accumulation.js";
import { accumulationKey, accumulationOf, comparisonWith, stripParentheses } from "./accumulation.js";
import type { BodyPart } from "./body-parts.js";
import { walkPart } from "./body-parts.js";
import type { Context } from "./context.js";
import type { LoopNames } from "./loop-names.js";
import { assignmentTarget, targetsOf } from "./mutation-scan.js";
import { outerBinding, refuseOtherReads } from "./outer-names.js";
import type { Binding } from "./scope.js";

export interface ReductionPattern {
  /** The accumulator; in a pair, what follows it. */
  readonly bindings: readonly Binding[];
  readonly combine: Accumulation;
  readonly node: ts.Node;
  /** The names of the text in which it is updated. */
  readonly names: LoopNames;
}

interface Update extends ReductionPattern {
  /** What `node` accumulates: a name. */
  readonly target: ts.Identifier;
}

/**
 * The reductions of the loop's body to scalar variables.
 * @throws ParallelRaceError where an outer variable is written otherwise, or an accumulator is read elsewhere.
 */
export function findReductions(cx: Context, parts: readonly BodyPart[]): readonly ReductionPattern[] {
  const updates: Update[] = [];
  for (const part of parts) {
    const { names } = part;
    walkPart(part, (node) => {
      const guarded = ts.isIfStatement(node) ? guardedUpdate(node, names) : null;
      if (guarded !== null) {
        updates.push(guarded);
        return false;
      }
      const assigned = assignmentTarget(node);
      for (const target of assigned === null ? [] : targetsOf(assigned.target)) {
        const binding = outerBinding(target, names);
        if (binding === undefined || holdsArray(binding)) continue;
        updates.push(updateOf(cx, node, target, binding, names));
      }
      return true;
    });
  }
  return group(cx, updates, parts);
}

function holdsArray({ place }: Binding): boolean {
  return place.kind === "direct" ? place.value.kind === "array" : place.storage.kind === "array";
}

function updateOf(
  cx: Context,
  node: ts.Node,
  target: ts.Identifier,
  binding: Binding,
  names: LoopNames,
): Update {
  const combine = accumulationOf(node, target);
  if (combine !== null) return { bindings: [binding], node, combine, target, names };
  throw cx.raceError(
    `${binding.name} is assigned by every iteration of the parallel loop, so its value would depend on chance: declare it inside the ` +
      "loop, make it a reduction such as `s += …` or `s = max(s, …)`, or loop with range.",
    node,
  );
}

/** `if (e < best) best = e;` and `if (e < best) { best = e; at = i; }`, also under a further condition: `if (ok && e < best)`. */
function guardedUpdate(node: ts.IfStatement, names: LoopNames): Update | null {
  if (node.elseStatement !== undefined) return null;
  const list = ts.isBlock(node.thenStatement) ? node.thenStatement.statements : [node.thenStatement];
  const assigned: { binding: Binding; left: ts.Identifier; right: ts.Expression }[] = [];
  for (const statement of list) {
    if (!ts.isExpressionStatement(statement) || !ts.isBinaryExpression(statement.expression)) return null;
    const { left, right, operatorToken } = statement.expression;
    if (operatorToken.kind !== ts.SyntaxKind.EqualsToken || !ts.isIdentifier(left)) return null;
    const binding = outerBinding(left, names);
    if (binding === undefined || holdsArray(binding)) return null;
    assigned.push({ binding, left, right });
  }
  for (const { binding, left, right } of assigned) {
    const [order] = conjuncts(node.expression).flatMap((test) => comparisonWith(test, left, right) ?? []);
    if (order === undefined) continue;
    const followers = assigned.filter((item) => item.binding !== binding).map((item) => item.binding);
    const combine = { kind: "guarded", ...order } as const;
    return { bindings: [binding, ...followers], node, combine, target: left, names };
  }
  return null;
}

function conjuncts(given: ts.Expression): readonly ts.Expression[] {
  const node = stripParentheses(given);
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.AmpersandAmpersandToken)
    return [node];
  return [...conjuncts(node.left), ...conjuncts(node.right)];
}

/** One reduction for each accumulator; all its updates must agree. */
function group(
  cx: Context,
  updates: readonly Update[],
  parts: readonly BodyPart[],
): readonly ReductionPattern[] {
  const patterns = new Map<string, ReductionPattern>();
  const keyOf = ({ bindings, combine }: ReductionPattern): string =>
    [accumulationKey(combine), ...bindings.map(({ key }) => key)].join(" ");
  for (const update of updates) {
    for (const binding of update.bindings) {
      const known = patterns.get(binding.key);
      if (known !== undefined && keyOf(known) !== keyOf(update)) {
        throw cx.raceError(
          `${binding.name} is updated by two different operations in one parallel loop, so the result would depend on the order: ` +
            "use one variable for each.",
          update.node,
        );
      }
      patterns.set(binding.key, update);
    }
  }
  const distinct = [...new Set(patterns.values())];
  for (const pattern of distinct) {
    if (pattern.combine.kind === "constant") continue;
    for (const { key, name } of pattern.bindings)
      refuseOtherReads(cx, { name, key, ndim: 0, updates: ownUpdates(updates, key) }, parts);
  }
  return distinct;
}

/** The updates of one variable; a variable that follows another is only written by them. */
function ownUpdates(updates: readonly Update[], key: string): ReadonlyMap<ts.Node, ts.Expression> {
  const own = new Map<ts.Node, ts.Expression>();
  for (const { node, target, bindings } of updates) {
    if (bindings[0]?.key === key) own.set(node, target);
    else if (ts.isIfStatement(node))
      for (const assigned of assignmentsIn(node, bindings, key)) own.set(assigned, assigned.left);
  }
  return own;
}
function assignmentsIn(
  node: ts.IfStatement,
  bindings: readonly Binding[],
  key: string,
): readonly ts.BinaryExpression[] {
  const name = bindings.find((binding) => binding.key === key)?.name;
  const list = ts.isBlock(node.thenStatement) ? [...node.thenStatement.statements] : [node.thenStatement];
  return list.flatMap((statement) =>
    ts.isExpressionStatement(statement) &&
    ts.isBinaryExpression(statement.expression) &&
    statement.expression.left.getText() === name
      ? [statement.expression]
      : [],
  );
}

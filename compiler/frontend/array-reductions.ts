// Arrays that a parallel loop accumulates into: `result *= tmp`, `hist[k] += 1`, `h[k] = max(h[k], v)`, `lo = minimum(lo, a[i])`.
import ts from "#typescript";
import type { Accumulation } from "./accumulation.js";
import { accumulationKey, accumulationOf, comparisonWith, stripParentheses } from "./accumulation.js";
import type { BodyPart } from "./body-parts.js";
import { walkPart } from "./body-parts.js";
import type { Context } from "./context.js";
import type { LoopNames } from "./loop-names.js";
import { assignmentTarget, targetsOf } from "./mutation-scan.js";
import type { OuterName, OuterPlace } from "./outer-names.js";
import { outerPlace, refuseOtherReads, standsForElement } from "./outer-names.js";
import { isOwnIndex } from "./own-index.js";
import type { ArrayValue } from "./value.js";
import { readVariable } from "./variables.js";

export interface ArrayReductionPattern extends OuterName {
  readonly array: ArrayValue;
  readonly combine: Exclude<Accumulation, { kind: "guarded" | "constant" }>;
  /** The variable is assigned anew, so what held its array before keeps its values. */
  readonly isAssigned: boolean;
  readonly node: ts.Node;
  /** The names of the text in which it is updated. */
  readonly names: LoopNames;
}

interface Update {
  readonly place: OuterPlace;
  readonly target: ts.Expression;
  readonly node: ts.Node;
  readonly names: LoopNames;
  readonly combine: Accumulation | null;
  readonly isAssigned: boolean;
}

/**
 * The arrays from outside that the loop accumulates into. Elements of which each iteration has its own are none of them.
 * @throws ParallelRaceError for an array that is written otherwise as well, or read elsewhere.
 */
export function findArrayReductions(
  cx: Context,
  parts: readonly BodyPart[],
  indices: ReadonlySet<string>,
): readonly ArrayReductionPattern[] {
  const updates = new Map<string, Update[]>();
  for (const part of parts) {
    walkPart(part, (node) => {
      const update = updateOf(node, part.names);
      if (update === null) return true;
      const list = updates.get(update.place.key) ?? [];
      list.push(update);
      updates.set(update.place.key, list);
      return !ts.isIfStatement(node);
    });
  }
  return [...updates.values()].flatMap((list) => patternOf(cx, list, parts, indices));
}

function updateOf(node: ts.Node, names: LoopNames): Update | null {
  if (ts.isIfStatement(node)) return guardedUpdate(node, names);
  const assigned = assignmentTarget(node);
  if (assigned === null) return null;
  const target = stripParentheses(assigned.target);
  const place = outerPlace(target, names);
  if (place === null) return null;
  const isAssigned = targetsOf(target).length > 0 && !assigned.compound;
  return { place, target, node, names, combine: accumulationOf(node, target), isAssigned };
}

/** `if (v > h[k]) h[k] = v;` */
function guardedUpdate(node: ts.IfStatement, names: LoopNames): Update | null {
  const { thenStatement } = node;
  const [only, ...more] = ts.isBlock(thenStatement) ? thenStatement.statements : [thenStatement];
  if (node.elseStatement !== undefined || only === undefined || more.length > 0) return null;
  if (!ts.isExpressionStatement(only) || !ts.isBinaryExpression(only.expression)) return null;
  const { left, right, operatorToken } = only.expression;
  if (operatorToken.kind !== ts.SyntaxKind.EqualsToken || !ts.isElementAccessExpression(left)) return null;
  const place = outerPlace(left, names);
  const order = comparisonWith(node.expression, left, right);
  if (order === null || place === null) return null;
  const op = order.keepsLess ? "min" : "max";
  return { place, target: left, node, names, combine: { kind: "builtin", op }, isAssigned: false };
}

function patternOf(
  cx: Context,
  found: readonly Update[],
  parts: readonly BodyPart[],
  indices: ReadonlySet<string>,
): readonly ArrayReductionPattern[] {
  const array = arrayOf(cx, found);
  if (array === null) return [];
  const ndim = cx.ndimOf(array);
  const updates = found.filter(({ place }) => !standsForElement(place, ndim));
  const shared = updates.filter(({ place }) => !isOwnIndex(place.items, indices));
  const [first] = shared.filter(({ combine }) => combine !== null && combine.kind !== "constant");
  if (first === undefined) return [];
  const { identifier, key, binding } = first.place;
  const name = identifier.text;
  const { combine } = first;
  if (combine === null || combine.kind === "constant" || combine.kind === "guarded") return [];
  for (const update of updates) {
    if (update.combine !== null && accumulationKey(update.combine) === accumulationKey(combine)) continue;
    throw cx.raceError(
      `${name} is accumulated by one statement of this parallel loop and written otherwise by another, so the result would depend on the ` +
        "order: use one array for each.",
      update.node,
    );
  }
  const known = new Map(updates.map(({ node, target }) => [node, target]));
  refuseOtherReads(cx, { name, key, ndim, updates: known }, parts);
  const isAssigned = updates.some((update) => update.isAssigned);
  return [{ identifier, key, binding, array, combine, isAssigned, node: first.node, names: first.names }];
}

/** The array that is updated; null for another variable, and where no update accumulates. */
function arrayOf(cx: Context, updates: readonly Update[]): ArrayValue | null {
  const first = updates.find(({ combine }) => combine !== null && combine.kind !== "constant");
  if (first === undefined) return null;
  const { binding, identifier } = first.place;
  const value =
    binding === undefined
      ? cx.front.freeName(cx, identifier.text, identifier)
      : readVariable(cx, binding, identifier);
  return value.kind === "array" ? value : null;
}

import ts from "#typescript";
import { isSame } from "./accumulation.js";
import type { Context } from "./context.js";
import { assignmentTarget } from "./mutation-scan.js";
import type { LoopNames } from "./own-index.js";
import type { Binding, Scope } from "./scope.js";

/** The variable from outside of the loop that the name means in its body. */
export function outerBinding(identifier: ts.Identifier, names: LoopNames, scope: Scope): Binding | undefined {
  return names.locals.has(identifier.text) ? undefined : scope.find(identifier.text);
}

/** Properties of an array that hold for every iteration's part of it as well. */
const FIXED_PROPERTIES = new Set(["shape", "ndim", "size", "length", "dtype"]);

/**
 * An accumulator holds a part of the result only, so the body may not read it but in the updates that accumulate: `updates` has for each
 * of them what it accumulates, a variable or an element.
 * @throws ParallelRaceError at the first other read.
 */
export function refuseOtherReads(
  cx: Context,
  name: string,
  updates: ReadonlyMap<ts.Node, ts.Expression>,
  loop: ts.ForOfStatement,
): void {
  let self: { readonly target: ts.Expression; left: number } | null = null;
  const visit = (node: ts.Node): void => {
    const target = updates.get(node);
    if (target !== undefined) {
      const outer = self;
      self = { target, left: occurrences(node) };
      ts.forEachChild(node, visit);
      self = outer;
      return;
    }
    if (self !== null && self.left > 0 && ts.isExpression(node) && isSame(node, self.target)) {
      self.left--;
      // What stands between the brackets of `h[k]` is read as anything else.
      if (ts.isElementAccessExpression(node)) visit(node.argumentExpression);
      return;
    }
    if (ts.isIdentifier(node) && node.text === name && isRead(node)) {
      throw cx.raceError(
        `${name} is read inside the parallel loop that accumulates it, where it holds a part of the result only: read it after the loop.`,
        node,
      );
    }
    ts.forEachChild(node, visit);
  };
  visit(loop.statement);
}

/** How often an update names what it accumulates: `s += e` once, `s = s + e` twice, `s = e < s ? e : s` three times. */
function occurrences(node: ts.Node): number {
  if (ts.isIfStatement(node)) return 2;
  if (assignmentTarget(node)?.compound !== false || !ts.isBinaryExpression(node)) return 1;
  return ts.isConditionalExpression(node.right) ? 3 : 2;
}

function isRead(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent))
    return parent.expression === node && !FIXED_PROPERTIES.has(parent.name.text);
  return !(ts.isPropertyAssignment(parent) && parent.name === node);
}

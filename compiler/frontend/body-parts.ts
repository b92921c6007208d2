// The texts that the iterations of a parallel loop run: its body, and the functions that it calls, since calls are inlined.
import ts from "#typescript";
import { stripParentheses } from "./accumulation.js";
import type { Context } from "./context.js";
import type { Located, LoopNames } from "./loop-names.js";
import { declaring, functionNames } from "./loop-names.js";
import type { Value } from "./value.js";

export interface BodyPart {
  readonly node: ts.Node;
  readonly names: LoopNames;
  /** The call by which the loop runs a function. */
  readonly call?: ts.CallExpression;
}

interface Callee {
  readonly fn: ts.FunctionLikeDeclaration;
  /** The names of a text that the function stands in. */
  readonly parent: LoopNames | null;
  readonly scope: LoopNames["scope"];
}

/** The loop's body first. Functions that stand in a text are parts of their own, once for themselves and once for each call. */
export function bodyParts(cx: Context, loop: ts.ForOfStatement, names: LoopNames): readonly BodyPart[] {
  const parts: BodyPart[] = [];
  const follow = (part: BodyPart, callers: readonly ts.Node[]): void => {
    parts.push(part);
    walkPart(part, (node) => {
      const fn = declarationOf(node);
      if (fn !== null)
        follow({ node: fn, names: functionNames(fn, [], part.names, part.names.scope) }, callers);
      if (!ts.isCallExpression(node)) return true;
      const callee = calleeOf(cx, { node: node.expression, names: part.names });
      // A recursive call is refused when it is inlined.
      if (callee === null || callers.includes(callee.fn)) return true;
      const args = node.arguments.map((argument): Located => ({ node: argument, names: part.names }));
      follow(
        { node: callee.fn, names: functionNames(callee.fn, args, callee.parent, callee.scope), call: node },
        [...callers, callee.fn],
      );
      return true;
    });
  };
  follow({ node: loop.statement, names }, []);
  return parts;
}

/** Visits the nodes of one part, and what is in them where `visit` says so; of a function inside only the function itself. */
export function walkPart({ node: root }: BodyPart, visit: (node: ts.Node) => boolean): void {
  const descend = (node: ts.Node): void => {
    if (visit(node) && !ts.isFunctionLike(node)) ts.forEachChild(node, descend);
  };
  if (ts.isFunctionLike(root)) ts.forEachChild(root, descend);
  else descend(root);
}

const declarationOf = (node: ts.Node): ts.FunctionLikeDeclaration | null =>
  ts.isArrowFunction(node) || ts.isFunctionExpression(node) || ts.isFunctionDeclaration(node) ? node : null;

/** The function of the user that an expression names, or is. */
function calleeOf(cx: Context, { node, names }: Located): Callee | null {
  const callee = stripParentheses(node);
  const own = declarationOf(callee);
  if (own !== null) return { fn: own, parent: names, scope: names.scope };
  if (!ts.isIdentifier(callee)) return null;
  const home = declaring(callee.text, names);
  if (home !== null) {
    const fn = home.functions.get(callee.text);
    if (fn !== undefined) return { fn, parent: home, scope: home.scope };
    const initial = home.aliases.get(callee.text);
    return initial === undefined ? null : calleeOf(cx, initial);
  }
  const binding = names.scope.find(callee.text);
  if (binding !== undefined && binding.place.kind !== "direct") return null;
  const value =
    binding?.place.kind === "direct" ? binding.place.value : cx.front.freeName(cx, callee.text, callee);
  return value.kind === "function" ? { fn: value.node, parent: null, scope: value.scope } : null;
}

/** What is called in a part of the body, as a value that stands outside of the loop. */
export function calleeValue(cx: Context, { node, names }: Located): Value {
  const callee = calleeOf(cx, { node, names });
  if (callee === null) return cx.front.expression(cx, node, names.scope);
  const { fn, scope } = callee;
  return { kind: "function", name: node.getText(), node: fn, source: cx.sourceOf(fn), scope };
}

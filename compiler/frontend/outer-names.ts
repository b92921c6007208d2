// What names in the body of a parallel loop mean outside of it.
import ts from "#typescript";
import { isSame, stripParentheses } from "./accumulation.js";
import type { BodyPart } from "./body-parts.js";
import { walkPart } from "./body-parts.js";
import type { Context } from "./context.js";
import { indexExpressions } from "./indexing.js";
import type { Located, LoopNames } from "./loop-names.js";
import { declaring } from "./loop-names.js";
import { assignmentTarget } from "./mutation-scan.js";
import type { Binding, Scope } from "./scope.js";

/** A variable from outside of the loop. */
export interface OuterName {
  readonly identifier: ts.Identifier;
  /** Undefined for a variable of the session. */
  readonly binding: Binding | undefined;
  /** Names the variable, whatever it is called where it is used. */
  readonly key: string;
}

/** An outer variable, or what an index list selects of it. */
export interface OuterPlace extends OuterName {
  readonly items: readonly Located[];
  /** What a parameter or a constant of the body stands for, where the expression begins with one. */
  readonly alias: readonly Located[] | null;
}

/** The variable from outside of the loop that the name means in its body. */
export function outerBinding(identifier: ts.Identifier, names: LoopNames): Binding | undefined {
  return declaring(identifier.text, names) === null ? names.scope.find(identifier.text) : undefined;
}

function outerName(identifier: ts.Identifier, scope: Scope): OuterName {
  const binding = scope.find(identifier.text);
  return { identifier, binding, key: binding?.key ?? freeKey(identifier.text) };
}

/** Names a variable of the session. */
export const freeKey = (name: string): string => `free/${name}`;

/** What an expression selects of a variable from outside, also where a parameter or a constant of the body stands for it. */
export function outerPlace(given: ts.Expression, names: LoopNames): OuterPlace | null {
  const node = stripParentheses(given);
  if (ts.isIdentifier(node)) {
    const home = declaring(node.text, names);
    if (home === null) return { ...outerName(node, names.scope), items: [], alias: null };
    const initial = home.aliases.get(node.text);
    const place = initial === undefined ? null : outerPlace(initial.node, initial.names);
    // Another selection than a view is a copy.
    if (place === null || !place.items.slice(place.alias?.length ?? 0).every(isViewIndex)) return null;
    return { ...place, alias: place.items };
  }
  if (!ts.isElementAccessExpression(node)) return null;
  const place = outerPlace(node.expression, names);
  if (place === null) return null;
  const own = indexExpressions(node.argumentExpression).map((item): Located => ({ node: item, names }));
  return { ...place, items: [...place.items, ...own] };
}

/** An index that surely is a number or a slice. */
function isViewIndex({ node, names }: Located): boolean {
  const index = stripParentheses(node);
  if (ts.isNumericLiteral(index) || ts.isStringLiteral(index)) return true;
  if (ts.isPrefixUnaryExpression(index)) return isViewIndex({ node: index.operand, names });
  if (ts.isBinaryExpression(index))
    return isViewIndex({ node: index.left, names }) && isViewIndex({ node: index.right, names });
  if (ts.isCallExpression(index))
    return isSlice(index) || index.arguments.every((argument) => isViewIndex({ node: argument, names }));
  if (!ts.isIdentifier(index)) return false;
  const home = declaring(index.text, names);
  if (home === null) return isScalar(names.scope.find(index.text));
  if (home.indices.has(index.text) || home.bounded.has(index.text)) return true;
  const initial = home.constants.get(index.text);
  return initial !== undefined && isViewIndex(initial);
}
const isSlice = (node: ts.CallExpression): boolean => /^(np\.)?slice$/.test(node.expression.getText());

function isScalar(binding: Binding | undefined): boolean {
  if (binding?.place.kind === "slots") return binding.place.storage.kind === "scalar";
  return binding?.place.kind === "direct" && binding.place.value.kind === "scalar";
}

/** Whether the parameter or the constant is a number of its own, and no view of the array. */
export function standsForElement({ alias }: OuterPlace, ndim: number): boolean {
  const fixed = alias?.filter(
    ({ node }) => !(ts.isStringLiteral(node) || (ts.isCallExpression(node) && isSlice(node))),
  );
  return fixed !== undefined && fixed.length >= ndim;
}

/** Properties of an array that hold for every iteration's part of it as well. */
const FIXED_PROPERTIES = new Set(["shape", "ndim", "size", "length", "dtype"]);

/** An accumulator, and the updates of it that the body may have. */
export interface Accumulator {
  readonly name: string;
  readonly key: string;
  /** Of the array; 0 for a scalar. */
  readonly ndim: number;
  /** For each update what it accumulates: a variable or an element. */
  readonly updates: ReadonlyMap<ts.Node, ts.Expression>;
}

/**
 * An accumulator holds a part of the result only, so the body may not read it but in the updates that accumulate.
 * @throws ParallelRaceError at the first other read.
 */
export function refuseOtherReads(cx: Context, accumulator: Accumulator, parts: readonly BodyPart[]): void {
  const parameters = passedArguments(parts);
  for (const part of parts) refuseReadsIn(cx, accumulator, part, parameters);
}

interface NamedPlace {
  readonly name: ts.Identifier;
  readonly names: LoopNames;
}

/** The parameters that the arguments of the loop's calls become. */
function passedArguments(parts: readonly BodyPart[]): ReadonlyMap<ts.Node, NamedPlace> {
  const parameters = new Map<ts.Node, NamedPlace>();
  for (const { node, names, call } of parts) {
    if (call === undefined || !ts.isFunctionLike(node)) continue;
    for (const [position, { name }] of node.parameters.entries()) {
      const argument = call.arguments[position];
      if (argument !== undefined && ts.isIdentifier(name)) parameters.set(argument, { name, names });
    }
  }
  return parameters;
}

function refuseReadsIn(
  cx: Context,
  { name, key, ndim, updates }: Accumulator,
  part: BodyPart,
  parameters: ReadonlyMap<ts.Node, NamedPlace>,
): void {
  let self: { readonly target: ts.Expression; left: number } | null = null;
  const visit = (node: ts.Node): boolean => {
    const target = updates.get(node);
    if (target !== undefined) {
      const outer = self;
      self = { target, left: occurrences(node) };
      ts.forEachChild(node, (child) => walkPart({ node: child, names: part.names }, visit));
      self = outer;
      return false;
    }
    if (self !== null && self.left > 0 && ts.isExpression(node) && isSame(node, self.target)) {
      self.left--;
      // What stands between the brackets of `h[k]` is read as anything else.
      if (ts.isElementAccessExpression(node))
        walkPart({ node: node.argumentExpression, names: part.names }, visit);
      return false;
    }
    const place = ts.isIdentifier(node) && isRead(node) ? outerPlace(node, part.names) : null;
    const isOther = place?.key !== key || standsForElement(place, ndim);
    if (!isOther && ts.isIdentifier(node) && !isAlias(node, part.names, parameters, ndim)) {
      throw cx.raceError(
        `${name} is read inside the parallel loop that accumulates it, where it holds a part of the result only: read it after the loop.`,
        node,
      );
    }
    return true;
  };
  walkPart(part, visit);
}

/** `const row = h[k]`, and `h` in `inc(h, k)`: no read yet, but another name of the array. */
function isAlias(
  node: ts.Identifier,
  names: LoopNames,
  parameters: ReadonlyMap<ts.Node, NamedPlace>,
  ndim: number,
): boolean {
  const whole = wholeSelection(node);
  const { parent } = whole;
  const isConstant =
    ts.isVariableDeclaration(parent) && parent.initializer === whole && ts.isIdentifier(parent.name);
  const other = isConstant ? { name: parent.name, names } : parameters.get(whole);
  const place = other === undefined ? null : outerPlace(other.name, other.names);
  return place !== null && !standsForElement(place, ndim);
}

/** `h[k][j]` around `h`. */
function wholeSelection(node: ts.Expression): ts.Expression {
  const { parent } = node;
  const around =
    (ts.isElementAccessExpression(parent) && parent.expression === node) ||
    ts.isParenthesizedExpression(parent) ||
    ts.isNonNullExpression(parent);
  return around ? wholeSelection(parent) : node;
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
  if (ts.isVariableDeclaration(parent) || ts.isParameter(parent) || ts.isBindingElement(parent))
    return parent.initializer === node;
  return !(ts.isPropertyAssignment(parent) && parent.name === node);
}

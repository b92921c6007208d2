// Calls of the user's functions: the body is inlined with the values of the arguments.
import ts from "#typescript";
import type { Context, Frame, ResultTarget } from "./context.js";
import { counted } from "./plural.js";
import { endsInReturn, hasEarlyReturn } from "./returns.js";
import type { Storage } from "./scope.js";
import { Scope } from "./scope.js";
import type { FunctionValue, Value } from "./value.js";
import { describe, UNDEFINED } from "./value.js";
import { allocateStorage, declareVariable, joinType, load, store } from "./variables.js";

/** @throws ParallelSyntaxError for recursion, ParallelTypeError for a wrong number of arguments. */
export function inlineCall(cx: Context, callee: FunctionValue, args: readonly Value[], node: ts.Node): Value {
  refuseRecursion(cx, callee, node);
  const { body, parameters } = callee.node;
  if (body === undefined) throw cx.syntaxError(`${callee.name} has no body.`, node);
  if (
    args.length > parameters.length &&
    !ts.isArrowFunction(callee.node) &&
    !ts.isFunctionExpression(callee.node)
  ) {
    throw cx.typeError(
      `${callee.name} takes ${counted(parameters.length, "argument")}, not ${args.length}.`,
      node,
    );
  }
  const path = `${cx.frame.path}/${callee.name}@${node.pos}:${callee.node.pos}`;
  const frame: Frame = {
    node: callee.node,
    name: callee.name,
    path,
    jumps: [],
    result: null,
    caller: cx.frame,
  };
  return cx.within(frame, () => {
    const scope = new Scope(callee.scope);
    for (const [index, parameter] of parameters.entries())
      bindParameter(cx, scope, parameter, args[index], node);
    if (!ts.isBlock(body)) return cx.front.expression(cx, body, scope);
    return runBody(cx, body, scope, path);
  });
}

function refuseRecursion(cx: Context, callee: FunctionValue, node: ts.Node): void {
  for (let frame: Frame | null = cx.frame; frame !== null; frame = frame.caller) {
    if (frame.node === callee.node) {
      throw cx.syntaxError(
        `${callee.name} calls itself: recursion is not part of the parallel language, since calls are inlined. Write a loop.`,
        node,
      );
    }
  }
}

function bindParameter(
  cx: Context,
  scope: Scope,
  parameter: ts.ParameterDeclaration,
  argument: Value | undefined,
  call: ts.Node,
): void {
  let value = argument ?? UNDEFINED;
  if (value.kind === "undefined" && parameter.initializer !== undefined) {
    value = cx.front.expression(cx, parameter.initializer, scope);
  } else if (argument === undefined && parameter.questionToken === undefined) {
    throw cx.typeError(
      `The argument ${parameter.name.getText()} is missing: pass it, or give the parameter a default value.`,
      call,
    );
  }
  bindPattern(cx, scope, parameter.name, value, true);
}

/** Binds a name, or the names of a pattern `[a, b]` or `{ x, y }`. */
export function bindPattern(
  cx: Context,
  scope: Scope,
  pattern: ts.BindingName,
  value: Value,
  mutable: boolean,
): void {
  if (ts.isIdentifier(pattern)) {
    declareVariable(cx, scope, pattern, value, mutable);
    return;
  }
  if (ts.isObjectBindingPattern(pattern)) {
    if (value.kind !== "object") {
      throw cx.typeError(
        `Only an object can be taken apart by names, not ${describe(value, cx.ndimOf)}.`,
        pattern,
      );
    }
    for (const element of pattern.elements) {
      const key = (element.propertyName ?? element.name).getText();
      const field = elementValue(cx, scope, element, value.fields.get(key));
      if (field === undefined)
        throw cx.typeError(value.unusable?.get(key) ?? `The object has no field ${key}.`, element);
      bindPattern(cx, scope, element.name, field, mutable);
    }
    return;
  }
  const items = value.kind === "tuple" ? value.items : null;
  if (items === null) {
    const advice = value.kind === "array" ? ": read its elements, a[0] and a[1]" : "";
    throw cx.typeError(
      `Only a tuple can be taken apart, not ${describe(value, cx.ndimOf)}${advice}.`,
      pattern,
    );
  }
  for (const [index, element] of pattern.elements.entries()) {
    if (ts.isOmittedExpression(element)) continue;
    const item = elementValue(cx, scope, element, items[index]);
    if (item === undefined)
      throw cx.typeError(`The tuple has only ${counted(items.length, "value")}.`, element);
    bindPattern(cx, scope, element.name, item, mutable);
  }
}

/** The value of one name of a pattern: its default stands for what is missing or undefined. */
function elementValue(
  cx: Context,
  scope: Scope,
  { initializer }: ts.BindingElement,
  given: Value | undefined,
): Value | undefined {
  const isMissing = given === undefined || given.kind === "undefined";
  return isMissing && initializer !== undefined ? cx.front.expression(cx, initializer, scope) : given;
}

/** The statements of a function; `return` gives its value. */
function runBody(cx: Context, body: ts.Block, scope: Scope, path: string): Value {
  const { statements } = body;
  const last = statements.at(-1);
  if (last !== undefined && ts.isReturnStatement(last) && !hasEarlyReturn(statements.slice(0, -1))) {
    cx.front.statements(cx, statements.slice(0, -1), scope);
    return last.expression === undefined ? UNDEFINED : cx.front.expression(cx, last.expression, scope);
  }
  if (!hasEarlyReturn(statements)) {
    cx.front.statements(cx, statements, scope);
    return UNDEFINED;
  }
  return runWithReturns(cx, body, scope, path);
}

/** Several returns: each assigns the result, and leaves the block of the function. */
function runWithReturns(cx: Context, body: ts.Block, scope: Scope, path: string): Value {
  const key = `${path}/return`;
  const label = cx.tables.label();
  let storage: Storage | null = null;
  const known = cx.inference.expect(key);
  // In the first round the type of the result is not known before the first return.
  if (known !== undefined) storage = allocateStorage(cx, known, "return", UNDEFINED, body);
  const assign = (value: Value, node: ts.Node): void => {
    const type = joinType(cx, key, "The result", value, node);
    storage ??= allocateStorage(cx, type, "return", value, node);
    if (storage.kind === "fixed" && storage.value.kind === "undefined") storage = { kind: "fixed", value };
    else store(cx, storage, value, node);
  };
  const target: ResultTarget = { key, label, parallelDepth: cx.parallelDepth, assign };
  const region = cx.region(() =>
    cx.within({ ...cx.frame, result: target }, () => {
      cx.front.statements(cx, body.statements, scope);
      if (!endsInReturn(body.statements)) assign(UNDEFINED, body);
    }),
  );
  cx.emit({ kind: "block", label, body: region.ops, span: cx.span(body) });
  return storage === null ? UNDEFINED : load(cx, storage, body);
}

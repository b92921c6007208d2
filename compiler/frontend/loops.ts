import ts from "#typescript";
import type { LabelId } from "../ir/ids.js";
import type { ArrayOp } from "../ir/ops.js";
import { walk } from "../ir/visit.js";
import { canonicalLoop } from "./canonical-loop.js";
import type { Context, JumpTarget } from "./context.js";
import { declarations } from "./declarations.js";
import { loadElement } from "./elementwise.js";
import { bindPattern } from "./functions.js";
import { condition } from "./logical.js";
import { parallelLoop } from "./prange.js";
import { bindLoopVariable } from "./range-loops.js";
import { bodyOf } from "./returns.js";
import { idOf, toIndex } from "./scalars.js";
import { Scope } from "./scope.js";
import type { ArrayValue, RangeValue, Value } from "./value.js";
import { describe, strong } from "./value.js";
import { makeView } from "./views.js";

function jumpTarget(cx: Context, name: string | null): JumpTarget {
  return { label: cx.tables.label(), name, kind: "loop", round: null, parallelDepth: cx.parallelDepth };
}

export function labeledStatement(cx: Context, node: ts.LabeledStatement, scope: Scope): void {
  const name = node.label.text;
  const inner = node.statement;
  if (ts.isForOfStatement(inner)) forOfStatement(cx, inner, scope, name);
  else if (ts.isForStatement(inner)) forStatement(cx, inner, scope, name);
  else if (ts.isWhileStatement(inner)) whileStatement(cx, inner, scope, name);
  else if (ts.isDoStatement(inner)) doStatement(cx, inner, scope, name);
  else labeledBlock(cx, node, scope);
}

function labeledBlock(cx: Context, node: ts.LabeledStatement, scope: Scope): void {
  const inner = node.statement;
  const jump = { ...jumpTarget(cx, node.label.text), kind: "block" } as const;
  const body = cx.region(() =>
    cx.withJump(jump, () => cx.front.statements(cx, bodyOf(inner), new Scope(scope))),
  );
  cx.emit({ kind: "block", label: jump.label, body: body.ops, span: cx.span(node) });
}

/** `for (const x of …)`: a range, a prange, or the first axis of an array. */
export function forOfStatement(
  cx: Context,
  node: ts.ForOfStatement,
  scope: Scope,
  name: string | null,
): void {
  const over = cx.front.expression(cx, node.expression, scope);
  if (over.kind === "rangeNd" || (over.kind === "range" && over.parallel)) {
    parallelLoop(cx, node, over, scope, name);
  } else if (over.kind === "range") countedLoop(cx, node, over, scope, name);
  else if (over.kind === "array") arrayLoop(cx, node, over, scope, name);
  else if (over.kind === "tuple") tupleLoop(cx, node, over.items, scope, name);
  else
    throw cx.typeError(
      `Only a range or an array can be looped over, not ${describe(over, cx.ndimOf)}.`,
      node.expression,
    );
}

function countedLoop(
  cx: Context,
  node: ts.ForOfStatement,
  over: RangeValue,
  scope: Scope,
  name: string | null,
): void {
  const jump = jumpTarget(cx, name);
  const index = cx.value({ kind: "scalar", dtype: "int64" });
  const [start, stop, step] = [over.start, over.stop, over.step].map((bound) => idOf(cx, bound, node));
  if (start === undefined || stop === undefined || step === undefined)
    throw new Error("A range has three bounds");
  const body = cx.region(() =>
    cx.withJump(jump, () => {
      const inner = new Scope(scope);
      bindLoopVariable(cx, node, inner, strong(index, "int64"));
      cx.front.statements(cx, bodyOf(node.statement), inner);
    }),
  );
  const span = cx.span(node);
  cx.emit({
    kind: "for",
    label: jump.label,
    loop: null,
    index,
    start,
    stop,
    step,
    body: body.ops,
    reassociate: [],
    span,
  });
}

/** Over the first axis: elements of a vector, views of the rest. */
function arrayLoop(
  cx: Context,
  node: ts.ForOfStatement,
  over: ArrayValue,
  scope: Scope,
  name: string | null,
): void {
  const { shape, strides } = cx.arrayType(over);
  const [extent, stride] = [shape[0], strides[0]];
  if (extent === undefined || stride === undefined) {
    throw cx.typeError("An array without dimensions can't be looped over.", node.expression);
  }
  const jump = jumpTarget(cx, name);
  const index = cx.value({ kind: "scalar", dtype: "int64" });
  const body = cx.region(() =>
    cx.withJump(jump, () => {
      const inner = new Scope(scope);
      const item =
        shape.length === 1
          ? loadElement(cx, over, [index], node)
          : makeView(cx, over, cx.integers.mul(index, stride, node), shape.slice(1), strides.slice(1), node);
      bindLoopVariable(cx, node, inner, item);
      cx.front.statements(cx, bodyOf(node.statement), inner);
    }),
  );
  const [start, step] = [cx.integers.constant(0, node), cx.integers.constant(1, node)];
  const span = cx.span(node);
  cx.emit({
    kind: "for",
    label: jump.label,
    loop: null,
    index,
    start,
    stop: extent,
    step,
    body: body.ops,
    reassociate: [],
    span,
  });
}

/** A tuple is unrolled, since its items may differ in type. */
function tupleLoop(
  cx: Context,
  node: ts.ForOfStatement,
  items: readonly Value[],
  scope: Scope,
  name: string | null,
): void {
  const jump = { ...jumpTarget(cx, name), kind: "unrolled" } as const;
  const rounds = cx.region(() => {
    for (const [index, item] of items.entries()) {
      const round = cx.tables.label();
      const body = cx.region(() =>
        cx.within({ ...cx.frame, path: `${cx.frame.path}/${node.pos}#${index}` }, () =>
          cx.withJump({ ...jump, round }, () => {
            const inner = new Scope(scope);
            bindLoopVariable(cx, node, inner, item);
            cx.front.statements(cx, bodyOf(node.statement), inner);
          }),
        ),
      );
      emitBlock(cx, round, body.ops, node);
    }
  });
  emitBlock(cx, jump.label, rounds.ops, node);
}

/** The operations as a block, where a jump leaves it. */
function emitBlock(cx: Context, label: LabelId, body: readonly ArrayOp[], node: ts.Node): void {
  let isLeft = false;
  walk(body, (op) => {
    if (op.kind === "break" && op.label === label) isLeft = true;
  });
  if (isLeft) cx.emit({ kind: "block", label, body, span: cx.span(node) });
  else cx.splice(body);
}

export function whileStatement(
  cx: Context,
  node: ts.WhileStatement,
  scope: Scope,
  name: string | null,
): void {
  const jump = jumpTarget(cx, name);
  const body = cx.region(() =>
    cx.withJump(jump, () => {
      leaveUnless(cx, node.expression, jump, scope);
      cx.front.statements(cx, bodyOf(node.statement), new Scope(scope));
    }),
  );
  cx.emit({ kind: "loop", label: jump.label, body: body.ops, update: [], span: cx.span(node) });
}

export function doStatement(cx: Context, node: ts.DoStatement, scope: Scope, name: string | null): void {
  const jump = jumpTarget(cx, name);
  const body = cx.region(() =>
    cx.withJump(jump, () => cx.front.statements(cx, bodyOf(node.statement), new Scope(scope))),
  );
  const update = cx.region(() => leaveUnless(cx, node.expression, jump, scope));
  cx.emit({ kind: "loop", label: jump.label, body: body.ops, update: update.ops, span: cx.span(node) });
}

/** `for (let i = 0; i < n; i++)`: a counted loop where nothing else changes the variable or the bound. */
export function forStatement(cx: Context, node: ts.ForStatement, scope: Scope, name: string | null): void {
  const outer = new Scope(scope);
  const canonical = canonicalLoop(node);
  if (canonical !== null) {
    const start = cx.front.expression(cx, canonical.start, outer);
    const stop = cx.region(() => cx.front.expression(cx, canonical.stop, outer));
    if (start.kind === "scalar" && stop.value.kind === "scalar" && isWhole(start) && isWhole(stop.value)) {
      cx.splice(stop.ops);
      const jump = jumpTarget(cx, name);
      const index = cx.value({ kind: "scalar", dtype: "int64" });
      const from = toIndex(cx, start, node, "The start of the loop");
      let to = toIndex(cx, stop.value, node, "The bound of the loop");
      if (canonical.inclusive)
        to = cx.integers.add(to, cx.integers.constant(Math.sign(canonical.step), node), node);
      const body = cx.region(() =>
        cx.withJump(jump, () => {
          const inner = new Scope(outer);
          bindPattern(cx, inner, canonical.variable, strong(index, "int64"), false);
          cx.front.statements(cx, bodyOf(node.statement), inner);
        }),
      );
      const step = cx.integers.constant(canonical.step, node);
      const span = cx.span(node);
      cx.emit({
        kind: "for",
        label: jump.label,
        loop: null,
        index,
        start: from,
        stop: to,
        step,
        body: body.ops,
        reassociate: [],
        span,
      });
      return;
    }
  }
  generalFor(cx, node, outer, name);
}
const isWhole = (value: Value): boolean =>
  value.kind === "scalar" && !value.dtype.startsWith("float") && value.dtype !== "bool";

function generalFor(cx: Context, node: ts.ForStatement, outer: Scope, name: string | null): void {
  if (node.initializer !== undefined) {
    if (ts.isVariableDeclarationList(node.initializer)) declarations(cx, node.initializer, outer);
    else cx.front.expression(cx, node.initializer, outer);
  }
  const jump = jumpTarget(cx, name);
  const body = cx.region(() =>
    cx.withJump(jump, () => {
      if (node.condition !== undefined) leaveUnless(cx, node.condition, jump, outer);
      cx.front.statements(cx, bodyOf(node.statement), new Scope(outer));
    }),
  );
  const update = cx.region(() => {
    if (node.incrementor !== undefined) cx.front.expression(cx, node.incrementor, outer);
  });
  cx.emit({ kind: "loop", label: jump.label, body: body.ops, update: update.ops, span: cx.span(node) });
}

function leaveUnless(cx: Context, test: ts.Expression, jump: JumpTarget, scope: Scope): void {
  const value = condition(cx, test, scope);
  if (value.constant === true) return;
  const span = cx.span(test);
  const leave = { kind: "break", label: jump.label, span } as const;
  cx.emit({ kind: "if", condition: idOf(cx, value, test), then: [], otherwise: [leave], span });
}

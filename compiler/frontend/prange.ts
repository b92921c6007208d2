import type ts from "typescript";
import type { ValueId } from "../ir/ids.js";
import type { ArrayOp, Parfor, Reduction } from "../ir/ops.js";
import { openPartial, partialValue, reductionOf } from "./array-partials.js";
import { findArrayReductions } from "./array-reductions.js";
import { bodyParts } from "./body-parts.js";
import type { Context, JumpTarget } from "./context.js";
import { spaceRegion } from "./draws.js";
import { loopNames } from "./loop-names.js";
import { checkRaces } from "./races.js";
import { bindLoopVariable, rangeLength } from "./range-loops.js";
import { findReductions } from "./reduction-patterns.js";
import { makeReduction } from "./reductions.js";
import { bodyOf } from "./returns.js";
import { idOf } from "./scalars.js";
import { Scope } from "./scope.js";
import type { ArrayValue, RangeNdValue, RangeValue, Value } from "./value.js";
import { strong } from "./value.js";

/** `for (const i of prange(…))`: iterations are independent apart from the reductions. */
export function parallelLoop(
  cx: Context,
  node: ts.ForOfStatement,
  over: RangeValue | RangeNdValue,
  scope: Scope,
  name: string | null,
): void {
  const span = cx.span(node);
  const loop = cx.tables.loop({ span, description: "prange", expression: node.expression.getText() });
  const extents =
    over.kind === "range"
      ? [rangeLength(cx, over, node)]
      : over.extents.map((extent) => idOf(cx, extent, node));
  const indices = extents.map(() => cx.value({ kind: "scalar", dtype: "int64" }));
  const names = loopNames(node, scope);
  const parts = bodyParts(cx, node, names);
  const patterns = findReductions(cx, parts);
  const partials = findArrayReductions(cx, parts, names.indices).map((pattern) => openPartial(cx, pattern));
  const own = new Map<string, ArrayValue>();
  const owned = [...patterns.flatMap(({ bindings }) => bindings), ...partials.map(({ pattern }) => pattern)];
  const jump: JumpTarget = {
    label: cx.tables.label(),
    name,
    kind: "parallel",
    round: null,
    parallelDepth: cx.parallelDepth + 1,
  };
  const body = spaceRegion(cx, indices, extents, node, () =>
    cx.withParallel({ owned: new Set(owned.map(({ key }) => key)), partials: own }, () =>
      cx.withJump(jump, () => {
        const inner = new Scope(scope);
        for (const partial of partials) own.set(partial.pattern.key, partialValue(cx, partial));
        bindLoopVariable(cx, node, inner, loopValue(cx, over, indices, node));
        cx.front.statements(cx, bodyOf(node.statement), inner);
      }),
    ),
  );
  const reductions: readonly Reduction<ArrayOp>[] = [
    ...patterns.map((pattern) => makeReduction(cx, pattern)),
    ...partials.map((partial) => reductionOf(cx, partial)),
  ];
  const parfor: Parfor<ArrayOp> = {
    kind: "parfor",
    loop,
    label: jump.label,
    indices,
    extents,
    body: body.ops,
    reductions,
    span,
  };
  checkRaces(cx, parfor);
  cx.emit(parfor);
}

function loopValue(
  cx: Context,
  over: RangeValue | RangeNdValue,
  indices: readonly ValueId[],
  node: ts.Node,
): Value {
  if (over.kind === "rangeNd")
    return { kind: "tuple", items: indices.map((index) => strong(index, "int64")) };
  const [index] = indices;
  if (index === undefined) throw new Error("A prange has one index");
  const { integers } = cx;
  const [start, step] = [idOf(cx, over.start, node), idOf(cx, over.step, node)];
  return strong(integers.add(start, integers.mul(step, index, node), node), "int64");
}

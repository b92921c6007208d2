import type ts from "typescript";
import type { ValueId } from "../ir/ids.js";
import type { ArrayOp, Parfor, Reduction } from "../ir/ops.js";
import { bindPartial, openPartial, reductionOf } from "./array-partials.js";
import { findArrayReductions } from "./array-reductions.js";
import type { Context, JumpTarget } from "./context.js";
import { spaceRegion } from "./draws.js";
import { loopNames } from "./own-index.js";
import { checkRaces } from "./races.js";
import { bindLoopVariable, rangeLength } from "./range-loops.js";
import { findReductions } from "./reduction-patterns.js";
import { makeReduction } from "./reductions.js";
import { bodyOf } from "./returns.js";
import { idOf } from "./scalars.js";
import { Scope } from "./scope.js";
import type { RangeNdValue, RangeValue, Value } from "./value.js";
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
  const names = loopNames(node);
  const patterns = findReductions(cx, node, names, scope);
  const partials = findArrayReductions(cx, node, names, scope).map((pattern) =>
    openPartial(cx, pattern, scope),
  );
  const jump: JumpTarget = {
    label: cx.tables.label(),
    name,
    breakable: false,
    continuable: true,
    parallelBody: true,
    parallelDepth: cx.parallelDepth + 1,
  };
  const body = spaceRegion(cx, indices, extents, node, () =>
    cx.withParallel(
      {
        owned: new Set([
          ...patterns.flatMap((pattern) => pattern.bindings.map((binding) => binding.key)),
          ...partials.map(({ key }) => key),
        ]),
      },
      () =>
        cx.withJump(jump, () => {
          const inner = new Scope(scope);
          for (const partial of partials) bindPartial(cx, partial, inner);
          bindLoopVariable(cx, node, inner, loopValue(cx, over, indices, node));
          cx.front.statements(cx, bodyOf(node.statement), inner);
        }),
    ),
  );
  const reductions: readonly Reduction<ArrayOp>[] = [
    ...patterns.map((pattern) => makeReduction(cx, pattern, scope)),
    ...partials.map((partial) => reductionOf(cx, partial, scope)),
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

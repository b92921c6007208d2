import type ts from "typescript";
import type { ValueId } from "../ir/ids.js";
import type { ArrayOp } from "../ir/ops.js";
import { scalarType } from "../ir/types.js";
import { arrayOf } from "./array-literal.js";
import type { Context } from "./context.js";
import { spaceRegion } from "./draws.js";
import { declareLoop, generate, loadElement, rowMajorStrides } from "./elementwise.js";
import { inParallel } from "./parallel-call.js";
import type { ArrayValue, Scalar, Value } from "./value.js";
import { describe, strong } from "./value.js";

/**
 * An array of a function's values. A function that itself returns an array, or a tuple of scalars, gives its axes behind these; the shape of the inner array
 * must not depend on the index.
 */
export function comprehension(
  cx: Context,
  node: ts.Node,
  name: string,
  shape: readonly ValueId[],
  given: (indices: readonly Scalar[]) => Value,
): ArrayValue {
  const body = (indices: readonly Scalar[]): Value =>
    inParallel(cx, () => {
      const value = given(indices);
      return value.kind === "tuple" ? arrayOf(cx, value, null, node) : value;
    });
  const probe = cx.region(() => body(shape.map(() => strong(cx.value(scalarType("int64")), "int64"))));
  if (probe.value.kind === "array") return nested(cx, node, name, shape, body);
  return generate(cx, node, `comprehension ${name}`, shape, (indices) => {
    const value = body(indices.map((index) => strong(index, "int64")));
    if (value.kind === "scalar") return { ...value, weak: false };
    throw cx.typeError(
      `The function of ${name} must return a scalar or an array, not ${describe(value, cx.ndimOf)}.`,
      node,
    );
  });
}

/** `range(n).map((i) => range(m).map((j) => f(i, j)))`: one allocation, where the inner array's shape is known outside. */
function nested(
  cx: Context,
  node: ts.Node,
  name: string,
  shape: readonly ValueId[],
  body: (indices: readonly Scalar[]) => Value,
): ArrayValue {
  const indices = shape.map(() => cx.value(scalarType("int64")));
  const inner = spaceRegion(cx, indices, shape, node, () =>
    body(indices.map((index) => strong(index, "int64"))),
  );
  const row = inner.value;
  if (row.kind !== "array") throw new Error("A nested comprehension lost its inner array");
  const extents = liftShape(cx, inner.ops, cx.shapeOf(row), indices, node);
  const full = [...shape, ...extents];
  const strides = rowMajorStrides(cx, full, node);
  const out = cx.value({ kind: "array", dtype: row.dtype, shape: full, strides });
  const span = cx.span(node);
  cx.fresh.add(out);
  const last = inner.ops.at(-1);
  const loop = declareLoop(cx, node, `comprehension ${name}`);
  if (last?.kind === "generate" && last.out === row.id) {
    // The inner comprehension is the last thing that the outer one does: one loop over both spaces.
    const before = inner.ops.slice(0, -1);
    cx.emit({
      kind: "generate",
      loop,
      out,
      indices: [...indices, ...last.indices],
      body: [...before, ...last.body],
      result: last.result,
      anonymous: true,
      span,
    });
    return { kind: "array", dtype: row.dtype, id: out };
  }
  cx.emit({ kind: "alloc", out, fill: "none", span });
  const innerIndices = extents.map(() => cx.value(scalarType("int64")));
  cx.append(inner.ops, () => {
    const copy = cx.region(() => {
      const element = loadElement(cx, row, innerIndices, node);
      if (element.id === null) throw new Error("An element has a value");
      cx.emit({
        kind: "store",
        array: out,
        index: [...indices, ...innerIndices],
        value: element.id,
        bounds: { kind: "proven" },
        span,
      });
    });
    const copyLoop = declareLoop(cx, node, "elementwise copy");
    cx.emit({
      kind: "parfor",
      loop: copyLoop,
      label: cx.tables.label(),
      indices: innerIndices,
      extents,
      body: copy.ops,
      reductions: [],
      span,
    });
  });
  cx.emit({
    kind: "parfor",
    loop,
    label: cx.tables.label(),
    indices,
    extents: shape,
    body: inner.ops,
    reductions: [],
    span,
  });
  return { kind: "array", dtype: row.dtype, id: out };
}

/** Computes the inner shape outside of the loop. @throws ParallelTypeError where it depends on the index. */
function liftShape(
  cx: Context,
  ops: readonly ArrayOp[],
  shape: readonly ValueId[],
  indices: readonly ValueId[],
  node: ts.Node,
): readonly ValueId[] {
  const definitions = new Map<ValueId, ArrayOp>();
  for (const op of ops) if ("out" in op && op.out !== null) definitions.set(op.out, op);
  const lifted = new Set<ValueId>();
  const lift = (value: ValueId): void => {
    if (indices.includes(value)) {
      throw cx.typeError(
        "The inner array's length depends on the outer index: an array is rectangular.",
        node,
      );
    }
    const op = definitions.get(value);
    if (op === undefined || lifted.has(value)) return;
    lifted.add(value);
    switch (op.kind) {
      case "const":
        break;
      case "unary":
      case "cast":
        lift(op.a);
        break;
      case "binary":
      case "compare":
        lift(op.a);
        lift(op.b);
        break;
      case "select":
        lift(op.condition);
        lift(op.a);
        lift(op.b);
        break;
      default:
        throw cx.typeError(
          "The inner array's length depends on the outer index: an array is rectangular.",
          node,
        );
    }
  };
  for (const extent of shape) lift(extent);
  const renamed = new Map<ValueId, ValueId>();
  const rename = (value: ValueId): ValueId => renamed.get(value) ?? value;
  for (const op of ops) {
    if (!("out" in op) || op.out === null || !lifted.has(op.out)) continue;
    const out = cx.value(cx.tables.typeOf(op.out));
    if (op.kind === "const") {
      renamed.set(
        op.out,
        typeof op.value === "number" ? cx.integers.constant(op.value, node) : emit({ ...op, out }),
      );
    } else if (op.kind === "unary" || op.kind === "cast")
      renamed.set(op.out, emit({ ...op, out, a: rename(op.a) }));
    else if (op.kind === "binary" || op.kind === "compare") {
      renamed.set(op.out, emit({ ...op, out, a: rename(op.a), b: rename(op.b) }));
    } else if (op.kind === "select") {
      renamed.set(
        op.out,
        emit({ ...op, out, condition: rename(op.condition), a: rename(op.a), b: rename(op.b) }),
      );
    }
  }
  return shape.map(rename);

  function emit<Op extends ArrayOp & { readonly out: ValueId }>(op: Op): ValueId {
    cx.emit(op);
    return op.out;
  }
}

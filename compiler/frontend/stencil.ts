// Stencils (language.md section 5): the kernel is inlined once for each element, reading its arrays at relative positions.
import type ts from "typescript";
import type { ValueId } from "../ir/ids.js";
import { scalarType } from "../ir/types.js";
import type { Context } from "./context.js";
import { generate } from "./elementwise.js";
import { branch } from "./logical.js";
import { callInParallel } from "./parallel-call.js";
import { check, convert, toIndex } from "./scalars.js";
import type { StencilMode } from "./stencil-border.js";
import { borderIndex, stencilMode } from "./stencil-border.js";
import type { AxisNeighborhood } from "./stencil-neighborhood.js";
import { inferNeighborhood } from "./stencil-neighborhood.js";
import type { ArrayValue, Scalar, StencilWindow, TransformedValue, Value } from "./value.js";
import { describe, loopKind, strong } from "./value.js";

export function applyStencil(
  cx: Context,
  callee: TransformedValue,
  args: readonly Value[],
  node: ts.Node,
): Value {
  const { kernel, options } = callee;
  refuseUnknownOptions(cx, options, node);
  const absolute = absoluteNames(
    cx,
    options.get("standardIndexing") ?? options.get("standard_indexing"),
    node,
  );
  const parameters = kernel.node.parameters.map((parameter) => parameter.name.getText());
  const windows = args.filter(
    (argument, index): argument is ArrayValue =>
      argument.kind === "array" && !absolute.has(parameters[index] ?? ""),
  );
  const [first] = windows;
  if (first === undefined) {
    throw cx.typeError("A stencil needs an array to slide over: its first argument.", node);
  }
  for (const other of windows) sameShape(cx, first, other, node);
  const shape = cx.shapeOf(first);
  const mode = stencilMode(cx, options, node);
  const neighborhood = neighborhoodOf(cx, callee, args, parameters, shape.length, absolute, node);
  const loopDescription = loopKind(callee);
  return generate(cx, node, loopDescription, shape, (indices) =>
    stencilElement(cx, { callee, args, absolute, parameters, indices, shape, mode, neighborhood, node }),
  );
}

const OPTIONS = ["neighborhood", "mode", "cval", "standardIndexing", "standard_indexing"];

function refuseUnknownOptions(cx: Context, options: ReadonlyMap<string, Value>, node: ts.Node): void {
  for (const name of options.keys()) {
    if (OPTIONS.includes(name)) continue;
    throw cx.typeError(
      `A stencil has no option ${name}: it knows neighborhood, mode, cval and standardIndexing.`,
      node,
    );
  }
}

interface StencilCall {
  readonly callee: TransformedValue;
  readonly args: readonly Value[];
  readonly absolute: ReadonlySet<string>;
  readonly parameters: readonly string[];
  readonly indices: readonly ValueId[];
  readonly shape: readonly ValueId[];
  readonly mode: StencilMode;
  readonly neighborhood: readonly AxisNeighborhood[];
  readonly node: ts.Node;
}

/** The kernel at one element: the constant of the border where its neighborhood leaves the array. */
function stencilElement(cx: Context, call: StencilCall): Scalar {
  const { node, mode } = call;
  if (mode.kind !== "constant") return kernelValue(cx, call);
  const inside = call.indices.map((index, axis) => axisInside(cx, call, index, axis));
  const interior = cx.region(() => kernelValue(cx, call));
  const { dtype } = interior.value;
  let result: { readonly ops: typeof interior.ops; readonly value: Value } = interior;
  // The innermost axis is tested last, so that its loop can be split at the border.
  for (const test of inside.toReversed()) {
    const border = cx.region(() => convert(cx, mode.cval, dtype, node));
    const inner = result;
    result = cx.region(() => branch(cx, test, inner, border, node));
  }
  cx.splice(result.ops);
  if (result.value.kind !== "scalar") throw new Error("A stencil's element is not a scalar");
  return result.value;
}

function axisInside(cx: Context, call: StencilCall, index: ValueId, axis: number): ValueId {
  const { node, neighborhood, shape } = call;
  const [bounds, extent] = [neighborhood[axis], shape[axis]];
  if (bounds === undefined || extent === undefined) throw new Error("A stencil's neighborhood lacks an axis");
  const { integers } = cx;
  const zero = integers.constant(0, node);
  const lower = integers.max(integers.sub(zero, bounds.low, node), zero, node);
  const upper = integers.sub(extent, integers.max(bounds.high, zero, node), node);
  const out = cx.value(scalarType("bool"));
  cx.emit({ kind: "inRange", out, index, lower, upper, span: cx.span(node) });
  return out;
}

function kernelValue(cx: Context, call: StencilCall): Scalar {
  const { callee, args, absolute, parameters, node } = call;
  const values = args.map((argument, index): Value => {
    const name = parameters[index] ?? "";
    if (argument.kind !== "array" || absolute.has(name)) return argument;
    return { kind: "window", window: makeWindow(cx, call, argument, name) };
  });
  const value = callInParallel(cx, callee.kernel, values, node);
  if (value.kind === "scalar") return value;
  throw cx.typeError(`A stencil kernel must return a scalar, not ${describe(value, cx.ndimOf)}.`, node);
}

function makeWindow(cx: Context, call: StencilCall, array: ArrayValue, name: string): StencilWindow {
  const ndim = cx.ndimOf(array);
  return {
    name,
    ndim,
    array,
    read: (offsets, at) => {
      if (offsets.length !== ndim) {
        throw cx.typeError(
          `${name} has ${ndim} dimension${ndim === 1 ? "" : "s"}, so its element has ${ndim} offsets, not ${offsets.length}.`,
          at,
        );
      }
      const index = offsets.map((offset, axis) => windowIndex(cx, call, array, offset, axis, at));
      const out = cx.value(scalarType(array.dtype));
      cx.emit({ kind: "load", out, array: array.id, index, bounds: { kind: "proven" }, span: cx.span(at) });
      return strong(out, array.dtype);
    },
  };
}

/** The position an offset names: inside by the declared neighborhood, or mapped back by the border mode. */
function windowIndex(
  cx: Context,
  call: StencilCall,
  array: ArrayValue,
  offset: Scalar,
  axis: number,
  at: ts.Node,
): ValueId {
  const [current, bounds] = [call.indices[axis], call.neighborhood[axis]];
  const extent = cx.shapeOf(array)[axis];
  if (current === undefined || bounds === undefined || extent === undefined)
    throw new Error("A stencil lacks an axis");
  const { integers } = cx;
  const relative = toIndex(cx, offset, at, "An offset of a stencil");
  const known = [integers.known(relative), integers.known(bounds.low), integers.known(bounds.high)] as const;
  const [value, low, high] = known;
  const declared = `The stencil reads offset {0} on axis ${axis}, outside its neighborhood [{1}, {2}]`;
  if (value !== undefined && low !== undefined && high !== undefined) {
    if (value < low || value > high) {
      throw cx.rangeError(
        declared.replace("{0}", `${value}`).replace("{1}", `${low}`).replace("{2}", `${high}`),
        at,
      );
    }
  } else {
    const fine = integers.and(
      integers.compare("ge", relative, bounds.low, at),
      integers.compare("le", relative, bounds.high, at),
      at,
    );
    check(cx, fine, declared, [relative, bounds.low, bounds.high], at);
  }
  const absolute = integers.add(current, relative, at);
  return call.mode.kind === "constant" ? absolute : borderIndex(cx, call.mode.kind, absolute, extent, at);
}

function sameShape(cx: Context, first: ArrayValue, other: ArrayValue, node: ts.Node): void {
  if (cx.ndimOf(first) !== cx.ndimOf(other)) {
    throw cx.typeError(
      "The arrays of a stencil must have one shape: name an array that is indexed absolutely in standardIndexing.",
      node,
    );
  }
  for (const [axis, extent] of cx.shapeOf(first).entries()) {
    const own = cx.shapeOf(other)[axis];
    if (own === undefined || own === extent) continue;
    const equal = cx.integers.compare("eq", extent, own, node);
    check(
      cx,
      equal,
      `The arrays of a stencil must have one shape: axis ${axis} has the lengths {0} and {1}`,
      [extent, own],
      node,
    );
  }
}

function neighborhoodOf(
  cx: Context,
  callee: TransformedValue,
  args: readonly Value[],
  parameters: readonly string[],
  ndim: number,
  absolute: ReadonlySet<string>,
  node: ts.Node,
): readonly AxisNeighborhood[] {
  const declared = callee.options.get("neighborhood");
  if (declared === undefined) return inferNeighborhood(cx, callee, args, parameters, ndim, absolute, node);
  const axes = declared.kind === "tuple" ? declared.items : [];
  if (axes.length !== ndim) {
    throw cx.typeError(`The neighborhood needs a pair [low, high] for each of the ${ndim} axes.`, node);
  }
  return axes.map((axis): AxisNeighborhood => {
    const [low, high] = axis.kind === "tuple" ? axis.items : [];
    if (low === undefined || high === undefined)
      throw cx.typeError("The neighborhood of an axis is a pair [low, high].", node);
    return {
      low: toIndex(cx, low, node, "A bound of the neighborhood"),
      high: toIndex(cx, high, node, "A bound of the neighborhood"),
    };
  });
}

function absoluteNames(cx: Context, option: Value | undefined, node: ts.Node): ReadonlySet<string> {
  if (option === undefined) return new Set();
  const names = option.kind === "tuple" ? option.items : [option];
  return new Set(
    names.map((name) => {
      if (name.kind === "string") return name.text;
      throw cx.typeError('standardIndexing lists the names of parameters: ["weights"].', node);
    }),
  );
}

// Generalized ufuncs (language.md section 5): a function over sub-arrays, for each index of the outer dimensions in parallel.
import type ts from "typescript";
import type { DType } from "../ir/dtype.js";
import { promoteTypes } from "../ir/dtype.js";
import type { ValueId } from "../ir/ids.js";
import { broadcastShapes } from "./broadcast.js";
import { comprehension } from "./comprehension.js";
import type { Context } from "./context.js";
import { parallelFor, storeElement } from "./element-loops.js";
import type { Operand } from "./elementwise.js";
import { loadElement, rowMajorStrides } from "./elementwise.js";
import type { CoreDimensions, GufuncSignature } from "./gufunc-signature.js";
import { parseGufuncSignature } from "./gufunc-signature.js";
import { storeElements } from "./layouts.js";
import { expectOperand } from "./operators.js";
import { outputDType } from "./outputs.js";
import { callInParallel } from "./parallel-call.js";
import { check, idOf, materialize } from "./scalars.js";
import { markWritten } from "./updates.js";
import type { ArrayValue, TransformedValue, Value } from "./value.js";
import { describe, loopKind } from "./value.js";
import { makeView } from "./views.js";

/** A call whose arguments have been taken apart into outer and core dimensions. */
interface GufuncCall {
  readonly callee: TransformedValue;
  readonly signature: GufuncSignature;
  /** The outer dimensions, broadcast. */
  readonly space: readonly ValueId[];
  readonly lengths: ReadonlyMap<string, ValueId>;
  /** The inputs of the kernel at an index of the outer dimensions. */
  readonly inputsAt: (indices: readonly ValueId[]) => readonly Value[];
  readonly dtype: DType;
  readonly node: ts.Node;
}

/** @throws ParallelTypeError for arguments that do not fit the signature; RangeError at run time for lengths that differ. */
export function applyGufunc(
  cx: Context,
  callee: TransformedValue,
  args: readonly Value[],
  node: ts.Node,
): Value {
  const signature = parseGufuncSignature(callee.signature);
  if (signature === null) {
    throw cx.typeError(
      `"${callee.signature}" is no signature of a generalized ufunc: write the core dimensions as in "(n),(n)->()".`,
      node,
    );
  }
  const { inputs, outputs } = signature;
  const given = args.slice(inputs.length);
  if (args.length < inputs.length || (given.length > 0 && given.length !== outputs.length)) {
    throw cx.typeError(
      `The signature "${callee.signature}" has ${inputs.length} inputs, and ${args.length} arguments are given.`,
      node,
    );
  }
  const operands = inputs.map((_, position) =>
    expectOperand(cx, args[position] ?? noValue, "guvectorize", node),
  );
  const call = takeApart(cx, callee, signature, operands, node);
  const parameters = callee.kernel.node.parameters.length;
  if (parameters === inputs.length + outputs.length)
    return fillOutputs(
      cx,
      call,
      given.map((value) => expectOutput(cx, value, node)),
    );
  if (parameters !== inputs.length || given.length > 0) {
    throw cx.typeError(
      `The function of "${callee.signature}" has ${inputs.length} parameters, or ${inputs.length + outputs.length} with its outputs; this one ` +
        `has ${parameters}.`,
      callee.kernel.node,
    );
  }
  return outputs.length === 1 ? returnOne(cx, call) : returnSeveral(cx, call);
}
const noValue: Value = { kind: "undefined" };

function expectOutput(cx: Context, value: Value, node: ts.Node): ArrayValue {
  if (value.kind === "array") return value;
  throw cx.typeError(`An output must be an array, not ${describe(value, cx.ndimOf)}.`, node);
}

function takeApart(
  cx: Context,
  callee: TransformedValue,
  signature: GufuncSignature,
  operands: readonly Operand[],
  node: ts.Node,
): GufuncCall {
  const lengths = new Map<string, ValueId>();
  const zero = cx.integers.constant(0, node);
  const parts = operands.map((operand, position) => {
    const core = signature.inputs[position] ?? [];
    if (operand.kind === "scalar") {
      if (core.length === 0) return { operand, outer: null };
      throw cx.typeError(
        `Argument ${position + 1} must be an array with the dimensions (${core.join(", ")}), not a scalar.`,
        node,
      );
    }
    const { shape, strides } = cx.arrayType(operand);
    if (shape.length < core.length) {
      throw cx.typeError(
        `Argument ${position + 1} has ${shape.length} dimensions, and its core dimensions (${core.join(", ")}) need ${core.length}.`,
        node,
      );
    }
    const split = shape.length - core.length;
    bindLengths(cx, core, shape.slice(split), lengths, node);
    const outer = makeView(cx, operand, zero, shape.slice(0, split), strides.slice(0, split), node);
    return { operand, outer };
  });
  const outers = parts.flatMap(({ outer }) => (outer === null ? [] : [outer]));
  const broadcast = outers.length === 0 ? null : broadcastShapes(cx, outers, node);
  const inputsAt = (indices: readonly ValueId[]): readonly Value[] =>
    parts.map(({ operand, outer }): Value => {
      if (operand.kind === "scalar" || outer === null || broadcast === null) return operand;
      const at = broadcast.indexOf(outer, indices);
      return subArray(cx, operand, at, node) ?? loadElement(cx, operand, at, node);
    });
  const arrays = operands.filter((operand) => operand.kind === "array");
  const dtype = arrays.map((array) => array.dtype).reduce(promoteTypes, arrays[0]?.dtype ?? "float64");
  return { callee, signature, space: broadcast?.shape ?? [], lengths, inputsAt, dtype, node };
}

function bindLengths(
  cx: Context,
  core: CoreDimensions,
  extents: readonly ValueId[],
  lengths: Map<string, ValueId>,
  node: ts.Node,
): void {
  for (const [axis, name] of core.entries()) {
    const extent = extents[axis];
    const known = lengths.get(name) ?? fixedLength(cx, name, node);
    if (extent === undefined) continue;
    if (known === undefined) lengths.set(name, extent);
    else requireLength(cx, name, known, extent, node);
  }
}
const fixedLength = (cx: Context, name: string, node: ts.Node): ValueId | undefined =>
  /^\d/.test(name) ? cx.integers.constant(Number(name), node) : undefined;

function requireLength(cx: Context, name: string, wanted: ValueId, length: ValueId, node: ts.Node): void {
  if (wanted === length) return;
  const equal = cx.integers.compare("eq", wanted, length, node);
  check(cx, equal, `The core dimension ${name} has the lengths {0} and {1}`, [wanted, length], node);
}

/** The view behind the leading indices; null where no dimension is left. */
function subArray(
  cx: Context,
  array: ArrayValue,
  indices: readonly ValueId[],
  node: ts.Node,
): ArrayValue | null {
  const { shape, strides } = cx.arrayType(array);
  const count = indices.length;
  if (count === shape.length) return null;
  return makeView(
    cx,
    array,
    offsetOf(cx, strides, indices, node),
    shape.slice(count),
    strides.slice(count),
    node,
  );
}
function offsetOf(
  cx: Context,
  strides: readonly ValueId[],
  indices: readonly ValueId[],
  node: ts.Node,
): ValueId {
  const { integers } = cx;
  return indices.reduce(
    (offset, index, axis) => {
      const stride = strides[axis];
      return stride === undefined ? offset : integers.add(offset, integers.mul(index, stride, node), node);
    },
    integers.constant(0, node),
  );
}

/** The function returns its one result. */
function returnOne(cx: Context, call: GufuncCall): Value {
  const { callee, node, space, signature } = call;
  const core = signature.outputs[0] ?? [];
  const result = (indices: readonly ValueId[]): Value => {
    const value = callInParallel(cx, callee.kernel, call.inputsAt(indices), node);
    checkResult(cx, value, core, call);
    return value;
  };
  if (space.length === 0) return result([]);
  return comprehension(cx, node, loopKind(callee), space, (indices) =>
    result(indices.map((index) => idOf(cx, index, node))),
  );
}

function checkResult(cx: Context, value: Value, core: CoreDimensions, call: GufuncCall): void {
  const rank = value.kind === "array" ? cx.ndimOf(value) : value.kind === "scalar" ? 0 : null;
  if (rank !== core.length) {
    throw cx.typeError(
      `The signature "${call.callee.signature}" wants a result of ${core.length} dimensions, and the function returns ` +
        `${describe(value, cx.ndimOf)}.`,
      call.node,
    );
  }
  if (value.kind !== "array") return;
  for (const [axis, extent] of cx.shapeOf(value).entries()) {
    const name = core[axis];
    if (name !== undefined) requireLength(cx, name, lengthOf(cx, name, call), extent, call.node);
  }
}

function lengthOf(cx: Context, name: string, call: GufuncCall): ValueId {
  const length = call.lengths.get(name) ?? fixedLength(cx, name, call.node);
  if (length !== undefined) return length;
  throw cx.typeError(`The core dimension ${name} of the result is none of the inputs'.`, call.node);
}

function allocateOutput(cx: Context, core: CoreDimensions, dtype: DType, call: GufuncCall): ArrayValue {
  const { node, space } = call;
  const shape = [...space, ...core.map((name) => lengthOf(cx, name, call))];
  const out = cx.value({ kind: "array", dtype, shape, strides: rowMajorStrides(cx, shape, node) });
  cx.fresh.add(out);
  cx.emit({ kind: "alloc", out, fill: "zero", span: cx.span(node) });
  return { kind: "array", dtype, id: out };
}

/** Without outer dimensions a result without core dimensions is a scalar. */
function finished(cx: Context, outs: readonly ArrayValue[], node: ts.Node): Value {
  const values = outs.map((out): Value => (cx.ndimOf(out) === 0 ? loadElement(cx, out, [], node) : out));
  const [only] = values;
  return values.length === 1 && only !== undefined ? only : { kind: "tuple", items: values };
}

/** The function returns a tuple, one value for each output. */
function returnSeveral(cx: Context, call: GufuncCall): Value {
  const { callee, node, signature, space } = call;
  const itemsOf = (indices: readonly ValueId[]): readonly Operand[] => {
    const value = callInParallel(cx, callee.kernel, call.inputsAt(indices), node);
    if (value.kind !== "tuple" || value.items.length !== signature.outputs.length) {
      throw cx.typeError(
        `The signature "${callee.signature}" has ${signature.outputs.length} outputs: return a tuple of as many.`,
        node,
      );
    }
    return value.items.map((item, position) => {
      checkResult(cx, item, signature.outputs[position] ?? [], call);
      return expectOperand(cx, item, "guvectorize", node);
    });
  };
  const zero = cx.integers.constant(0, node);
  const probe = cx.region(() => itemsOf(space.map(() => zero))).value;
  const outs = signature.outputs.map((core, position) =>
    allocateOutput(cx, core, probe[position]?.dtype ?? call.dtype, call),
  );
  parallelFor(cx, node, loopKind(callee), space, (indices) => {
    for (const [position, item] of itemsOf(indices).entries()) {
      const out = outs[position];
      if (out === undefined) continue;
      if (item.kind === "scalar")
        storeElement(cx, out.id, indices, materialize(cx, item, out.dtype, node), node);
      else storeElements(cx, out, item, (inner) => [...indices, ...inner], "copy", node);
    }
  });
  return finished(cx, outs, node);
}

/** The last parameters are the outputs; one without core dimensions is an array of length 1, as in Numba. */
function fillOutputs(cx: Context, call: GufuncCall, given: readonly ArrayValue[]): Value {
  const { callee, node, signature, space } = call;
  const key = `${cx.frame.path}/${callee.kernel.name}@${node.pos}/output`;
  const outs = signature.outputs.map((core, position) => {
    const own = given[position];
    if (own !== undefined) return checkGiven(cx, own, core, call);
    const { dtype, note } = outputDType(cx, `${key}${position}`, call.dtype);
    const out = allocateOutput(cx, core, dtype, call);
    cx.outputs.set(out.id, note);
    return out;
  });
  const one = cx.integers.constant(1, node);
  parallelFor(cx, node, loopKind(callee), space, (indices) => {
    const views = outs.map((out) => {
      const offset = offsetOf(cx, cx.arrayType(out).strides, indices, node);
      return subArray(cx, out, indices, node) ?? makeView(cx, out, offset, [one], [one], node);
    });
    callInParallel(cx, callee.kernel, [...call.inputsAt(indices), ...views], node);
  });
  return finished(cx, outs, node);
}

/** An array that the caller gave for an output has the shape that the result would have. */
function checkGiven(cx: Context, out: ArrayValue, core: CoreDimensions, call: GufuncCall): ArrayValue {
  const wanted = [...call.space, ...core.map((name) => lengthOf(cx, name, call))];
  const own = cx.shapeOf(out);
  if (own.length !== wanted.length) {
    throw cx.typeError(
      `The output has ${own.length} dimensions, and the result ${wanted.length}.`,
      call.node,
    );
  }
  for (const [axis, extent] of own.entries()) {
    const length = wanted[axis];
    if (length === undefined || length === extent) continue;
    const equal = cx.integers.compare("eq", length, extent, call.node);
    check(
      cx,
      equal,
      `Axis ${axis} of the output has length {0}, and the result has {1}`,
      [extent, length],
      call.node,
    );
  }
  markWritten(cx, out);
  return out;
}

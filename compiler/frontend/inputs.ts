// Arguments and free names as values of the program.
import ts from "#typescript";
import type { ValueId } from "../ir/ids.js";
import type { Context } from "./context.js";
import { rowMajorStrides } from "./elementwise.js";
import { closure } from "./expressions.js";
import type { Scope } from "./scope.js";
import type { InputSource, InputType, RecordType } from "./signature.js";
import type { FunctionSource } from "./unit.js";
import type { Value } from "./value.js";
import { boolean, strong, UNDEFINED, weakFloat, weakInteger } from "./value.js";
import { freshLayout } from "./variables.js";
import { makeView } from "./views.js";

/** Makes a parameter of the program, or the compile-time value, for an input of the type. */
export function inputValue(
  cx: Context,
  name: string,
  type: InputType,
  source: InputSource,
  node: ts.Node,
  scopeOf: (fn: FunctionSource) => Scope,
): Value {
  switch (type.kind) {
    case "scalar": {
      const value = cx.value({ kind: "scalar", dtype: type.dtype });
      addParameter(cx, name, value, source);
      return { ...strong(value, type.dtype), weak: type.weak };
    }
    case "array":
      return arrayInput(cx, name, type, source, node);
    case "record":
      return recordInput(cx, name, type, source, node, scopeOf);
    case "literal":
      if (typeof type.value === "boolean") return boolean(type.value);
      if (typeof type.value === "bigint") return { ...weakInteger(type.value), weak: false };
      return type.isFloat ? weakFloat(type.value) : weakInteger(type.value);
    case "undefined":
      return UNDEFINED;
    case "function":
      return functionValue(cx, type.function, scopeOf(type.function));
    case "unsupported":
      throw cx.typeError(unsupportedMessage(name, type.description), node);
  }
}

const unsupportedMessage = (name: string, description: string): string =>
  `${name} is ${description}, which parallel code can't use: pass numbers, booleans, arrays, parallel functions, or objects of these.`;

/** Each field that code can use is an input of its own. */
function recordInput(
  cx: Context,
  name: string,
  { fields }: RecordType,
  source: InputSource,
  node: ts.Node,
  scopeOf: (fn: FunctionSource) => Scope,
): Value {
  const values = new Map<string, Value>();
  const unusable = new Map<string, string>();
  for (const [field, type] of fields) {
    const path = `${name}.${field}`;
    if (type.kind === "unsupported") unusable.set(field, unsupportedMessage(path, type.description));
    else
      values.set(
        field,
        inputValue(cx, path, type, { ...source, path: [...source.path, field] }, node, scopeOf),
      );
  }
  return { kind: "object", fields: values, ...(unusable.size === 0 ? {} : { unusable }) };
}

function addParameter(cx: Context, name: string, value: ValueId, source: InputSource): void {
  cx.parameters.push({ name, value, written: false });
  cx.inputs.push(source);
}

/** What is known of the layout is written into a view of the parameter: unit strides and unit extents as constants. */
function arrayInput(
  cx: Context,
  name: string,
  type: Extract<InputType, { kind: "array" }>,
  source: InputSource,
  node: ts.Node,
): Value {
  const layout = freshLayout(cx, type.dtype, type.ndim);
  const parameter = cx.value(layout);
  addParameter(cx, name, parameter, source);
  const shape = inputShape(cx, layout.shape, type, source, node);
  const strides = type.layout === "C" ? rowMajorStrides(cx, shape, node) : layout.strides;
  const base = { kind: "array", dtype: type.dtype, id: parameter } as const;
  return makeView(cx, base, cx.integers.constant(0, node), shape, strides, node);
}

/** The extents of a parameter, or those of an earlier one that has the same shape. */
function inputShape(
  cx: Context,
  own: readonly ValueId[],
  { ndim, unitAxes }: Extract<InputType, { kind: "array" }>,
  source: InputSource,
  node: ts.Node,
): readonly ValueId[] {
  const isEqual = cx.options.equalShapes === true && source.kind === "argument" && source.path.length === 0;
  const known = isEqual ? cx.argumentShapes.get(ndim) : undefined;
  if (known !== undefined) return known;
  const shape = own.map((extent, axis) => {
    if (unitAxes[axis] === true) return cx.integers.constant(1, node);
    cx.notUnit.add(extent);
    cx.extents.add(extent);
    return extent;
  });
  if (isEqual) cx.argumentShapes.set(ndim, shape);
  return shape;
}

/** A parallel function as a value; a stencil or ufunc made at the top of a cell is evaluated. */
export function functionValue(cx: Context, fn: FunctionSource, scope: Scope): Value {
  cx.addSource(fn.unit.file, fn.unit.source);
  const { node } = fn;
  if (ts.isFunctionDeclaration(node) || ts.isArrowFunction(node) || ts.isFunctionExpression(node)) {
    return closure(cx, node, fn.name, scope);
  }
  return cx.front.expression(cx, node, scope);
}

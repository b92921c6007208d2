import ts from "#typescript";
import { ParallelTypeError } from "../compiler/diagnostic.js";
import type { InputType } from "../compiler/frontend/signature.js";
import type { FunctionSource, ParameterAnnotation, ParameterSource } from "../compiler/frontend/unit.js";
import type { Span } from "../compiler/source.js";
import { classify, wrapTypedArray } from "./classify.js";
import { matchesInput } from "./match-input.js";
import { NDArray } from "./ndarray.js";
import { typeText } from "./signature-key.js";

/** The arguments of a call as kernels take them, one for each parameter: typed arrays as arrays. */
export function prepareArguments(fn: FunctionSource, args: readonly unknown[]): readonly unknown[] {
  checkCount(fn, args.length);
  const prepared = new Array<unknown>(fn.parameters.length);
  for (let index = 0; index < prepared.length; index++) prepared[index] = wrapTypedArray(args[index]);
  return prepared;
}

function checkCount(fn: FunctionSource, count: number): void {
  const { length } = fn.parameters;
  if (count <= length) return;
  const takes = length === 1 ? "1 argument" : `${length} arguments`;
  throw new ParallelTypeError(`${fn.name} takes ${takes}, and was given ${count}`, spanOf(fn, 0));
}

/** The types of a call with these arguments. @throws ParallelTypeError where one is not what its annotation says */
export const argumentTypes = (fn: FunctionSource, args: readonly unknown[]): readonly InputType[] =>
  parameterTypes(fn, args.map(classify));

/**
 * The types that a function is compiled for when it is given `types`: an annotation decides where there is one; what is missing is undefined.
 * @throws ParallelTypeError where a type is not what its annotation says
 */
export function parameterTypes(fn: FunctionSource, types: readonly InputType[]): readonly InputType[] {
  checkCount(fn, types.length);
  return fn.parameters.map((parameter, index) => {
    const type = types[index] ?? { kind: "undefined" };
    const { annotation } = parameter;
    if (annotation === null || (type.kind === "undefined" && parameter.hasDefault)) return type;
    return annotated(annotation, type) ?? refuse(fn, index, annotation, type);
  });
}

function annotated(annotation: ParameterAnnotation, type: InputType): InputType | null {
  if (annotation.kind === "scalar") return type.kind === "scalar" ? annotation : null;
  const fits = type.kind === "array" && type.dtype === annotation.dtype && type.ndim === annotation.ndim;
  return fits ? type : null;
}

function refuse(fn: FunctionSource, index: number, annotation: ParameterAnnotation, type: InputType): never {
  const name = fn.parameters[index]?.name ?? "";
  const wanted = typeText(
    annotation.kind === "scalar" ? annotation : { ...annotation, layout: "strided", unitAxes: [] },
  );
  throw new ParallelTypeError(
    `The parameter ${name} of ${fn.name} is ${wanted}, but the argument is ${typeText(type)}: convert it, or drop the annotation`,
    spanOf(fn, index),
  );
}

/** Whether a call with these arguments has these types, without allocating. */
export function matchesTypes(
  parameters: readonly ParameterSource[],
  types: readonly InputType[],
  args: readonly unknown[],
): boolean {
  for (let index = 0; index < types.length; index++) {
    const type = types[index];
    const value = args[index];
    if (type === undefined) return false;
    if (type.kind === "scalar" && parameters[index]?.annotation !== null) {
      if (value === undefined || value instanceof NDArray || classify(value).kind !== "scalar") return false;
    } else if (!matchesInput(type, value)) return false;
  }
  return true;
}

/** The types that annotations fix by themselves, arrays taken as row-major; null where a parameter has none. */
export function annotatedTypes(fn: FunctionSource): readonly InputType[] | null {
  const types: InputType[] = [];
  for (const { annotation } of fn.parameters) {
    if (annotation === null) return null;
    if (annotation.kind === "scalar") types.push(annotation);
    else
      types.push({ ...annotation, layout: "C", unitAxes: new Array<boolean>(annotation.ndim).fill(false) });
  }
  return types.length === 0 ? null : types;
}

function spanOf(fn: FunctionSource, index: number): Span {
  const { node, unit } = fn;
  const parameter = ts.isFunctionLike(node) ? node.parameters[index] : undefined;
  const at = parameter ?? node;
  return {
    source: unit.source,
    start: at.getStart(unit.file),
    end: parameter?.end ?? at.getStart(unit.file) + 1,
  };
}

import { type DType, integerRange, isComplex, isFloat, isInteger } from "../../compiler/ir/dtype.js";
import { allocate, type TypedArray } from "../../runtime/dtype.js";
import { writeElement } from "../../runtime/element.js";
import type { Argument, Base, Call } from "./program.js";
import type { Random } from "./random.js";
import { type Shape, sizeOfShape, type Variable } from "./value-type.js";

export interface InputOptions {
  /** Whether values are kept to a size where sums and products say something. */
  readonly isApproximate: boolean;
  /** Whether arrays may share memory, or repeat elements. */
  readonly mayShare: boolean;
  /** Other lengths for extents of the program. */
  readonly extents: ReadonlyMap<number, number>;
}

/** The arguments of one call, in layouts of any kind. */
export function makeCall(random: Random, parameters: readonly Variable[], options: InputOptions): Call {
  const bases: Base[] = [];
  const values: Argument[] = [];
  for (const [position, parameter] of parameters.entries()) {
    const shape = parameter.shape?.map((length) => options.extents.get(length) ?? length) ?? null;
    if (shape === null) values.push(scalarArgument(random, parameter.dtype, parameter.weak));
    else {
      const twin = options.mayShare ? values.findIndex((_, k) => isTwin(parameters[k], parameter)) : -1;
      const shared = twin >= 0 && twin < position && random.chance(0.3) ? values[twin] : undefined;
      const argument = shared?.kind === "array" ? shifted(bases, shared) : null;
      values.push(argument ?? arrayArgument(random, bases, { ...parameter, shape }, options));
    }
  }
  return { bases, arguments: values };
}

const isTwin = (a: Variable | undefined, b: Variable): boolean =>
  a !== undefined &&
  a.shape !== null &&
  a.dtype === b.dtype &&
  a.indexes === b.indexes &&
  a.shape.join() === b.shape?.join();

/** The same memory one element further, where there is one. */
function shifted(bases: readonly Base[], argument: Extract<Argument, { readonly kind: "array" }>): Argument {
  const base = bases[argument.base];
  const reach = argument.shape.reduce(
    (sum, n, axis) => sum + Math.max(0, (n - 1) * (argument.strides[axis] ?? 0)),
    0,
  );
  const lanes = base !== undefined && isComplex(base.dtype) ? 2 : 1;
  const room = base !== undefined && argument.offset + reach + 1 < base.data.length / lanes;
  return { ...argument, offset: argument.offset + (room ? 1 : 0) };
}

function scalarArgument(random: Random, dtype: DType, weak: boolean): Argument {
  if (dtype === "bool") return { kind: "boolean", value: random.chance(0.5) };
  if (!weak) return { kind: "bigint", value: BigInt(random.between(-9, 9)) };
  return { kind: "number", value: random.pick([0, 1, 2.5, -3, 0.125, 7]) };
}

function arrayArgument(
  random: Random,
  bases: Base[],
  parameter: Variable & { readonly shape: Shape },
  options: InputOptions,
): Argument {
  const { shape, dtype } = parameter;
  const plain = random.chance(0.35);
  const order = random.chance(0.6)
    ? shape.map((_, axis) => axis)
    : random.shuffle(shape.map((_, axis) => axis));
  const strides = shape.map(() => 0);
  let [step, offset] = [1, plain ? 0 : random.between(0, 2)];
  for (const axis of [...order].reverse()) {
    const length = shape[axis] ?? 0;
    const spread = plain || random.chance(0.7) ? 1 : random.between(2, 3);
    if (!plain && !parameter.writable && random.chance(0.08)) continue;
    const backwards = !plain && length > 0 && random.chance(0.2);
    strides[axis] = backwards ? -step * spread : step * spread;
    if (backwards) offset += (length - 1) * step * spread;
    step *= Math.max(1, length) * spread;
  }
  const size = Math.max(1, step) + random.between(2, 4);
  const data = valuesFor(random, parameter, sizeOfShape([size]), options);
  bases.push({ dtype, data });
  return { kind: "array", base: bases.length - 1, shape, strides, offset };
}

function valuesFor(
  random: Random,
  { dtype, indexes }: Variable,
  size: number,
  { isApproximate, extents }: InputOptions,
): TypedArray {
  const data = allocate(dtype, size);
  const style = random.uniform();
  for (let i = 0; i < size; i++) {
    if (indexes !== null) {
      const length = Math.max(1, extents.get(indexes) ?? indexes);
      const low = isInteger(dtype) && dtype.startsWith("u") ? 0 : -length;
      writeElement(dtype, data, i, random.between(low, length - 1));
    } else if (isComplex(dtype)) {
      data[2 * i] = random.between(-4, 4) / 2;
      data[2 * i + 1] = random.between(-4, 4) / 2;
    } else writeElement(dtype, data, i, elementFor(random, dtype, isApproximate, style));
  }
  return data;
}

function elementFor(
  random: Random,
  dtype: DType,
  isApproximate: boolean,
  style: number,
): number | bigint | boolean {
  if (dtype === "bool") return random.chance(0.5);
  if (isInteger(dtype)) {
    const [low, high] = integerRange(dtype);
    if (style < 0.4 && random.chance(0.3)) return random.pick([low, high, low + 1n, high - 1n, high / 2n]);
    return random.between(dtype.startsWith("u") ? 0 : -9, 9);
  }
  if (isApproximate) return style < 0.5 ? random.between(-8, 8) / 4 : 6 * random.uniform() - 3;
  if (style < 0.4 && random.chance(0.3)) return random.pick(isFloat(dtype) ? SPECIAL : [0]);
  return style < 0.7 ? random.between(-8, 8) / 2 : (random.uniform() - 0.5) * 10 ** random.between(-3, 12);
}

const SPECIAL = [
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  -0,
  0,
  1e300,
  -1e300,
  5e-324,
  3e38,
  1e-45,
  127.5,
  -128.5,
  255.5,
  2 ** 31,
  -(2 ** 31) - 1,
  2 ** 53,
  2 ** 63,
  1e20,
];

import type { ComplexDType, DType } from "../../compiler/ir/dtype.js";
import type { ArrayInput } from "../array-from.js";
import type { Complex } from "../complex.js";
import { NDArray } from "../ndarray.js";
import { kernelFunctions, type ReductionOptions } from "./kernel-functions.js";

/** A reduction as a method: `a.sum()`, `a.sum(0)`, `a.sum({ axis: 0, keepdims: true })`. */
export interface ReductionMethod<Result> {
  (): Result;
  (axis: number | readonly number[], keepdims?: boolean): NDArray;
  (options: ReductionOptions): NDArray;
}

/** A sum of elements: complex only where the array is known to be. */
type Total<D extends DType> = [D] extends [ComplexDType] ? Complex : number;

/** The methods of arrays in ordinary cells that run as compiled kernels: the functions of `np` with the array as first argument. */
export interface KernelMethods<D extends DType> {
  readonly sum: ReductionMethod<Total<D>>;
  readonly prod: ReductionMethod<Total<D>>;
  readonly min: ReductionMethod<number>;
  readonly max: ReductionMethod<number>;
  readonly argmin: ReductionMethod<number>;
  readonly argmax: ReductionMethod<number>;
  readonly mean: ReductionMethod<Total<D>>;
  readonly var: ReductionMethod<number>;
  readonly std: ReductionMethod<number>;
  readonly any: ReductionMethod<boolean>;
  readonly all: ReductionMethod<boolean>;
  readonly dot: (other: ArrayInput) => NDArray | number;
}

const NAMES: readonly (keyof KernelMethods<DType>)[] = [
  "sum",
  "prod",
  "min",
  "max",
  "argmin",
  "argmax",
  "mean",
  "var",
  "std",
  "any",
  "all",
  "dot",
];

/** Gives arrays their kernel methods. They can't stand in the class: kernels are called with arrays. */
export function installKernelMethods(): void {
  for (const name of NAMES) {
    const f: (...args: readonly never[]) => unknown = kernelFunctions[name];
    const method = function (this: NDArray, ...rest: readonly unknown[]): unknown {
      return Reflect.apply(f, undefined, [this, ...rest]);
    };
    Object.defineProperty(NDArray.prototype, name, { value: method, writable: true, configurable: true });
  }
}

import type { ArrayInput } from "../array-from.js";
import { NDArray } from "../ndarray.js";
import { kernelFunctions, type ReductionOptions } from "./kernel-functions.js";

/** A reduction as a method: `a.sum()`, `a.sum(0)`, `a.sum({ axis: 0, keepdims: true })`. */
export interface ReductionMethod<Result> {
  (): Result;
  (axis: number | readonly number[], keepdims?: boolean): NDArray;
  (options: ReductionOptions): NDArray;
}

/** The methods of arrays in ordinary cells that run as compiled kernels: the functions of `np` with the array as first argument. */
export interface KernelMethods {
  readonly sum: ReductionMethod<number>;
  readonly prod: ReductionMethod<number>;
  readonly min: ReductionMethod<number>;
  readonly max: ReductionMethod<number>;
  readonly argmin: ReductionMethod<number>;
  readonly argmax: ReductionMethod<number>;
  readonly mean: ReductionMethod<number>;
  readonly var: ReductionMethod<number>;
  readonly std: ReductionMethod<number>;
  readonly any: ReductionMethod<boolean>;
  readonly all: ReductionMethod<boolean>;
  readonly dot: (other: ArrayInput) => NDArray | number;
}

declare module "../ndarray.js" {
  interface NDArray extends KernelMethods {}
}

const NAMES: readonly (keyof KernelMethods)[] = [
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

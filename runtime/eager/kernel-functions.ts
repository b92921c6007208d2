import type { ArrayInput } from "../array-from.js";
import type { DTypeLike } from "../dtype.js";
import type { NDArray } from "../ndarray.js";
import type { ParallelFunction } from "../parallel-function.js";
import { callKernel } from "./call-kernel.js";
import type { Role } from "./call-text.js";
import {
  ARRAY_FUNCTIONS,
  ELEMENTWISE,
  PAIRS,
  PREDICATES,
  PRODUCTS,
  RANDOM_BY_EXTENTS,
  RANDOM_OF_ONE,
  RANDOM_OF_THREE,
  RANDOM_OF_TWO,
  RANDOM_WITHOUT_PARAMETERS,
  REDUCTIONS,
  TESTS,
} from "./kernel-names.js";

type ScalarArgument = number | bigint | boolean;
/** NumPy's options of a reduction; `ddof` for `var` and `std`. */
export interface ReductionOptions {
  readonly axis?: number | readonly number[];
  readonly keepdims?: boolean;
  readonly ddof?: number;
  readonly dtype?: DTypeLike;
}
type Axes = number | readonly number[];

export interface ElementwiseFunction<Result> {
  (...operands: readonly ScalarArgument[]): Result;
  (...operands: readonly (ArrayInput | undefined)[]): NDArray;
}
export interface PairFunction {
  (...operands: readonly ScalarArgument[]): readonly [number, number];
  (...operands: readonly ArrayInput[]): readonly [NDArray, NDArray];
}
export interface ReductionFunction<Result> {
  (a: ArrayInput): Result;
  (a: ArrayInput, axis: Axes, keepdims?: boolean): NDArray;
  (a: ArrayInput, options: ReductionOptions): NDArray;
}
export type ArrayFunction = (a: ArrayInput, ...settings: readonly unknown[]) => NDArray;
/** Of vectors a number, of matrices an array: as ranks are no part of types, the result can be used as either. */
export type ProductFunction = (a: ArrayInput, b: ArrayInput) => NDArray & number;
/** Folds the elements of `a` with a parallel function, in parallel: `initial` is its identity. */
export type ReduceFunction = (f: ParallelFunction, a: ArrayInput, initial: ScalarArgument) => unknown;

/** The extents of an array of random numbers. */
type Size = number | readonly number[];
type Parameter = number | ArrayInput;
/** A number without a size and without parameters that are arrays. */
export interface RandomByExtents {
  (): number;
  (extent: number, ...extents: readonly number[]): NDArray;
}
export interface RandomWithoutParameters {
  (): number;
  (size: Size): NDArray;
}
export interface RandomOfOne {
  (parameter?: number): number;
  (parameter: Parameter, size?: Size): NDArray;
}
export interface RandomOfTwo {
  (first?: number, second?: number): number;
  (first: Parameter, second: Parameter, size?: Size): NDArray;
}
export interface RandomOfThree {
  (first: number, second: number, third: number): number;
  (first: Parameter, second: Parameter, third: Parameter, size?: Size): NDArray;
}

/** A function for each name, which `Type` describes to callers. */
function table<Name extends string, Type>(
  names: readonly Name[],
  prefix: string,
  first: Role,
  rest: Role,
): Readonly<Record<Name, Type>> {
  const functions = names.map((name) => {
    const call = (...args: readonly unknown[]): unknown => callKernel(`${prefix}${name}`, args, first, rest);
    return [name, Object.defineProperty(call, "name", { value: name })];
  });
  // The kernels of a name give what its type says: that is the language's contract for the name.
  return Object.fromEntries(functions) as Readonly<Record<Name, Type>>;
}

const draws = <Name extends string, Type>(names: readonly Name[]): Readonly<Record<Name, Type>> =>
  table<Name, Type>(names, "np.random.", "size", "size");

type Name<List extends readonly string[]> = List[number];

/** The functions of `np` that run as compiled kernels on all cores. */
export const kernelFunctions = {
  ...table<Name<typeof ELEMENTWISE>, ElementwiseFunction<number>>(ELEMENTWISE, "np.", "operand", "operand"),
  ...table<Name<typeof PAIRS>, PairFunction>(PAIRS, "np.", "operand", "operand"),
  ...table<Name<typeof PREDICATES>, ElementwiseFunction<boolean>>(PREDICATES, "np.", "operand", "operand"),
  ...table<Name<typeof REDUCTIONS>, ReductionFunction<number>>(REDUCTIONS, "np.", "operand", "setting"),
  ...table<Name<typeof TESTS>, ReductionFunction<boolean>>(TESTS, "np.", "operand", "setting"),
  ...table<Name<typeof ARRAY_FUNCTIONS>, ArrayFunction>(ARRAY_FUNCTIONS, "np.", "operand", "setting"),
  ...table<Name<typeof PRODUCTS>, ProductFunction>(PRODUCTS, "np.", "operand", "operand"),
  ...table<"outer", (a: ArrayInput, b: ArrayInput) => NDArray>(["outer"], "np.", "operand", "operand"),
  ...table<"vdot", (a: ArrayInput, b: ArrayInput) => number>(["vdot"], "np.", "operand", "operand"),
  ...table<"reduce", ReduceFunction>(["reduce"], "np.", "operand", "operand"),
};

/** `np.random`: arrays of random numbers; `seed` makes the numbers after it repeatable. */
export const random = {
  ...draws<Name<typeof RANDOM_BY_EXTENTS>, RandomByExtents>(RANDOM_BY_EXTENTS),
  ...draws<Name<typeof RANDOM_WITHOUT_PARAMETERS>, RandomWithoutParameters>(RANDOM_WITHOUT_PARAMETERS),
  ...draws<Name<typeof RANDOM_OF_ONE>, RandomOfOne>(RANDOM_OF_ONE),
  ...draws<Name<typeof RANDOM_OF_TWO>, RandomOfTwo>(RANDOM_OF_TWO),
  ...draws<Name<typeof RANDOM_OF_THREE>, RandomOfThree>(RANDOM_OF_THREE),
  ...draws<"seed", (seed?: number | bigint) => void>(["seed"]),
};

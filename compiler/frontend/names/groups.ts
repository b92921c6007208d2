import type { Group } from "./entry.js";

// What the names of a group have in common: how their results get shapes and dtypes, and what goes wrong.

const BROADCAST =
  "The arguments broadcast; the result has their common shape, and is a scalar where they all are.";
const PROMOTED =
  "NumPy's promotion of the arguments. Weak scalars (numbers, literals) take the dtype of the arrays they meet where its kind allows.";
const NO_BROADCAST = "RangeError where the shapes do not broadcast.";
const elementwise = (title: string, dtypes: string, errors: string): Group => ({
  family: "elementwise",
  title,
  shapes: BROADCAST,
  dtypes,
  errors,
});

export const ARITHMETIC = elementwise(
  "Arithmetic",
  `${PROMOTED} Quotients of integers are float64. Sums, products and powers of integers wrap at the dtype's width, as in NumPy.`,
  `${NO_BROADCAST} RangeError for an integer divided by 0, and for an integer to a negative power.`,
);
export const MAGNITUDES = elementwise(
  "Signs, magnitudes and rounding",
  "The dtype of the argument, unless the name says otherwise; the magnitude of a complex number is a float.",
  "ParallelTypeError for complex numbers where the name has no meaning for them.",
);
export const EXTREMES = elementwise("Extremes of two", PROMOTED, NO_BROADCAST);
export const INTEGERS = elementwise(
  "Integers",
  "`gcd` and `lcm` promote, of integers alone; `clz32` and `imul` give int32.",
  `${NO_BROADCAST} ParallelTypeError for floats given to gcd or lcm.`,
);
export const FLOATS = elementwise(
  "Functions of floats",
  "float32 and float64 stay. Integers and bool become the smallest float that holds every value: float32 for 8 and 16 bits, float64 for more. Complex numbers stay complex where the function is defined for them.",
  `${NO_BROADCAST} ParallelTypeError for complex numbers where the function has no meaning for them. Outside of its domain a function gives NaN.`,
);
export const CHOICES = elementwise(
  "Choices",
  `${PROMOTED} A condition counts as true where it is not 0.`,
  NO_BROADCAST,
);
export const TESTS = elementwise("Tests", "bool.", "None: integers are never NaN nor infinite.");
export const LOGIC = elementwise("Logic", "bool.", NO_BROADCAST);
export const BITS = elementwise(
  "Bits",
  `Integers and bool. ${PROMOTED}`,
  `${NO_BROADCAST} ParallelTypeError for arrays of floats.`,
);
export const COMPARISONS = elementwise(
  "Comparisons",
  "bool. Integers of different signedness compare by value.",
  NO_BROADCAST,
);
export const COMPLEX = elementwise(
  "Complex numbers",
  "complex64 has float32 parts, complex128 float64 parts.",
  `${NO_BROADCAST} ParallelTypeError where a part would be complex.`,
);
export const PAIRS = elementwise(
  "Two results",
  "As of the two functions that each name stands for; the exponents of `frexp` are int32. The result is a tuple.",
  `${NO_BROADCAST} RangeError for an integer divisor of 0. ParallelTypeError for complex numbers.`,
);
export const CASTS: Group = {
  family: "casts",
  title: "Casts",
  shapes: "The shape of the argument.",
  dtypes:
    "The dtype that the cast is named after. Float to integer drops the fraction and saturates, NaN gives 0; integer to integer keeps the low bits; of complex numbers a cast to a real dtype keeps the real part.",
  errors: "ParallelTypeError for a literal that the dtype can't hold.",
};

const REDUCED =
  "A scalar over all elements. `axis` is a number or a list of numbers, negative ones count from the end; these axes go, or stay with length 1 where `keepdims` is true. All settings can be written as options: `sum(a, { axis: 0, keepdims: true })`; further options are `dtype` and `initial` of sums and products, `initial` of extremes, `dtype` and `ddof` of moments, and a mask `where` of all of these.";
const BAD_AXIS = "RangeError for an axis that the array does not have.";
const reduction = (title: string, dtypes: string, errors: string): Group => ({
  family: "reductions",
  title,
  shapes: REDUCED,
  dtypes,
  errors,
});
export const REDUCTIONS = reduction(
  "Sums, extremes and tests",
  "Sums and products of bool and of small integers are int64 or uint64, of floats the array's dtype; `min`, `max` and `ptp` have the array's dtype, `any` and `all` are bool, `countNonzero` is int64.",
  `${BAD_AXIS} RangeError for the extremes of an empty array.`,
);
export const MOMENTS = reduction(
  "Mean and spread",
  "float32 stays, integers and bool give float64; the variance of complex numbers is real.",
  `${BAD_AXIS} Of an empty array the result is NaN.`,
);
export const POSITIONS = reduction(
  "Positions",
  "int64.",
  `${BAD_AXIS} RangeError for an empty array. ParallelTypeError for complex numbers.`,
);
export const FOLDS: Group = {
  family: "reductions",
  title: "Folding by a function",
  shapes: "A scalar, from arrays of any rank.",
  dtypes: "What the function gives of two elements.",
  errors: "ParallelTypeError where the initial value is missing.",
};
export const SCANS: Group = {
  family: "scans and order",
  title: "Scans",
  shapes:
    "With an axis the shape of the array; without one `cumsum` and `cumprod` give one axis. `diff` is shorter by `n`.",
  dtypes: "Of bool and small integers int64 or uint64, otherwise the array's dtype; `diff` keeps the dtype.",
  errors: BAD_AXIS,
};
export const ORDER: Group = {
  family: "scans and order",
  title: "Order",
  shapes: "The shape of the array, sorted along one axis; `searchsorted` has the shape of the values.",
  dtypes: "`sort` keeps the dtype; positions are int64.",
  errors: BAD_AXIS,
};
export const CREATION: Group = {
  family: "creation",
  title: "Filled arrays",
  shapes: "A shape is a number, or a list of numbers such as `[n, m]`.",
  dtypes:
    "float64, unless a `dtype` is given: a cast's name (`int8`), a string, or `{ dtype: int8 }`. `…Like` takes that of its array.",
  errors:
    "RangeError for a negative or fractional extent. ParallelMemoryError where the memory can't be had.",
};
export const VALUES: Group = {
  family: "creation",
  title: "Arrays of values",
  shapes: "That of the nested lists; all rows have one length.",
  dtypes: "The promotion of the values, unless a `dtype` is given: literals without a point are int64.",
  errors: "ParallelTypeError for rows of different shapes.",
};
export const RANGES: Group = {
  family: "creation",
  title: "Evenly spaced values",
  shapes: "One axis.",
  dtypes: "`arange` is int64 where all arguments are integers, else float64; `linspace` is float64.",
  errors: "RangeError for a step of 0, and for a negative number of values.",
};
export const COMPREHENSIONS: Group = {
  family: "creation",
  title: "Comprehensions",
  shapes:
    "The shape that is walked; a function that gives arrays adds their axes. One allocation, filled in parallel.",
  dtypes: "What the function gives.",
  errors: "RangeError for a negative extent.",
};
export const COPIES: Group = {
  family: "creation",
  title: "Copying and filling",
  shapes: "The shape of the array.",
  dtypes: "The array's dtype, unless another is given.",
  errors: "ParallelTypeError for an unknown dtype, and for an array given to `fill`.",
};
export const LINEAR_ALGEBRA: Group = {
  family: "linear algebra",
  title: "Linear algebra",
  shapes: "As in NumPy: two vectors give a scalar, a matrix and a vector a vector, two matrices a matrix.",
  dtypes: "NumPy's promotion of both.",
  errors: "RangeError where the lengths along the summed axis differ.",
};
export const VIEWS: Group = {
  family: "shape",
  title: "Views in another shape",
  shapes: "As described. Writing into a view writes into its array.",
  dtypes: "The array's dtype.",
  errors: "RangeError for shapes that do not fit, and for an axis that the array does not have.",
};
export const JOINS: Group = {
  family: "shape",
  title: "Joining and rolling",
  shapes: "As described; the results are copies.",
  dtypes: "NumPy's promotion of the arrays.",
  errors: "RangeError where the other extents differ, and for an axis that the arrays do not have.",
};
const random = (title: string, dtypes: string): Group => ({
  family: "random",
  title,
  shapes:
    "`size` is a number or a list of numbers; without one the result has the shape of the parameters, which broadcast.",
  dtypes,
  errors: "RangeError for a parameter outside of the distribution's domain.",
});
export const DRAWS = random("Uniform and standard normal numbers", "float64.");
export const DISTRIBUTED = random("Distributions", "float64.");
export const COUNTED = random("Distributions of whole numbers", "int64, unless a `dtype` is given.");
export const SEED: Group = {
  family: "random",
  title: "The seed",
  shapes: "None.",
  dtypes: "A whole number.",
  errors: "ParallelRaceError in a parallel loop.",
};
export const LOOPS: Group = {
  family: "loops",
  title: "Ranges and slices",
  shapes: "As many iterations as the range has numbers.",
  dtypes: "Indices are int64; a float bound must be whole.",
  errors: "RangeError for a step of 0 and for a bound with a fraction.",
};
export const PRINTING: Group = {
  family: "loops",
  title: "Printing",
  shapes: "Scalars and arrays of any shape.",
  dtypes: "All.",
  errors: "None.",
};
export const USER_FUNCTIONS: Group = {
  family: "user functions",
  title: "Functions of your own",
  shapes:
    "`vectorize` broadcasts; `guvectorize` broadcasts the axes before those of its signature; `stencil` has the shape of its arrays.",
  dtypes: "What the function gives.",
  errors: "RangeError for shapes that do not fit, and for reading outside of a declared neighborhood.",
};

import { FEATURES, LOOPS } from "./numba-loops.js";
import { type Operation, type OperationSection, row, SAME } from "./operation.js";

/** NumPy's name, spelled the same in Weft but for the underscores. */
const named = (numba: string, name: string, parameters: string, ...cases: readonly string[]): Operation =>
  row(`np.${numba}`, `${name}(${parameters})`, `${name}(`, ...cases);

/** Elementwise names whose case of the corpus has their name. */
const ufuncs = (names: string, parameters: string): readonly Operation[] =>
  names
    .split(" ")
    .map((name) =>
      named(name.replace(/[A-Z]/g, "_$&").toLowerCase(), name, parameters, `elementwise/${name}`),
    );

/** A distribution whose case of the corpus has its name. */
const random = (name: string, weft: string, test: string): Operation =>
  row(`np.random.${name}`, weft, `${weft.slice(0, weft.indexOf("("))}(`, `random/${test}`);

const UNARY: readonly Operation[] = [
  row("+a", "+a", "+a", "operators/unary-plus"),
  row("-a", "-a", "-a", "operators/unary-minus-signed", "operators/unary-minus-float"),
  row("~a", "~a", "~a", "operators/invert-signed", "operators/invert-unsigned", "operators/invert-bool"),
];
const BINARY: readonly Operation[] = [
  row("a + b", "a + b", "a + b", "operators/add-int8", "operators/add-float64"),
  row("a - b", "a - b", "a - b", "operators/subtract-uint8", "operators/subtract-float64"),
  row("a * b", "a * b", "a * b", "operators/multiply-int32", "operators/multiply-float32"),
  row("a / b", "a / b", "a / b", "operators/divide-int32", "operators/divide-float64"),
  row("a // b", "floorDivide(a, b)", "floorDivide(a, b)", "elementwise/floor-divide"),
  row("a % b", "mod(a, b)", "mod(a, b)", "elementwise/mod", "operators/remainder-versus-mod"),
  row("a ** b", "a ** b", "a ** b", "operators/power-float-array"),
  row("a | b", "a | b", "a | b", "operators/bitwise-int8", "operators/bitwise-bool"),
  row("a & b", "a & b", "a & b", "operators/bitwise-int8", "operators/bitwise-bool"),
  row("a ^ b", "a ^ b", "a ^ b", "operators/bitwise-int8", "operators/bitwise-bool"),
  row("a << b", "a << b", "a << s", "operators/shift-int8", "operators/shift-uint64"),
  row("a >> b", "a >> b", "a >> s", "operators/shift-int8", "operators/shift-uint64"),
];
const COMPARISONS = ["==", "!=", "<", "<=", ">", ">="].map((operator) =>
  row(
    `a ${operator} b`,
    `a ${operator} b`,
    ` ${operator} b`,
    "operators/compare-int8",
    "operators/compare-float64",
  ),
);

const UFUNCS: readonly Operation[] = [
  ...ufuncs("add subtract multiply divide logaddexp", "a, b"),
  named("floor_divide", "floorDivide", "a, b", "elementwise/floor-divide"),
  ...ufuncs("negative positive", "a"),
  ...ufuncs("power", "a, b"),
  named("remainder", "remainder", "a, b", "elementwise/mod"),
  ...ufuncs("mod fmod", "a, b"),
  ...ufuncs("absolute fabs rint sign exp exp2 log log2 log10 expm1 log1p sqrt square cbrt reciprocal", "a"),
  named("gcd", "gcd", "a, b", "elementwise/gcd-lcm"),
  named("lcm", "lcm", "a, b", "elementwise/gcd-lcm"),
  ...ufuncs("sin cos tan arcsin arccos arctan", "a"),
  ...ufuncs("arctan2 hypot", "a, b"),
  ...ufuncs("sinh cosh tanh arcsinh arccosh arctanh deg2rad rad2deg", "a"),
  named("bitwise_and", "bitwiseAnd", "a, b", "elementwise/bitwise-functions"),
  named("bitwise_or", "bitwiseOr", "a, b", "elementwise/bitwise-functions"),
  named("bitwise_xor", "bitwiseXor", "a, b", "elementwise/bitwise-functions"),
  named("invert", "invert", "a", "elementwise/bitwise-functions"),
  named("left_shift", "leftShift", "a, n", "elementwise/shift-functions"),
  named("right_shift", "rightShift", "a, n", "elementwise/shift-functions"),
  ...ufuncs("greater greaterEqual less lessEqual notEqual equal logicalAnd logicalOr logicalXor", "a, b"),
  named("logical_not", "logicalNot", "a", "elementwise/logical-not"),
  ...ufuncs("maximum minimum fmax fmin", "a, b"),
  ...ufuncs("isfinite isinf isnan signbit", "a"),
  ...ufuncs("copysign nextafter ldexp", "a, b"),
  ...ufuncs("floor ceil trunc", "a"),
  row("np.conj, np.conjugate", "conj(z)", "np.conj(", "numpy/np.conj(a)"),
  ...["logaddexp2", "heaviside"].map((name) =>
    row(`np.${name}`, `${name}(a, b)`, `np.${name}(`, `numpy/np.${name}(a, b)`),
  ),
  row("np.spacing", "spacing(a)", "np.spacing(", "numpy/np.spacing(a)"),
  row("np.divmod", "divmod(a, b)", "np.divmod(", "numpy/np.divmod(a, b)[0]", "numpy/np.divmod(a, b)[1]"),
  ...["modf", "frexp"].map((name) =>
    row(`np.${name}`, `${name}(a)`, `np.${name}(`, `numpy/np.${name}(a)[0]`, `numpy/np.${name}(a)[1]`),
  ),
];

const REDUCTIONS: readonly Operation[] = [
  ...["sum", "prod", "min", "max", "argmin", "argmax", "mean", "std"].map((name) =>
    row(
      `np.${name}(a), a.${name}()`,
      `${name}(a), a.${name}()`,
      `${name}(`,
      `reductions/${name}-full`,
      `reductions/${name}-method`,
    ),
  ),
  row(
    "np.var(a), a.var()",
    "np.var(a), variance(a), a.var()",
    "var",
    "reductions/var-full",
    "reductions/var-method",
  ),
];

const CREATION: readonly Operation[] = [
  named("zeros", "zeros", "shape", "creation/zeros-ones"),
  named("ones", "ones", "shape", "creation/zeros-ones"),
  named("arange", "arange", "start, stop, step", "creation/arange-literals", "creation/arange-float"),
  named("linspace", "linspace", "start, stop, num", "creation/linspace"),
];

const RANDOM: readonly Operation[] = [
  random("rand", "random.rand(n)", "rand"),
  random("randn", "random.randn(n)", "randn"),
  random("ranf", "random.ranf(n)", "ranf"),
  random("random_sample", "random.randomSample(n)", "random-sample"),
  random("sample", "random.sample(n)", "sample"),
  random("random", "random.random(n)", "random"),
  random("standard_normal", "random.standardNormal(n)", "standard-normal"),
  random("chisquare", "random.chisquare(df, n)", "chisquare"),
  random("weibull", "random.weibull(a, n)", "weibull"),
  random("power", "random.power(a, n)", "power"),
  random("geometric", "random.geometric(p, n)", "geometric"),
  random("exponential", "random.exponential(scale, n)", "exponential"),
  random("poisson", "random.poisson(lam, n)", "poisson"),
  random("rayleigh", "random.rayleigh(scale, n)", "rayleigh"),
  random("normal", "random.normal(loc, scale, n)", "normal"),
  random("uniform", "random.uniform(low, high, n)", "uniform"),
  random("beta", "random.beta(a, b, n)", "beta"),
  random("binomial", "random.binomial(n, p, size)", "binomial"),
  random("f", "random.f(dfnum, dfden, n)", "f"),
  random("gamma", "random.gamma(shape, scale, n)", "gamma"),
  random("lognormal", "random.lognormal(mean, sigma, n)", "lognormal"),
  random("laplace", "random.laplace(loc, scale, n)", "laplace"),
  random("randint", "random.randint(low, high, n)", "randint"),
  random("triangular", "random.triangular(left, mode, right, n)", "triangular"),
];

const OTHER: readonly Operation[] = [
  row(
    "A function made by `vectorize`.",
    "vectorize(f)",
    "vectorize((",
    "vectorize/parallel-response",
    "vectorize/inside-a-function",
  ),
  row("np.dot(matrix, vector)", "dot(m, v)", "dot(m, v)", "linalg/dot-matrix-vector"),
  row("np.dot(vector, vector)", "dot(a, b)", "dot(a, b)", "linalg/dot-vectors"),
  row("Arrays of several dimensions.", SAME, "f(", "operators/add-float64", "broadcasting/shapes-2x3x4-4"),
  row(
    "Not in Numba: broadcasting between ranks and sizes.",
    "m + row",
    "+",
    "broadcasting/shapes-3-2x3",
    "broadcasting/shapes-4x1-1x5",
  ),
  row("Not in Numba: reduction across an axis.", "sum(a, axis)", "sum(", "reductions/sum-axis"),
  row(
    "a[lo:hi] = scalar",
    'a["lo:hi"] = scalar',
    "] = ",
    "assignment/slice-scalar",
    "assignment/computed-slice",
  ),
  row(
    "a[lo:hi] = b[lo:hi]",
    'a["lo:hi"] = b["lo:hi"]',
    "] = ",
    "assignment/slice-array",
    "assignment/slice-expression",
  ),
  row(
    "a[mask] = scalar",
    "a[mask] = scalar",
    "] = ",
    "assignment/mask-scalar",
    "assignment/mask-expression-scalar",
  ),
  row("a[mask] = b[mask]", "a[mask] = b[mask]", "] = ", "assignment/mask-array"),
  row(
    "functools.reduce(f, a, initial)",
    "reduce(f, a, initial)",
    "reduce(",
    "reduce/add",
    "reduce/user-function",
  ),
  row("`functools.reduce` without an initial value is an error.", SAME, "reduce(", "reduce/error-no-initial"),
];

/** The operations in the order of Numba's page on automatic parallelization, then what its announcement adds. */
export const NUMBA_OPERATIONS: readonly OperationSection[] = [
  { title: "Unary operators", note: "“unary operators: + - ~”", operations: UNARY },
  {
    title: "Binary operators",
    note: "“binary operators: + - * / /? % | >> ^ << & ** //”. `//` begins a comment in TypeScript. TypeScript's own `%` has the sign of the dividend, so Python's is `mod`.",
    operations: BINARY,
  },
  { title: "Comparison operators", note: "“comparison operators: == != < <= > >=”", operations: COMPARISONS },
  { title: "Ufuncs", note: "“Numpy ufuncs that are supported in nopython mode”", operations: UFUNCS },
  {
    title: "Reductions",
    note: "“Numpy reduction functions sum, prod, min, max, argmin, and argmax. Also, array math functions mean, var, and std.”",
    operations: REDUCTIONS,
  },
  {
    title: "Creation",
    note: "“Numpy array creation functions zeros, ones, arange, linspace”",
    operations: CREATION,
  },
  {
    title: "Random numbers",
    note: "“and several random functions”. Weft's are the same on any number of threads.",
    operations: RANDOM,
  },
  {
    title: "Products, selections, functions",
    note: "The other operations of the list, and what it says is not supported.",
    operations: OTHER,
  },
  { title: "Explicit parallel loops", note: "“support for explicit parallel loops”", operations: LOOPS },
  {
    title: "Other features",
    note: "Stencils, generalized ufuncs, comprehensions, and the diagnostics report.",
    operations: FEATURES,
  },
];

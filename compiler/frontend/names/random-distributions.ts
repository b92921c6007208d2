// The distributions of language.md section 5, each as a formula of counter-based random numbers (draws.ts).
import type ts from "typescript";
import type { RandomFunction } from "../../ir/math-functions.js";
import type { CompareOperator } from "../../ir/ops.js";
import type { Context } from "../context.js";
import type { DrawPoint } from "../draws.js";
import { nextDraw } from "../draws.js";
import { emitBinary, emitCall } from "../scalar-emission.js";
import { cast, idOf } from "../scalars.js";
import type { Scalar } from "../value.js";
import { strong, weakFloat } from "../value.js";
import type { FloatMath } from "./expansions/float-math.js";

export interface Parameter {
  readonly name: string;
  /** Undefined where it must be given. */
  readonly byDefault?: number;
  /** Of an integer parameter; others are float64. */
  readonly integer?: true;
  /** What it must be, each with a limit: a number, or an earlier parameter. */
  readonly limits?: readonly (readonly [CompareOperator, number | string])[];
}

/** Where a formula takes its random numbers from. */
export interface Source {
  readonly math: FloatMath;
  /** Uniform in [0, 1). */
  readonly uniform: () => Scalar;
  /** Uniform in (0, 1). */
  readonly inside: () => Scalar;
  readonly normal: () => Scalar;
  /** A whole number in [low, high), of int64 bounds. */
  readonly between: (low: Scalar, high: Scalar) => Scalar;
  /** A function of the runtime, at a draw of its own. */
  readonly draw: (fn: RandomFunction, ...parameters: readonly Scalar[]) => Scalar;
}

export interface Distribution {
  readonly summary: string;
  /** As of a name's entry. */
  readonly example: string;
  readonly parameters: readonly Parameter[];
  readonly sample: (source: Source, ...parameters: Scalar[]) => Scalar;
}

const INTEGER_DRAWS: ReadonlySet<RandomFunction> = new Set<RandomFunction>([
  "randomPoisson",
  "randomBinomial",
]);

/** The numbers of one draw; each call of a member takes new ones. */
export function sourceAt(cx: Context, point: DrawPoint, math: FloatMath, node: ts.Node): Source {
  let taken = 0;
  const at = (fn: RandomFunction, offset: number, parameters: readonly Scalar[] = []): Scalar => {
    const { stream, index, draw } = nextDraw(cx, point, offset, node);
    const dtype = INTEGER_DRAWS.has(fn) ? "int64" : fn === "randomBelow" ? "uint64" : "float64";
    const args = [stream, index, draw, ...parameters.map((parameter) => idOf(cx, parameter, node))];
    return strong(emitCall(cx, fn, args, dtype, node), dtype);
  };
  return {
    math,
    uniform: () => at("randomUniform", taken++),
    // Halfway between two neighbours of the 2^52 values.
    inside: () => math.add(at("randomUniform", taken++), 2 ** -53),
    normal: () => at("randomNormal", taken++),
    between: (low, high) => {
      const [from, to] = [idOf(cx, low, node), idOf(cx, high, node)];
      const width = cast(cx, emitBinary(cx, "sub", to, from, "int64", node), "uint64", node);
      const below = at("randomBelow", taken++, [strong(width, "uint64")]);
      const offset = cast(cx, idOf(cx, below, node), "int64", node);
      return strong(emitBinary(cx, "add", from, offset, "int64", node), "int64");
    },
    draw: (fn, ...parameters) => at(fn, taken++, parameters),
  };
}

const positive = (name: string, byDefault?: number): Parameter => ({
  name,
  ...(byDefault === undefined ? {} : { byDefault }),
  limits: [["gt", 0]],
});
const notNegative = (name: string, byDefault?: number): Parameter => ({
  ...positive(name, byDefault),
  limits: [["ge", 0]],
});
const LOC: Parameter = { name: "loc", byDefault: 0 };
const SCALE = notNegative("scale", 1);

/** Standard exponential: -log of a uniform number. */
const exponential = ({ math, inside }: Source): Scalar => math.negate(math.call("log", inside()));
const gamma = (source: Source, shape: Scalar): Scalar => source.draw("randomGamma", shape);
/** A chi-square number over its degrees of freedom. */
const meanSquare = (source: Source, degrees: Scalar): Scalar => {
  const { math } = source;
  const half = math.mul(degrees, 0.5);
  return math.div(gamma(source, half), half);
};

function arity(parameters: readonly Scalar[], count: number): Scalar[] {
  if (parameters.length !== count) throw new Error("A distribution lost a parameter");
  return [...parameters];
}
const zero = weakFloat(0);
const first = (parameters: readonly Scalar[]): Scalar => arity(parameters, 1)[0] ?? zero;
const two = (parameters: readonly Scalar[]): [Scalar, Scalar] => {
  const [a = zero, b = zero] = arity(parameters, 2);
  return [a, b];
};

/** Distributions by name, beside those whose arguments are only a shape. */
export const DISTRIBUTIONS: Readonly<Record<string, Distribution>> = {
  chisquare: {
    summary: "Chi-square numbers with df degrees of freedom.",
    example: "random.seed(1);\nrandom.chisquare(3, 3)",
    parameters: [positive("df")],
    sample: (source, ...p) => source.math.mul(2, gamma(source, source.math.mul(first(p), 0.5))),
  },
  weibull: {
    summary: "Weibull numbers of shape a.",
    example: "random.seed(1);\nrandom.weibull(1.5, 3)",
    parameters: [notNegative("a")],
    sample: (source, ...p) => {
      const { math } = source;
      const a = first(p);
      return math.choose(a, "eq", 0, 0, math.call("pow", exponential(source), math.div(1, a)));
    },
  },
  power: {
    summary: "Numbers in [0, 1] with a density of a * x ** (a - 1).",
    example: "random.seed(1);\nrandom.power(2, 3)",
    parameters: [positive("a")],
    sample: ({ math, inside }, ...p) => math.call("pow", inside(), math.div(1, first(p))),
  },
  exponential: {
    summary: "Exponential numbers with a mean of scale.",
    example: "random.seed(1);\nrandom.exponential(2, 3)",
    parameters: [SCALE],
    sample: (source, ...p) => source.math.mul(first(p), exponential(source)),
  },
  rayleigh: {
    summary: "Rayleigh numbers.",
    example: "random.seed(1);\nrandom.rayleigh(1, 3)",
    parameters: [SCALE],
    sample: (source, ...p) => {
      const { math } = source;
      return math.mul(first(p), math.call("sqrt", math.mul(2, exponential(source))));
    },
  },
  normal: {
    summary: "Normal numbers with a mean of loc and a standard deviation of scale.",
    example: "random.seed(1);\nrandom.normal(10, 2, 3)",
    parameters: [LOC, SCALE],
    sample: ({ math, normal }, ...p) => {
      const [loc, scale] = two(p);
      return math.add(loc, math.mul(scale, normal()));
    },
  },
  uniform: {
    summary: "Uniform numbers in [low, high).",
    example: "random.seed(1);\nrandom.uniform(-1, 1, 3)",
    parameters: [
      { name: "low", byDefault: 0 },
      { name: "high", byDefault: 1 },
    ],
    sample: ({ math, uniform }, ...p) => {
      const [low, high] = two(p);
      return math.add(low, math.mul(math.sub(high, low), uniform()));
    },
  },
  beta: {
    summary: "Beta numbers of shapes a and b.",
    example: "random.seed(1);\nrandom.beta(2, 3, 3)",
    parameters: [positive("a"), positive("b")],
    sample: (source, ...p) => source.draw("randomBeta", ...two(p)),
  },
  f: {
    summary: "F numbers with dfnum and dfden degrees of freedom.",
    example: "random.seed(1);\nrandom.f(4, 6, 3)",
    parameters: [positive("dfnum"), positive("dfden")],
    sample: (source, ...p) => {
      const [above, below] = two(p);
      return source.math.div(meanSquare(source, above), meanSquare(source, below));
    },
  },
  gamma: {
    summary: "Gamma numbers of a shape, times scale.",
    example: "random.seed(1);\nrandom.gamma(2, 1, 3)",
    parameters: [notNegative("shape"), SCALE],
    sample: (source, ...p) => {
      const [shape, scale] = two(p);
      return source.math.mul(scale, gamma(source, shape));
    },
  },
  lognormal: {
    summary: "exp of normal numbers with a mean and a standard deviation sigma.",
    example: "random.seed(1);\nrandom.lognormal(0, 0.5, 3)",
    parameters: [{ name: "mean", byDefault: 0 }, notNegative("sigma", 1)],
    sample: ({ math, normal }, ...p) => {
      const [mean, sigma] = two(p);
      return math.call("exp", math.add(mean, math.mul(sigma, normal())));
    },
  },
  laplace: {
    summary: "Laplace numbers around loc.",
    example: "random.seed(1);\nrandom.laplace(0, 1, 3)",
    parameters: [LOC, SCALE],
    sample: ({ math, inside }, ...p) => {
      const [loc, scale] = two(p);
      const u = inside();
      const below = math.call("log", math.mul(2, u));
      const above = math.negate(math.call("log", math.mul(2, math.sub(1, u))));
      return math.add(loc, math.mul(scale, math.choose(u, "lt", 0.5, below, above)));
    },
  },
  triangular: {
    summary: "Triangular numbers in [left, right] with their peak at mode.",
    example: "random.seed(1);\nrandom.triangular(0, 1, 4, 3)",
    parameters: [
      { name: "left" },
      { name: "mode", limits: [["ge", "left"]] },
      {
        name: "right",
        limits: [
          ["ge", "mode"],
          ["gt", "left"],
        ],
      },
    ],
    sample: ({ math, uniform }, ...p) => {
      const [left = zero, mode = zero, right = zero] = arity(p, 3);
      const u = uniform();
      const [base, rise] = [math.sub(right, left), math.sub(mode, left)];
      const below = math.call("sqrt", math.mul(u, math.mul(rise, base)));
      const above = math.call("sqrt", math.mul(math.sub(1, u), math.mul(math.sub(right, mode), base)));
      return math.choose(u, "le", math.div(rise, base), math.add(left, below), math.sub(right, above));
    },
  },
};

const PROBABILITY: Parameter = {
  name: "p",
  limits: [
    ["ge", 0],
    ["le", 1],
  ],
};

/** Distributions of whole numbers, int64. */
export const COUNTS: Readonly<Record<string, Distribution>> = {
  geometric: {
    summary: "How many trials of probability p until the first success, int64.",
    example: "random.seed(1);\nrandom.geometric(0.25, 4)",
    parameters: [
      {
        name: "p",
        limits: [
          ["gt", 0],
          ["le", 1],
        ],
      },
    ],
    sample: ({ math, inside }, ...p) => {
      const trials = math.div(math.call("log", inside()), math.call("log1p", math.negate(first(p))));
      return math.choose(trials, "gt", 1, math.call("ceil", trials), 1);
    },
  },
  poisson: {
    summary: "Poisson numbers with a mean of lam, int64.",
    example: "random.seed(1);\nrandom.poisson(array([1.0, 10.0, 100.0]))",
    parameters: [
      {
        ...notNegative("lam", 1),
        limits: [
          ["ge", 0],
          ["le", 9.2e18],
        ],
      },
    ],
    sample: (source, ...p) => source.draw("randomPoisson", first(p)),
  },
  binomial: {
    summary: "How many of n trials of probability p succeed, int64.",
    example: "random.seed(1);\nrandom.binomial(10, 0.5, 4)",
    parameters: [{ name: "n", integer: true, limits: [["ge", 0]] }, PROBABILITY],
    sample: (source, ...p) => source.draw("randomBinomial", ...two(p)),
  },
  randint: {
    summary: "Whole numbers in [low, high), of [0, low) where high is omitted.",
    example: "random.seed(1);\nrandom.randint(1, 7, 6)",
    parameters: [
      { name: "low", integer: true },
      { name: "high", integer: true, limits: [["gt", "low"]] },
    ],
    sample: ({ between }, ...p) => between(...two(p)),
  },
};

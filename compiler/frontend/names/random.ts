import type ts from "typescript";
import { isFloat } from "../../ir/dtype.js";
import type { ValueId } from "../../ir/ids.js";
import type { CompareOperator } from "../../ir/ops.js";
import { compare } from "../arithmetic.js";
import { broadcastShapes } from "../broadcast.js";
import type { Context } from "../context.js";
import { drawPoint } from "../draws.js";
import type { Operand } from "../elementwise.js";
import { generate, loadElement } from "../elementwise.js";
import { expectOperand } from "../operators.js";
import { check, convert, idOf, toIndex } from "../scalars.js";
import { stretchTo } from "../stretch.js";
import type { ArrayValue, Scalar, Value } from "../value.js";
import { strong, UNDEFINED, weakFloat, weakInteger } from "../value.js";
import { argument, dtypeArgument, onlyOptions, shapeArgument } from "./arguments.js";
import { entriesOf } from "./entries-of.js";
import type { CallSite, NameEntry } from "./entry.js";
import { floatMath } from "./expansions/float-math.js";
import { COUNTED, DISTRIBUTED, DRAWS, SEED } from "./groups.js";
import type { Distribution, Parameter, Source } from "./random-distributions.js";
import { COUNTS, DISTRIBUTIONS, sourceAt } from "./random-distributions.js";

type Sample = (source: Source, ...parameters: Scalar[]) => Scalar;
interface Drawing {
  readonly site: CallSite;
  readonly operands: readonly Operand[];
  /** Null where the parameters give it. */
  readonly shape: readonly ValueId[] | null;
  /** Converts and checks the parameters of one element. */
  readonly prepare: (scalars: readonly Scalar[]) => readonly Scalar[];
  readonly sample: Sample;
}

/** An array of random numbers, or one number where neither a shape nor an array is given. */
function draws(cx: Context, { site, operands, shape, prepare, sample }: Drawing): Value {
  const { node } = site;
  const numberOf = (scalars: readonly Scalar[]): Scalar =>
    sample(sourceAt(cx, drawPoint(cx, node), floatMath(cx, node), node), ...scalars);
  const arrays = operands.filter((operand): operand is ArrayValue => operand.kind === "array");
  const scalars = operands.filter((operand): operand is Scalar => operand.kind === "scalar");
  const description = `creation ${site.name}`;
  if (arrays.length === 0) {
    const prepared = prepare(scalars);
    return shape === null
      ? numberOf(prepared)
      : generate(cx, node, description, shape, () => numberOf(prepared));
  }
  const place = shape === null ? broadcast(cx, arrays, node) : stretched(cx, arrays, shape, node);
  return generate(cx, node, description, place.shape, (indices) => {
    const elements = operands.map((operand) =>
      operand.kind === "scalar" ? operand : loadElement(cx, operand, place.indexOf(operand, indices), node),
    );
    return numberOf(prepare(elements));
  });
}
interface Place {
  readonly shape: readonly ValueId[];
  readonly indexOf: (array: ArrayValue, indices: readonly ValueId[]) => readonly ValueId[];
}
const broadcast = (cx: Context, arrays: readonly ArrayValue[], node: ts.Node): Place =>
  broadcastShapes(cx, arrays, node);
function stretched(
  cx: Context,
  arrays: readonly ArrayValue[],
  shape: readonly ValueId[],
  node: ts.Node,
): Place {
  const indexOf = new Map(arrays.map((array) => [array, stretchTo(cx, array, shape, node, "broadcast")]));
  return { shape, indexOf: (array, indices) => indexOf.get(array)?.(indices) ?? [] };
}

const LIMITS: Readonly<Record<CompareOperator, string>> = {
  eq: "equal to",
  ne: "other than",
  lt: "less than",
  le: "at most",
  gt: "greater than",
  ge: "at least",
};

/** The parameters in the dtypes that the formula takes. @throws RangeError where one is outside its limits. */
function prepareParameters(
  cx: Context,
  site: CallSite,
  parameters: readonly Parameter[],
  scalars: readonly Scalar[],
): readonly Scalar[] {
  const { node } = site;
  const prepared = parameters.map((parameter, k): Scalar => {
    const scalar = scalars[k];
    if (scalar === undefined) throw new Error(`${site.name} lost its parameter ${parameter.name}`);
    if (parameter.integer !== true)
      return scalar.constant === null ? convert(cx, scalar, "float64", node) : scalar;
    if (scalar.constant !== null && !isFloat(scalar.dtype)) return scalar;
    return strong(toIndex(cx, scalar, node, `${site.name}: ${parameter.name}`), "int64");
  });
  for (const [k, { name, limits = [], integer }] of parameters.entries()) {
    const value = prepared[k];
    if (value === undefined) continue;
    for (const [op, limit] of limits) {
      const other =
        typeof limit === "string"
          ? prepared[parameters.findIndex((parameter) => parameter.name === limit)]
          : integer === true
            ? weakInteger(limit)
            : weakFloat(limit);
      if (other !== undefined) demand(cx, site, name, value, op, other, `${limit}`);
    }
  }
  const dtype = (k: number): "int64" | "float64" => (parameters[k]?.integer === true ? "int64" : "float64");
  return prepared.map((scalar, k) => convert(cx, scalar, dtype(k), node));
}

function demand(
  cx: Context,
  site: CallSite,
  name: string,
  value: Scalar,
  op: CompareOperator,
  other: Scalar,
  limit: string,
): void {
  const fine = compare(cx, op, value, other, site.node);
  const message = `${site.name}: ${name} must be ${LIMITS[op]} ${limit}, not {0}`;
  if (fine.constant === true) return;
  if (fine.constant === false)
    throw cx.rangeError(`${message.replace("{0}", `${value.constant}`)}.`, site.node);
  check(cx, idOf(cx, fine, site.node), message, [idOf(cx, value, site.node)], site.node);
}

/** The arguments of a distribution; randint(n) is randint(0, n). */
function parameterOperands(
  cx: Context,
  site: CallSite,
  parameters: readonly Parameter[],
): readonly Operand[] {
  const given = parameters.map(({ name }, k) => argument(site, k, name));
  const isBound = parameters[1]?.name === "high" && parameters[0]?.byDefault === undefined;
  if (isBound && given[1] === undefined) given.splice(0, 2, weakInteger(0), given[0]);
  return parameters.map(({ name, byDefault }, k) => {
    const value = given[k] ?? (byDefault === undefined ? undefined : weakFloat(byDefault));
    if (value === undefined) throw cx.typeError(`${site.name} needs its argument ${name}.`, site.node);
    return expectOperand(cx, value, site.name, site.node);
  });
}

const distribution = (name: string, given: Distribution, isCount: boolean): NameEntry => {
  const { parameters, sample } = given;
  const texts = parameters.map(({ name, byDefault }) =>
    byDefault === undefined ? name : `${name} = ${byDefault}`,
  );
  const signature = `random.${name}(${[...texts, "size?"].join(", ")})`;
  const entry = entriesOf(isCount ? COUNTED : DISTRIBUTED);
  return entry(`random.${name}`, signature, given.summary, given.example, (cx, site) => {
    const settings = isCount ? ["size", "dtype"] : ["size"];
    onlyOptions(cx, site, [...parameters.map((parameter) => parameter.name), ...settings]);
    if (site.args.length > parameters.length + settings.length)
      throw cx.typeError(
        `${site.name} takes at most ${parameters.length + settings.length} arguments.`,
        site.node,
      );
    const size = argument(site, parameters.length, "size");
    const dtype = isCount
      ? (dtypeArgument(cx, argument(site, parameters.length + 1, "dtype"), site.node) ?? "int64")
      : "float64";
    return draws(cx, {
      site,
      operands: parameterOperands(cx, site, parameters),
      shape: size === undefined ? null : shapeArgument(cx, site, size),
      prepare: (scalars) => prepareParameters(cx, site, parameters, scalars),
      sample: (source, ...scalars) => convert(cx, sample(source, ...scalars), dtype, site.node),
    });
  });
};

const withShape = (
  names: readonly string[],
  summary: string,
  example: string,
  sample: Sample,
  isList: boolean,
): NameEntry =>
  entriesOf(DRAWS)(names, `${names[0]}(${isList ? "n?, m?, …" : "size?"})`, summary, example, (cx, site) => {
    onlyOptions(cx, site, ["size"]);
    const [first] = site.args;
    if (!isList && site.args.length > 1)
      throw cx.typeError(`${site.name} takes one size: a number, or a list such as [n, m].`, site.node);
    const list: Value = { kind: "tuple", items: site.args };
    const size = isList && first !== undefined && first.kind !== "tuple" ? list : argument(site, 0, "size");
    return draws(cx, {
      site,
      operands: [],
      shape: size === undefined ? null : shapeArgument(cx, site, size),
      prepare: () => [],
      sample,
    });
  });

const seed: NameEntry["call"] = (cx, site) => {
  onlyOptions(cx, site, ["seed"]);
  const { node } = site;
  if (cx.draws !== null) {
    throw cx.raceError(
      `${site.name} in a parallel loop would set the seed in an order that depends on chance: call it before the loop.`,
      node,
    );
  }
  const given = argument(site, 0, "seed");
  const span = cx.span(node);
  const fn = given === undefined ? "weft_random_reseed" : "weft_random_seed";
  const args = given === undefined ? [] : [toIndex(cx, given, node, "A seed")];
  cx.emit({ kind: "runtimeCall", fn, args, out: null, writes: [], span });
  return UNDEFINED;
};

const uniform: Sample = (source) => source.uniform();
const normal: Sample = (source) => source.normal();

/** `random` of language.md section 5: the value at an index depends on the seed, the call and the index alone. */
export const random: readonly NameEntry[] = [
  withShape(
    ["random.rand"],
    "Uniform numbers in [0, 1), in the shape of the arguments.",
    "random.seed(1);\nrandom.rand(2, 2)",
    uniform,
    true,
  ),
  withShape(
    ["random.randn"],
    "Standard normal numbers, in the shape of the arguments.",
    "random.seed(1);\nrandom.randn(3)",
    normal,
    true,
  ),
  withShape(
    ["random.random", "random.ranf", "random.randomSample", "random.sample", "Math.random"],
    "Uniform numbers in [0, 1).",
    "random.seed(1);\nrandom.random(3)",
    uniform,
    false,
  ),
  withShape(
    ["random.standardNormal"],
    "Standard normal numbers.",
    "random.seed(1);\nrandom.standardNormal([2, 2])",
    normal,
    false,
  ),
  ...Object.entries(DISTRIBUTIONS).map(([name, given]) => distribution(name, given, false)),
  ...Object.entries(COUNTS).map(([name, given]) => distribution(name, given, true)),
  entriesOf(SEED)(
    "random.seed",
    "random.seed(seed?)",
    "Makes the random numbers after it repeatable; without a seed they start over from the system's.",
    "random.seed(7);\nconst a = random.rand(3);\nrandom.seed(7);\nall(a == random.rand(3))",
    seed,
  ),
];

import type { DType } from "../../ir/dtype.js";
import { scalarType } from "../../ir/types.js";
import type { Context } from "../context.js";
import type { Operand } from "../elementwise.js";
import { loadElement, mapElements } from "../elementwise.js";
import { promoteScalars } from "../inference.js";
import { parseFunction } from "../parse-function.js";
import { counted } from "../plural.js";
import { reduceArray, reduceJointly, restoreAxes } from "../reduce.js";
import { identityConstant } from "../reductions.js";
import { returnedExpression } from "../returns.js";
import type { FunctionSource } from "../unit.js";
import type { Scalar, Value } from "../value.js";
import { boolean, strong, weakFloat, weakInteger } from "../value.js";
import type { CallableName } from "./entry.js";
import type { Node } from "./expansion.js";
import { builtinOf } from "./fold.js";
import { accumulatorOf, reductionArguments } from "./reductions.js";
import { callForScalar, callRegistered } from "./registered-function.js";

/** A reduction that a package adds to the language. The texts are functions of scalars in the language of parallel cells. */
export interface ReductionRegistration {
  /** What parallel code calls it: `name(a, axis?, keepdims?)`. */
  readonly name: string;
  /** What changes nothing when it is combined; a list where there are several accumulators. */
  readonly identity: number | boolean | readonly (number | boolean)[];
  /** What is accumulated for an element, `(x) => x * x`, a tuple for several accumulators; by default the element. */
  readonly element?: string;
  /** Two partial results as one, the first of earlier elements: associative. Several accumulators are a tuple. */
  readonly combine: string;
  /** The result from the accumulators, one parameter for each: `(total) => sqrt(total)`. By default the accumulator. */
  readonly finish?: string;
}

interface Reduction {
  readonly name: string;
  readonly identities: readonly (number | boolean)[];
  readonly element: FunctionSource | null;
  readonly combine: FunctionSource;
  readonly finish: FunctionSource | null;
}

/**
 * The name of a registered reduction over all axes or some of them; `keepdims` keeps these with length 1.
 * @throws ParallelSyntaxError with a code frame of a text; TypeError for several accumulators without `element` and `finish`
 */
export function registeredReduction(registration: ReductionRegistration): CallableName {
  const { name, identity } = registration;
  const parse = (part: "element" | "combine" | "finish", text: string): FunctionSource =>
    parseFunction(`${part} of ${name}`, { name: `${name}.${part}`, text, firstLine: 1 });
  const reduction: Reduction = {
    name,
    identities: typeof identity === "object" ? identity : [identity],
    element: registration.element === undefined ? null : parse("element", registration.element),
    combine: parse("combine", registration.combine),
    finish: registration.finish === undefined ? null : parse("finish", registration.finish),
  };
  if (reduction.identities.length !== 1 && (reduction.element === null || reduction.finish === null))
    throw new TypeError(
      `The reduction ${name} has several accumulators: give element, which makes them, and finish, which makes the result of them.`,
    );
  return {
    names: [name],
    arity: { least: 1, most: 3 },
    call: (cx, site) => {
      const { array, axes, keepdims } = reductionArguments(cx, site);
      const { node } = site;
      const partials = reduce(cx, reduction, { array, axes }, node);
      const { finish } = reduction;
      const [first] = partials;
      if (first === undefined) throw new Error("A reduction has no accumulator");
      const result =
        finish === null
          ? first
          : mapElements(cx, node, name, partials, (scalars) => callForScalar(cx, finish, scalars, node));
      return keepdims ? restoreAxes(cx, result, cx.ndimOf(array), axes, node) : result;
    },
  };
}

/** The accumulators after all elements. */
function reduce(
  cx: Context,
  reduction: Reduction,
  { array, axes }: Pick<ReturnType<typeof reductionArguments>, "array" | "axes">,
  node: Node,
): readonly Operand[] {
  const { name, identities } = reduction;
  const elementOf = (x: Scalar): readonly Scalar[] =>
    reduction.element === null ? [x] : expectAll(cx, reduction, reduction.element, [x], node);
  const combine = (left: readonly Scalar[], right: readonly Scalar[]): readonly Scalar[] =>
    expectAll(cx, reduction, reduction.combine, [packed(left), packed(right)], node);
  const dtypes = accumulatorDTypes(cx, identities, array.dtype, elementOf, combine);
  const [dtype] = dtypes;
  if (dtypes.length === 1 && dtype !== undefined) {
    const op = builtinOf(cx, dtype, (x, y) => only(combine([x], [y])));
    // With another identity, the result of no elements is another one.
    if (op !== null && identityConstant(op, dtype) === identities[0]) {
      const element = (x: Scalar): Scalar => only(elementOf(x));
      return [reduceArray(cx, { array, axes, keepdims: false, op, dtype, name, node, element })];
    }
  }
  return reduceJointly(cx, {
    extents: cx.shapeOf(array),
    axes,
    name,
    node,
    dtypes,
    identities,
    body: (indices) => elementOf(loadElement(cx, array, indices, node)),
    combine,
  });
}

const packed = (items: readonly Scalar[]): Value =>
  items.length === 1 ? only(items) : { kind: "tuple", items };

function only(items: readonly Scalar[]): Scalar {
  const [item] = items;
  if (item === undefined) throw new Error("A reduction lost its accumulator");
  return item;
}

/** @throws ParallelTypeError in the registered text, where the result has not as many scalars as there are identities */
function expectAll(
  cx: Context,
  { identities }: Reduction,
  fn: FunctionSource,
  args: readonly Value[],
  node: Node,
): readonly Scalar[] {
  const items = callRegistered(cx, fn, args, node);
  if (items.length === identities.length) return items;
  const [given, wanted] = [counted(items.length, "scalar"), identities.length];
  throw cx.typeError(
    `${fn.name} must return one scalar for each identity: ${wanted}, not ${given}.`,
    returnedExpression(fn.node),
  );
}

/** What the identities, the elements and what `combine` makes of them unify to. */
function accumulatorDTypes(
  cx: Context,
  identities: readonly (number | boolean)[],
  array: DType,
  elementOf: (x: Scalar) => readonly Scalar[],
  combine: (left: readonly Scalar[], right: readonly Scalar[]) => readonly Scalar[],
): readonly DType[] {
  const fresh = (dtypes: readonly DType[]): readonly Scalar[] =>
    dtypes.map((dtype) => strong(cx.value(scalarType(dtype)), dtype));
  const joined = (dtypes: readonly DType[], scalars: readonly Scalar[]): readonly DType[] =>
    scalars.map(
      (scalar, k) => promoteScalars({ dtype: dtypes[k] ?? scalar.dtype, weak: false }, scalar).dtype,
    );
  const elements = cx.region(() => fresh([array]).flatMap(elementOf)).value;
  // A literal, as in [x, 1], adds up as the array does.
  const own = elements.map((element) => (element.weak ? accumulatorOf(array) : element.dtype));
  let dtypes = joined(joined(own, elements), identities.map(identityScalar));
  for (;;) {
    const results = cx.region(() => combine(fresh(dtypes), fresh(dtypes))).value;
    const next = joined(dtypes, results);
    if (next.every((dtype, k) => dtype === dtypes[k])) return dtypes;
    dtypes = next;
  }
}

function identityScalar(value: number | boolean): Scalar {
  if (typeof value === "boolean") return boolean(value);
  return Number.isInteger(value) ? weakInteger(value) : weakFloat(value);
}

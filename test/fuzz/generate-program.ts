import { DTYPES, type DType, isComplex } from "../../compiler/ir/dtype.js";
import * as arrays from "./array-statements.js";
import { callFunction, callStencil, callVectorized } from "./definitions.js";
import { makeCall } from "./inputs.js";
import { iterateInLoop } from "./iterated-loops.js";
import * as bodies from "./loop-bodies.js";
import * as loops from "./loop-statements.js";
import type { Call, Program } from "./program.js";
import { Random } from "./random.js";
import { name } from "./syntax.js";
import { exchangeInSteps } from "./time-steps.js";
import type { Shape, Variable } from "./value-type.js";
import type { Writer } from "./writer.js";

const STATEMENTS: readonly arrays.StatementMaker[] = [
  arrays.declareArray,
  arrays.declareArray,
  arrays.declareArray,
  arrays.declareView,
  arrays.updateInPlace,
  arrays.storeSlice,
  arrays.storeOverlapping,
  arrays.storeMasked,
  arrays.storeGathered,
  arrays.storeGathered,
  arrays.declareSelection,
  arrays.storeElement,
  arrays.selectMasked,
  arrays.declareReduction,
  arrays.declareReduction,
  bodies.fillByInnerLoop,
  bodies.fillRows,
  bodies.accumulateRows,
  bodies.findInLoop,
  exchangeInSteps,
  iterateInLoop,
  iterateInLoop,
  loops.fillInLoop,
  loops.reduceInLoop,
  loops.accumulateInLoop,
  loops.recurInLoop,
  loops.reassign,
  loops.declareScalar,
  callFunction,
  callStencil,
  callVectorized,
];
/** Those that NumPy runs quickly on long arrays. */
const WHOLE: readonly arrays.StatementMaker[] = [
  arrays.declareArray,
  arrays.declareArray,
  arrays.declareView,
  arrays.updateInPlace,
  arrays.storeSlice,
  arrays.storeMasked,
  arrays.declareReduction,
];

const EXTENTS = [0, 1, 2, 2, 3, 4, 5, 7, 8, 9, 16, 17, 33, 70];

/** The program of a seed, with the arguments of its calls. */
export function generateProgram(seed: number): Program {
  const random = new Random(seed);
  const isLong = random.chance(0.02);
  const w = beginProgram(random, isLong);
  const parameters = [...w.variables];
  const count = isLong ? random.between(1, 4) : random.pick([1, 2, 3, 4, 5, 6, 8, 10]);
  // A form that the variables don't allow writes nothing.
  for (let k = 0; k < 3 * count && w.body.length < count; k++) random.pick(isLong ? WHOLE : STATEMENTS)(w);
  const own = w.variables.filter(({ parameter }) => !parameter).map(({ name: of }) => of);
  const results = [...own, ...w.selected].slice(-8);
  return {
    seed,
    isApproximate: w.isApproximate,
    definitions: w.definitions,
    parameters: parameters.map((parameter) => parameter.name),
    body: w.body,
    results: (results.length === 0 ? parameters.slice(0, 1).map(({ name: of }) => of) : results).map(name),
    calls: callsOf(w, parameters),
    threads: isLong || random.chance(0.1) ? [1, 2, 7] : [],
  };
}

function beginProgram(random: Random, isLong: boolean): Writer {
  const dtypes = random.shuffle(DTYPES).slice(0, random.between(1, 3));
  const isApproximate = random.chance(0.3);
  const w: Writer = {
    random,
    isApproximate,
    isLong,
    dtypes,
    variables: [],
    definitions: [],
    body: [],
    selected: [],
    hasLoops: false,
    counter: { next: 0 },
  };
  const extents = [random.pick(EXTENTS), random.pick(EXTENTS), random.pick(EXTENTS)];
  if (isLong) extents[0] = random.pick([4097, 20_000, 50_001]);
  const count = random.between(1, 4);
  for (let k = 0; k < count; k++) w.variables.push(parameterOf(w, `p${k}`, shapeOf(random, extents, isLong)));
  if (random.chance(0.5)) w.variables.push(scalarParameter(random, `p${count}`));
  return w;
}

function shapeOf(random: Random, extents: readonly number[], isLong: boolean): Shape {
  const [long = 1, ...others] = extents;
  if (isLong) return random.chance(0.7) ? [long] : random.shuffle([long, random.pick([1, 2, 3])]);
  const rank = random.pick([0, 1, 1, 1, 1, 2, 2, 2, 3]);
  const shape = Array.from({ length: rank }, () =>
    random.chance(0.15) ? 1 : random.pick([long, ...others]),
  );
  return rank === 3 ? shape.map((length) => Math.min(length, 5)) : shape;
}

function parameterOf(w: Writer, of: string, shape: Shape): Variable {
  const { random } = w;
  const targets = w.variables.flatMap((variable) =>
    variable.shape !== null && variable.indexes === null ? variable.shape : [],
  );
  const indexes =
    shape.length === 1 && targets.length > 0 && random.chance(0.35) ? random.pick(targets) : null;
  const dtype: DType =
    indexes === null ? random.pick(w.dtypes) : random.pick(["int64", "int32", "int64", "uint8", "int16"]);
  const fits = indexes !== null && indexes > 0 ? indexes : null;
  return {
    name: of,
    dtype,
    shape,
    weak: false,
    exact: true,
    root: of,
    writable: fits === null && !isComplex(dtype) ? random.chance(0.8) : false,
    indexes: fits,
    parameter: true,
  };
}

function scalarParameter(random: Random, of: string): Variable {
  const [dtype, weak] = random.pick([
    ["float64", true],
    ["float64", true],
    ["int64", false],
    ["bool", false],
  ] as const);
  return {
    name: of,
    dtype,
    shape: null,
    weak,
    exact: true,
    root: of,
    writable: false,
    indexes: null,
    parameter: true,
  };
}

function callsOf(w: Writer, parameters: readonly Variable[]): readonly Call[] {
  const { random, isApproximate } = w;
  const options = { isApproximate, mayShare: !w.hasLoops, extents: new Map<number, number>() };
  const calls = [makeCall(random, parameters, options)];
  // Variables of loops were given their dtypes; in programs without them the parameters may have others.
  const others = w.hasLoops || random.chance(0.5) ? parameters : parameters.map(withOtherWidth);
  if (random.chance(0.35)) calls.push(makeCall(random, others, options));
  if (random.chance(0.25)) {
    const lengths = new Set(parameters.flatMap(({ shape }) => shape ?? []));
    const extents = new Map(
      [...lengths].filter((length) => length !== 1).map((length) => [length, random.pick(EXTENTS)]),
    );
    calls.push(makeCall(random, parameters, { ...options, extents }));
  }
  return calls;
}

const WIDTHS: ReadonlyMap<DType, DType> = new Map<DType, DType>([
  ["float32", "float64"],
  ["float64", "float32"],
  ["complex64", "complex128"],
  ["complex128", "complex64"],
]);

const withOtherWidth = (parameter: Variable): Variable =>
  parameter.shape === null
    ? parameter
    : { ...parameter, dtype: WIDTHS.get(parameter.dtype) ?? parameter.dtype };

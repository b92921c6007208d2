import { isFloat, isInteger, promoteTypes } from "../../compiler/ir/dtype.js";
import { arrayOf } from "./array-expressions.js";
import { pickArray, type StatementMaker } from "./array-statements.js";
import { dtypeOf } from "./maker.js";
import type { Accumulation, Expression, Statement } from "./program.js";
import { type LoopIndex, type ScalarScope, scalarOf } from "./scalar-expressions.js";
import { at, binary, call, cast, index, integer, list, name } from "./syntax.js";
import { type Kind, type Typed, type Variable, widened } from "./value-type.js";
import { declare, extent, extents, fresh, inner, type Writer } from "./writer.js";

/** The scope of a loop's body: it reads what the loop does not write. */
function scopeOf(w: Writer, indices: readonly LoopIndex[], written: Variable | null): ScalarScope {
  return { w, indices, windows: [], mayRead: ({ root }) => root !== written?.root };
}

/** A new array whose elements a loop writes, each in an iteration of its own. */
export const fillInLoop: StatementMaker = (w) => {
  const { random } = w;
  const shape = pickArray(w, (_, lengths) => lengths.length > 0 && lengths.length < 3)?.shape ?? [5];
  const dtype = dtypeOf(w, random.pick<Kind>(["real", "integer", "float", "bool"]));
  const value: Typed = {
    expression: call("zeros", [list(extents(w, shape))], { dtype }),
    dtype,
    shape,
    weak: false,
    exact: !w.isApproximate,
  };
  const bounds = extents(w, shape);
  const target = declare(w, "o", value);
  w.hasLoops = true;
  const indices = shape.map((length): LoopIndex => ({ name: fresh(w, "i"), extent: length }));
  const scope = scopeOf(w, indices, target);
  const exact = !w.isApproximate || !isFloat(dtype);
  const own = indices.map((one) => at(name(one.name)));
  const element = (): Expression =>
    scalarOf(scope, { kind: dtype === "bool" ? "bool" : random.pick(["real", "integer"]), exact }, 2)
      .expression;
  const stores: Statement[] = [
    { kind: "store", array: target.name, items: own, operator: "=", value: element() },
  ];
  if (random.chance(0.3) && dtype !== "bool")
    stores.push({
      kind: "store",
      array: target.name,
      items: own,
      operator: random.pick(["+=", "-=", "*="]),
      value: element(),
    });
  const test = (): Expression => scalarOf(scope, { kind: "bool", exact: true }, 1).expression;
  const body: readonly Statement[] = random.chance(0.25)
    ? [
        {
          kind: "if",
          test: test(),
          whenTrue: stores,
          whenFalse: random.chance(0.5)
            ? [{ kind: "store", array: target.name, items: own, operator: "=", value: element() }]
            : [],
        },
      ]
    : random.chance(0.15)
      ? [
          { kind: "if", test: test(), whenTrue: [{ kind: "leave", how: "continue" }], whenFalse: [] },
          ...stores,
        ]
      : stores;
  w.body.push({ kind: "constant", name: target.name, value: value.expression });
  const names = indices.map((one) => one.name);
  const parallel = random.chance(0.8);
  if (parallel && random.chance(0.7)) w.body.push({ kind: "loop", parallel, indices: names, bounds, body });
  else w.body.push(nest(names, bounds, body, parallel));
};

function nest(
  indices: readonly string[],
  bounds: readonly Expression[],
  body: readonly Statement[],
  parallel: boolean,
): Statement {
  const [first, ...others] = indices;
  const [bound, ...rest] = bounds;
  if (first === undefined || bound === undefined) throw new Error("A loop needs an index");
  const within = others.length === 0 ? body : [nest(others, rest, body, false)];
  return { kind: "loop", parallel, indices: [first], bounds: [bound], body: within };
}

const SUMS: readonly Accumulation[] = ["+", "-", "*"];
const EXTREMES: readonly Accumulation[] = ["min", "max", "less", "greater"];

/** A scalar that a parallel loop accumulates. */
export const reduceInLoop: StatementMaker = (w) => {
  const { random } = w;
  const length = pickArray(w, (_, shape) => shape.length > 0)?.shape?.[0] ?? 4;
  w.hasLoops = true;
  const loop: LoopIndex = { name: fresh(w, "i"), extent: length };
  const scope = scopeOf(w, [loop], null);
  // A serial loop adds in its order, so that every bit is fixed.
  const parallel = random.chance(0.7);
  const isOpen = parallel && !w.isApproximate;
  const by = random.pick<Accumulation>([...SUMS, ...EXTREMES, "&", "|", "^"]);
  const isBits = by === "&" || by === "|" || by === "^";
  const isSum = SUMS.includes(by);
  const kind = isBits || (isSum && isOpen) ? "integer" : random.pick<"real" | "integer">(["real", "integer"]);
  const value = scalarOf(scope, { kind, exact: true }, 2);
  const start = random.pick([widened(value.dtype), widened(value.dtype), "int64", "float64"] as const);
  // A weak value that meets a strong variable counts as its own int64 or float64.
  const dtype = promoteTypes(start, widened(value.dtype));
  if (isBits && !isInteger(dtype)) return;
  if (isSum && isOpen && isFloat(dtype)) return;
  const exact = !isSum || !isFloat(dtype) || !w.isApproximate;
  const first = cast(
    dtype,
    by === "less" || by === "min" ? integer(7) : integer(isSum && by === "*" ? 1 : 0),
  );
  const variable = declare(w, "s", { expression: first, dtype, shape: null, weak: false, exact });
  w.body.push({ kind: "variable", name: variable.name, dtype, value: first });
  const step: Statement = {
    kind: "accumulate",
    name: variable.name,
    items: [],
    dtype,
    by,
    value: value.expression,
  };
  const test = scalarOf(
    {
      ...scope,
      w: inner(
        w,
        w.variables.filter((one) => one !== variable),
      ),
    },
    { kind: "bool", exact: true },
    1,
  ).expression;
  const body: readonly Statement[] = random.chance(0.25)
    ? [{ kind: "if", test, whenTrue: [step], whenFalse: [] }]
    : [step];
  w.body.push({
    kind: "loop",
    parallel,
    indices: [loop.name],
    bounds: range(w, length),
    body,
  });
};

/** The bounds of a loop whose index stays below the length. */
function range(w: Writer, length: number): readonly Expression[] {
  const { random } = w;
  const stop = extent(w, length);
  if (random.chance(0.7)) return [stop];
  const start = integer(random.between(0, 3));
  return random.chance(0.5) ? [start, stop] : [start, stop, integer(random.between(1, 3))];
}

/** An array of which a parallel loop accumulates elements: a histogram. */
export const accumulateInLoop: StatementMaker = (w) => {
  const { random } = w;
  const bins = random.between(1, 6);
  const place = pickArray(w, ({ indexes }, shape) => indexes !== null && shape.length === 1);
  const length = place?.shape?.[0] ?? pickArray(w, (_, shape) => shape.length > 0)?.shape?.[0] ?? 4;
  w.hasLoops = true;
  const loop: LoopIndex = { name: fresh(w, "i"), extent: length };
  const scope = scopeOf(w, [loop], null);
  const by = random.pick<Accumulation>(["+", "+", "-", "min", "max"]);
  const sums = by === "+" || by === "-";
  const value = scalarOf(scope, { kind: sums && !w.isApproximate ? "integer" : "real", exact: true }, 1);
  const target = sums && !w.isApproximate ? "int64" : "float64";
  const dtype = value.weak ? target : promoteTypes(target, widened(value.dtype));
  if (sums && !w.isApproximate && isFloat(dtype)) return;
  const many = place?.indexes ?? bins;
  const k =
    place === null
      ? binary("%", name(loop.name), integer(bins))
      : index(name(place.name), [at(name(loop.name))]);
  const shape = [many];
  const expression = call("zeros", [list([integer(many)])], { dtype });
  const result = declare(w, "h", { expression, dtype, shape, weak: false, exact: !sums || !isFloat(dtype) });
  w.body.push({ kind: "constant", name: result.name, value: expression });
  const step: Statement = {
    kind: "accumulate",
    name: result.name,
    items: [at(k)],
    dtype,
    by,
    value: value.expression,
  };
  w.body.push({
    kind: "loop",
    parallel: random.chance(0.8),
    indices: [loop.name],
    bounds: [extent(w, length)],
    body: [step],
  });
};

/** A serial loop whose iterations depend on the ones before. */
export const recurInLoop: StatementMaker = (w) => {
  const { random } = w;
  const target = pickArray(
    w,
    ({ writable, dtype, exact }, shape) =>
      writable && shape.length === 1 && dtype !== "bool" && (exact || w.isApproximate),
  );
  if (target === null) return;
  const length = target.shape?.[0] ?? 0;
  w.hasLoops = true;
  const loop: LoopIndex = { name: fresh(w, "i"), extent: length };
  const value = scalarOf(
    { w, indices: [loop], windows: [] },
    { kind: isFloat(target.dtype) ? "real" : "integer", exact: target.exact },
    2,
  );
  const items = [at(name(loop.name))];
  const body: Statement[] = [
    {
      kind: "store",
      array: target.name,
      items,
      operator: random.pick(["=", "+=", "-="]),
      value: value.expression,
    },
  ];
  if (random.chance(0.3)) {
    const test = scalarOf({ w, indices: [loop], windows: [] }, { kind: "bool", exact: true }, 1).expression;
    body.push({
      kind: "if",
      test,
      whenTrue: [{ kind: "leave", how: random.pick(["break", "continue"]) }],
      whenFalse: [],
    });
    body.push({ kind: "store", array: target.name, items, operator: "+=", value: integer(1) });
  }
  if (isFloat(target.dtype) && !isFloat(value.dtype) && value.weak) return;
  w.body.push({ kind: "loop", parallel: false, indices: [loop.name], bounds: [extent(w, length)], body });
};

/** An array that a condition decides, or that a loop computes again and again. */
export const reassign: StatementMaker = (w) => {
  const { random } = w;
  const shape = pickArray(w, () => true)?.shape ?? [4];
  const dtype = dtypeOf(w, random.pick<Kind>(["float", "integer", "real"]));
  const exact = !w.isApproximate;
  const value = (): Expression => {
    const made = arrayOf(
      w,
      { shape, kind: isInteger(dtype) ? "integer" : "real", exact: exact || !isFloat(dtype) },
      random.between(1, 2),
    );
    return cast(dtype, made.expression);
  };
  const first = value();
  const variable = declare(w, "x", { expression: first, dtype, shape, weak: false, exact });
  w.body.push({ kind: "variable", name: variable.name, dtype: null, value: first });
  const step = (): Statement => ({ kind: "assign", name: variable.name, dtype: null, value: value() });
  if (random.chance(0.5)) {
    const test = scalarOf(
      { w, indices: [], windows: [], mayRead: ({ shape: of }) => of?.every((n) => n > 0) === true },
      { kind: "bool", exact: true },
      2,
    ).expression;
    w.body.push({ kind: "if", test, whenTrue: [step()], whenFalse: random.chance(0.5) ? [step()] : [] });
  } else {
    const loop = fresh(w, "i");
    w.body.push({
      kind: "loop",
      parallel: false,
      indices: [loop],
      bounds: [integer(random.between(0, 3))],
      body: [step()],
    });
  }
};

/** A number computed from others. */
export const declareScalar: StatementMaker = (w) => {
  const value = scalarOf(
    { w, indices: [], windows: [] },
    { kind: w.random.pick(["real", "integer", "float"]), exact: !w.isApproximate },
    2,
  );
  const variable = declare(w, "k", value);
  w.body.push({ kind: "constant", name: variable.name, value: value.expression });
};

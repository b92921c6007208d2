// Loops whose iterations run serial loops that must keep their order, and may be left early.
import { pickArray, type StatementMaker } from "./array-statements.js";
import { dtypeOf } from "./maker.js";
import type { Expression, Statement } from "./program.js";
import { type LoopIndex, type ScalarScope, scalarOf } from "./scalar-expressions.js";
import { at, call, cast, integer, list, name } from "./syntax.js";
import { isKind, type Typed } from "./value-type.js";
import { declare, extents, fresh, inner, type Writer } from "./writer.js";

/** Each iteration runs a recurrence of its own, and stores where it came to and in how many steps. */
export const iterateInLoop: StatementMaker = (w) => {
  const { random } = w;
  const [length = 4] = pickArray(w, (_, shape) => shape.length > 0)?.shape ?? [];
  const [i, j]: readonly [LoopIndex, LoopIndex] = [
    { name: fresh(w, "i"), extent: length },
    { name: fresh(w, "j"), extent: random.between(0, 9) },
  ];
  w.hasLoops = true;
  const scope: ScalarScope = { w: inner(w, w.variables), indices: [i], windows: [] };
  const dtype = random.pick(["float64", "float64", "float32", "int64", dtypeOf(w, "float")] as const);
  const first = scalarOf(scope, { kind: kindOfState(dtype), exact: true }, 1);
  const state = declare(scope.w, "x", { ...first, dtype, weak: false, exact: true });
  const steps = declare(scope.w, "n", { ...first, dtype: "int64", weak: false, exact: true });
  const inside: ScalarScope = { ...scope, indices: [i, j] };
  const bounds = extents(w, [length]);
  const results = [dtype, "int64" as const].map((of) => declareResult(w, bounds, length, of));
  const stores = results.map(
    (result, k): Statement => ({
      kind: "store",
      array: result.name,
      items: [at(name(i.name))],
      operator: "=",
      value: name(k === 0 ? state.name : steps.name),
    }),
  );
  w.body.push({
    kind: "loop",
    parallel: random.chance(0.8),
    indices: [i.name],
    bounds,
    body: [
      { kind: "variable", name: state.name, dtype, value: cast(dtype, first.expression) },
      { kind: "variable", name: steps.name, dtype: "int64", value: cast("int64", integer(0)) },
      {
        kind: "loop",
        parallel: false,
        indices: [j.name],
        bounds: [integer(j.extent)],
        body: bodyOf(inside, { name: state.name, dtype }, steps.name),
      },
      ...stores,
    ],
  });
};

const kindOfState = (dtype: Typed["dtype"]): "integer" | "real" =>
  isKind(dtype, "integer") ? "integer" : "real";

function declareResult(w: Writer, bounds: readonly Expression[], length: number, dtype: Typed["dtype"]) {
  const expression = call("zeros", [list(bounds)], { dtype });
  const result = declare(w, "o", { expression, dtype, shape: [length], weak: false, exact: true });
  w.body.push({ kind: "constant", name: result.name, value: expression });
  return result;
}

function bodyOf(
  scope: ScalarScope,
  state: { readonly name: string; readonly dtype: Typed["dtype"] },
  steps: string,
): readonly Statement[] {
  const { random } = scope.w;
  const { name: of, dtype } = state;
  const test = (): Expression => scalarOf(scope, { kind: "bool", exact: true }, 1).expression;
  const step = (): Statement => ({
    kind: "assign",
    name: of,
    dtype,
    value: cast(dtype, scalarOf(scope, { kind: kindOfState(dtype), exact: true }, 2).expression),
  });
  const leave = (): Statement => ({
    kind: "if",
    test: test(),
    whenTrue: [{ kind: "leave", how: random.pick(["break", "break", "continue"]) }],
    whenFalse: [],
  });
  const branch = (): Statement => ({
    kind: "if",
    test: test(),
    whenTrue: [step()],
    whenFalse: random.chance(0.5) ? [step()] : [],
  });
  const count: Statement = {
    kind: "accumulate",
    name: steps,
    items: [],
    dtype: "int64",
    by: "+",
    value: integer(1),
  };
  return [
    ...(random.chance(0.5) ? [leave()] : []),
    random.chance(0.6) ? step() : branch(),
    count,
    ...(random.chance(0.3) ? [leave()] : []),
    ...(random.chance(0.4) ? [random.chance(0.5) ? step() : branch()] : []),
  ];
}

// Functions of the program: those that are inlined into their callers, and stencils.
import { arrayOf } from "./array-expressions.js";
import { pickArray, type StatementMaker } from "./array-statements.js";
import type { StencilMode } from "./program.js";
import { scalarOf, type Window } from "./scalar-expressions.js";
import { call, name } from "./syntax.js";
import { isKind, type Variable } from "./value-type.js";
import { declare, fresh, inner } from "./writer.js";

/** A function of arrays and numbers, called once. */
export const callFunction: StatementMaker = (w) => {
  const { random } = w;
  const args = random.shuffle(w.variables).slice(0, random.between(1, 3));
  const parameters = args.map(
    (variable): Variable => ({ ...variable, name: fresh(w, "t"), parameter: true }),
  );
  const shape = parameters.find((parameter) => parameter.shape !== null)?.shape;
  if (shape === undefined || shape === null) return;
  const result = arrayOf(inner(w, parameters), { shape, kind: "any", exact: !w.isApproximate }, 2);
  const of = fresh(w, "h");
  w.definitions.push({
    kind: "function",
    name: of,
    parameters: parameters.map((one) => one.name),
    result: call("copy", [result.expression]),
  });
  const expression = call(
    of,
    args.map((one) => name(one.name)),
  );
  const variable = declare(w, "v", { ...result, expression });
  w.body.push({ kind: "constant", name: variable.name, value: expression });
};

const MODES: readonly StencilMode[] = [
  "constant",
  "constant",
  "edge",
  "nearest",
  "reflect",
  "symmetric",
  "wrap",
];

export const callStencil: StatementMaker = (w) => {
  const { random } = w;
  const first = pickArray(
    w,
    ({ dtype }, shape) => shape.length > 0 && shape.length < 3 && isKind(dtype, "real"),
  );
  if (first === null) return;
  const other = pickArray(
    w,
    ({ dtype, name: of }, shape) =>
      of !== first.name && isKind(dtype, "real") && shape.join() === first.shape?.join(),
  );
  const arrays = other === null || random.chance(0.6) ? [first] : [first, other];
  const neighborhood = (first.shape ?? []).map((): readonly [number, number] => [
    -random.between(0, 2),
    random.between(0, 2),
  ]);
  const windows = arrays.map(({ dtype }): Window => ({ name: fresh(w, "a"), dtype, neighborhood }));
  const numbers = w.variables.filter(({ shape }) => shape === null).slice(0, random.between(0, 1));
  const scalars = numbers.map((one): Variable => ({ ...one, name: fresh(w, "t") }));
  const exact = [...arrays, ...numbers].every((array) => array.exact);
  const value = scalarOf(
    { w: inner(w, scalars), indices: [], windows },
    { kind: random.pick(["real", "integer", "float", "bool"]), exact: !w.isApproximate },
    3,
  );
  if (value.weak) return;
  const mode = random.pick(MODES);
  const fill =
    mode === "constant" && random.chance(0.5)
      ? random.pick([1, 2.5, value.dtype.startsWith("uint") ? 3 : -1, 0])
      : null;
  const of = fresh(w, "st");
  w.definitions.push({
    kind: "stencil",
    name: of,
    arrays: windows.map((window) => window.name),
    scalars: scalars.map((one) => one.name),
    result: value.expression,
    neighborhood,
    declared: mode === "constant" || random.chance(0.5),
    mode,
    fill,
  });
  const expression = call(
    of,
    [...arrays, ...numbers].map((one) => name(one.name)),
  );
  const variable = declare(w, "v", { ...value, exact: value.exact && exact, shape: first.shape, expression });
  w.body.push({ kind: "constant", name: variable.name, value: expression });
};

/** A scalar function of elements, called on arrays that broadcast. */
export const callVectorized: StatementMaker = (w) => {
  const { random } = w;
  const first = pickArray(w, ({ dtype }) => isKind(dtype, "real"));
  if (first === null) return;
  const other = pickArray(
    w,
    ({ dtype, name: of }, shape) =>
      of !== first.name &&
      isKind(dtype, "real") &&
      (shape.length === 0 ||
        (shape.length <= (first.shape?.length ?? 0) &&
          shape.join() === first.shape?.slice(-shape.length).join())),
  );
  const arrays = other === null || random.chance(0.5) ? [first] : [first, other];
  const exact = arrays.every((array) => array.exact);
  const parameters = arrays.map(
    (array): Variable => ({ ...array, name: fresh(w, "t"), shape: null, exact: true }),
  );
  const scope = { w: inner(w, parameters), indices: [], windows: [] };
  const value = scalarOf(
    scope,
    { kind: random.pick(["real", "integer", "float", "bool"]), exact: !w.isApproximate || !exact },
    3,
  );
  if (value.weak || !exact) return;
  const of = fresh(w, "u");
  w.definitions.push({
    kind: "vectorize",
    name: of,
    parameters: parameters.map((one) => one.name),
    result: value.expression,
  });
  const expression = call(
    of,
    arrays.map((array) => name(array.name)),
  );
  const variable = declare(w, "v", { ...value, shape: first.shape, expression });
  w.body.push({ kind: "constant", name: variable.name, value: expression });
};

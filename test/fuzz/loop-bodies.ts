// Parallel loops with more in their bodies: variables, inner loops, rows.
import { isFloat, isInteger, promoteTypes } from "../../compiler/ir/dtype.js";
import { arrayOf } from "./array-expressions.js";
import { pickArray, type StatementMaker } from "./array-statements.js";
import type { Expression, Statement } from "./program.js";
import { type LoopIndex, scalarOf } from "./scalar-expressions.js";
import { at, binary, call, cast, index, integer, list, name } from "./syntax.js";
import { type Variable, widened } from "./value-type.js";
import { declare, extent, extents, fresh, inner } from "./writer.js";

const zeros = (shape: readonly Expression[], dtype: Variable["dtype"]): Expression =>
  call("zeros", [list(shape)], { dtype });

/** Each iteration computes variables of its own, and accumulates over an inner loop. */
export const fillByInnerLoop: StatementMaker = (w) => {
  const { random } = w;
  const source = pickArray(w, (_, shape) => shape.length === 2);
  const [rows, columns] = source?.shape ?? [random.between(0, 9), random.between(0, 9)];
  if (rows === undefined || columns === undefined) return;
  w.hasLoops = true;
  const [i, j]: readonly LoopIndex[] = [
    { name: fresh(w, "i"), extent: rows },
    { name: fresh(w, "j"), extent: columns },
  ];
  if (i === undefined || j === undefined) return;
  const bounds = extents(w, [rows, columns]);
  const exact = !w.isApproximate;
  // A serial inner loop adds in its order, so that every bit is fixed.
  const parallel = random.chance(0.3);
  const isOpen = parallel && exact;
  const dtype = random.pick(["int64", "float64", "float32"] as const);
  const scope = { w: inner(w, w.variables), indices: [i], windows: [] };
  const early = scalarOf(scope, { kind: "real", exact }, 1);
  const local = declare(scope.w, "c", early);
  const value = scalarOf(
    { ...scope, indices: [i, j] },
    { kind: isOpen || dtype === "int64" ? "integer" : "real", exact: exact || dtype === "int64" },
    2,
  );
  const sum = fresh(w, "s");
  const unified = promoteTypes(dtype, widened(value.dtype));
  if (isOpen && !isInteger(unified)) return;
  const target = declare(w, "o", {
    expression: zeros(bounds.slice(0, 1), unified),
    dtype: unified,
    shape: [rows],
    weak: false,
    exact: exact || !isFloat(unified),
  });
  const step: Statement = {
    kind: "accumulate",
    name: sum,
    items: [],
    dtype: unified,
    by: "+",
    value: value.expression,
  };
  const last = random.chance(0.5) ? name(sum) : binary("+", name(sum), cast(unified, name(local.name)));
  w.body.push(
    { kind: "constant", name: target.name, value: zeros(bounds.slice(0, 1), unified) },
    {
      kind: "loop",
      parallel: random.chance(0.8),
      indices: [i.name],
      bounds: bounds.slice(0, 1),
      body: [
        { kind: "constant", name: local.name, value: early.expression },
        { kind: "variable", name: sum, dtype: unified, value: cast(unified, integer(0)) },
        {
          kind: "loop",
          parallel,
          indices: [j.name],
          bounds: bounds.slice(1),
          body: [step],
        },
        {
          kind: "store",
          array: target.name,
          items: [at(name(i.name))],
          operator: "=",
          value: local.exact || !isInteger(unified) ? last : name(sum),
        },
      ],
    },
  );
};

/** Each iteration computes a row at once, or reduces one. */
export const fillRows: StatementMaker = (w) => {
  const { random } = w;
  const source = pickArray(
    w,
    ({ dtype }, shape) => shape.length === 2 && (isInteger(dtype) || isFloat(dtype)),
  );
  if (source === null) return;
  const [rows = 0, columns = 0] = source.shape ?? [];
  w.hasLoops = true;
  const i = fresh(w, "i");
  const scope = inner(
    w,
    w.variables.filter(({ shape }) => shape === null || shape.length === 1),
  );
  const row: Variable = { ...source, name: fresh(w, "r"), shape: [columns], writable: false };
  scope.variables.push(row);
  const kind = isInteger(source.dtype) ? "integer" : "real";
  const value = arrayOf(scope, { shape: [columns], kind, exact: !w.isApproximate || kind === "integer" }, 2);
  const bounds = extents(w, [rows, columns]);
  const reduces = random.chance(0.5);
  const of = random.pick(["min", "max"]);
  const dtype = isInteger(source.dtype) ? "int64" : "float64";
  const exact = value.exact && !w.isApproximate;
  if (reduces && columns === 0) return;
  const shape = reduces ? [rows] : [rows, columns];
  const target = declare(w, "o", { expression: zeros(bounds, dtype), dtype, shape, weak: false, exact });
  w.body.push(
    { kind: "constant", name: target.name, value: zeros(reduces ? bounds.slice(0, 1) : bounds, dtype) },
    {
      kind: "loop",
      parallel: random.chance(0.8),
      indices: [i],
      bounds: bounds.slice(0, 1),
      body: [
        { kind: "constant", name: row.name, value: index(name(source.name), [at(name(i))]) },
        ...scope.body,
        {
          kind: "store",
          array: target.name,
          items: [at(name(i))],
          operator: "=",
          value: reduces ? call(of, [value.expression]) : value.expression,
        },
      ],
    },
  );
};

/** An array that a parallel loop accumulates as a whole, row by row. */
export const accumulateRows: StatementMaker = (w) => {
  const { random } = w;
  const source = pickArray(
    w,
    ({ dtype, exact }, shape) =>
      shape.length === 2 && exact && (isInteger(dtype) || (isFloat(dtype) && w.isApproximate)),
  );
  if (source === null) return;
  const [rows = 0, columns = 0] = source.shape ?? [];
  w.hasLoops = true;
  const i = fresh(w, "i");
  const dtype = isInteger(source.dtype) ? promoteTypes("int64", source.dtype) : "float64";
  if (isFloat(dtype) && isInteger(source.dtype)) return;
  const bounds = extents(w, [rows, columns]);
  const expression = zeros(bounds.slice(1), dtype);
  const row = index(name(source.name), [at(name(i))]);
  const value = random.chance(0.5) ? row : binary("*", row, integer(3));
  const target = declare(w, "h", {
    expression,
    dtype,
    shape: [columns],
    weak: false,
    exact: isInteger(dtype),
  });
  w.body.push(
    { kind: "constant", name: target.name, value: expression },
    {
      kind: "loop",
      parallel: true,
      indices: [i],
      bounds: bounds.slice(0, 1),
      body: [
        {
          kind: "accumulate",
          name: target.name,
          items: [{ kind: "slice", start: null, stop: null, step: null, computed: false }],
          dtype,
          by: random.pick(["+", "-"]),
          value,
        },
      ],
    },
  );
};

/** The place of the smallest or greatest value. */
export const findInLoop: StatementMaker = (w) => {
  const { random } = w;
  const length = pickArray(w, (_, shape) => shape.length > 0)?.shape?.[0] ?? 4;
  w.hasLoops = true;
  const loop: LoopIndex = { name: fresh(w, "i"), extent: length };
  const value = scalarOf(
    { w, indices: [loop], windows: [] },
    { kind: random.pick(["real", "integer"]), exact: true },
    1,
  );
  if (value.weak) return;
  const dtype = widened(value.dtype);
  const first = cast(dtype, integer(random.pick([0, 3, 100])));
  const best = declare(w, "s", { ...value, dtype, expression: first, exact: true });
  const place = declare(w, "s", { ...value, dtype: "int64", expression: integer(-1) });
  const greater = random.chance(0.5);
  const test = binary(greater ? ">" : "<", value.expression, name(best.name));
  w.body.push(
    { kind: "variable", name: best.name, dtype, value: first },
    { kind: "variable", name: place.name, dtype: "int64", value: cast("int64", integer(-1)) },
    {
      kind: "loop",
      parallel: random.chance(0.8),
      indices: [loop.name],
      bounds: [extent(w, length)],
      body: [
        {
          kind: "if",
          test,
          whenTrue: [
            { kind: "assign", name: best.name, dtype, value: value.expression },
            { kind: "assign", name: place.name, dtype: "int64", value: name(loop.name) },
          ],
          whenFalse: [],
        },
      ],
    },
  );
};

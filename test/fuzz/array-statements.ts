import { isComplex, isFloat, isInteger } from "../../compiler/ir/dtype.js";
import { arrayOf } from "./array-expressions.js";
import { mixedSelection } from "./mixed-selection.js";
import type { Expression, Item, Option, UpdateOperator } from "./program.js";
import { scalarOf } from "./scalar-expressions.js";
import { resultOf, slicesOf } from "./shaping-makers.js";
import { at, binary, call, index, integer, name } from "./syntax.js";
import { isKind, type Kind, promoteOperands, type Shape, type Typed, type Variable } from "./value-type.js";
import { declare, literal, readVariable, type Writer } from "./writer.js";

/** Writes a statement of one form, if the variables allow it. */
export type StatementMaker = (w: Writer) => void;

export function pickArray(w: Writer, test: (variable: Variable, shape: Shape) => boolean): Variable | null {
  const arrays = w.variables.filter((variable) => variable.shape !== null && test(variable, variable.shape));
  return arrays.length === 0 ? null : w.random.pick(arrays);
}

const anyShape = (w: Writer): Shape => pickArray(w, () => true)?.shape ?? [3];

export const declareArray: StatementMaker = (w) => {
  const kind = w.random.pick<Kind>(["any", "any", "real", "integer", "float", "bool"]);
  const value = arrayOf(w, { shape: anyShape(w), kind, exact: !w.isApproximate }, w.random.between(1, 3));
  // A bare name, a slice or a reordering may be a view of any of them.
  const isOwn = value.expression.kind === "binary" || value.expression.kind === "unary";
  push(w, isOwn ? value : { ...value, expression: call("copy", [value.expression]) });
};

function push(w: Writer, value: Typed, of: Variable | null = null): Variable {
  const variable = declare(w, "v", value, of);
  w.body.push({ kind: "constant", name: variable.name, value: value.expression });
  return variable;
}

/** A view that has a name: what is written through it shows in its source. */
export const declareView: StatementMaker = (w) => {
  const { random } = w;
  const source = pickArray(w, (_, shape) => shape.length > 0 && shape.every((n) => n > 0));
  if (source === null) return;
  const from = source.shape ?? [];
  const value = readVariable(source);
  if (random.chance(0.25)) {
    push(
      w,
      { ...value, shape: [...from].reverse(), expression: call("transpose", [value.expression]) },
      source,
    );
    return;
  }
  const to = from.map((n) => (random.chance(0.4) ? n : random.between(0, n)));
  const items = slicesOf(w, from, to);
  if (items !== null) push(w, { ...value, shape: to, expression: index(value.expression, items) }, source);
};

export const updateInPlace: StatementMaker = (w) => {
  const target = pickArray(w, ({ writable, dtype }) => writable && dtype !== "bool");
  if (target === null) return;
  const kind: Kind = isInteger(target.dtype) ? "integer" : "real";
  const value = updateValue(w, target, target.shape ?? [], kind);
  if (value === null) return;
  const operators: readonly UpdateOperator[] = isInteger(target.dtype)
    ? ["+=", "-=", "*=", "&=", "|=", "^="]
    : ["+=", "-=", "*=", "/="];
  const operator = w.random.pick(isComplex(target.dtype) ? (["+=", "-="] as const) : operators);
  w.body.push({ kind: "inPlace", name: target.name, operator, value: value.expression });
};

/** A value that an update can take in without leaving the target's dtype. */
function updateValue(w: Writer, target: Variable, shape: Shape, kind: Kind): Typed | null {
  const need = { shape, kind, exact: target.exact };
  const value = w.random.chance(0.25) ? literal(w, target.dtype) : arrayOf(w, need, w.random.between(0, 2));
  if (promoteOperands(target, value).dtype !== target.dtype) return null;
  return value;
}

export const storeSlice: StatementMaker = (w) => {
  const { random } = w;
  const target = pickArray(w, ({ writable }, shape) => writable && shape.length > 0);
  if (target === null) return;
  const from = target.shape ?? [];
  const to = from.map((n) => (random.chance(0.4) ? n : random.between(0, n)));
  const items = slicesOf(w, from, to);
  if (items !== null) store(w, target, items, to);
};

/** Parts of an array computed from other parts of it: all is read before anything is written. */
export const storeOverlapping: StatementMaker = (w) => {
  const { random } = w;
  const target = pickArray(
    w,
    ({ writable, dtype }, shape) => writable && shape.length > 0 && isKind(dtype, "real"),
  );
  if (target === null) return;
  const from = target.shape ?? [];
  const to = from.map((n) => random.between(Math.floor(n / 2), n));
  const part = (): readonly Item[] => slicesOf(w, from, to) ?? [];
  const value = (): Expression => index(name(target.name), part());
  const whole = random.pick([
    value,
    () => binary("+", value(), value()),
    () => binary("-", value(), binary("*", value(), integer(2))),
    () => call("flip", [value()], { axis: 0 }),
    () => call("where", [binary(">", value(), integer(1)), value(), value()]),
  ])();
  w.body.push({
    kind: "store",
    array: target.name,
    items: part(),
    operator: random.pick(["=", "+=", "-="]),
    value: whole,
  });
};

function store(w: Writer, target: Variable, items: readonly Item[], shape: Shape): void {
  const { random } = w;
  const isUpdate = random.chance(0.35) && target.dtype !== "bool";
  const kind: Kind = target.dtype === "bool" ? "bool" : isInteger(target.dtype) ? "integer" : "real";
  const value = isUpdate
    ? updateValue(w, target, shape, kind)
    : random.chance(0.25)
      ? literal(w, target.dtype)
      : arrayOf(
          w,
          {
            shape: broadcastable(w, shape),
            kind: isComplex(target.dtype) ? "any" : "real",
            exact: target.exact || !isFloat(target.dtype),
          },
          random.between(0, 2),
        );
  if (value === null || (isComplex(value.dtype) && !isComplex(target.dtype))) return;
  const operator = isUpdate ? random.pick<UpdateOperator>(["+=", "-=", "*="]) : "=";
  if (isUpdate && operator === "*=" && isComplex(target.dtype)) return;
  w.body.push({ kind: "store", array: target.name, items, operator, value: value.expression });
}

const broadcastable = (w: Writer, shape: Shape): Shape =>
  w.random.chance(0.8)
    ? shape
    : shape.slice(w.random.between(0, shape.length)).map((n) => (w.random.chance(0.3) ? 1 : n));

export const storeMasked: StatementMaker = (w) => {
  const { random } = w;
  const target = pickArray(w, ({ writable }, shape) => writable && shape.length > 0);
  if (target === null) return;
  const shape = target.shape ?? [];
  const leading = random.chance(0.7) ? shape.length : random.between(1, shape.length);
  const mask = arrayOf(w, { shape: shape.slice(0, leading), kind: "bool", exact: true }, 2);
  const masked = declare(w, "m", mask);
  w.body.push({ kind: "constant", name: masked.name, value: mask.expression });
  const items = [at(name(masked.name))];
  const fits = pickArray(
    w,
    ({ dtype, shape: other, exact }) =>
      other?.join() === shape.join() &&
      promoteOperands(target, { dtype, weak: false }).dtype === target.dtype &&
      (exact || !target.exact),
  );
  const value =
    random.chance(0.5) || fits === null ? literal(w, target.dtype).expression : index(name(fits.name), items);
  const operator =
    target.dtype === "bool" || random.chance(0.6) ? "=" : random.pick<UpdateOperator>(["+=", "-="]);
  w.body.push({ kind: "store", array: target.name, items, operator, value });
};

export const storeGathered: StatementMaker = (w) => {
  const { random } = w;
  const target = pickArray(w, ({ writable }, shape) => writable && shape.length > 0);
  const selection = target === null ? null : mixedSelection(w, target.shape ?? []);
  if (target === null || selection === null) return;
  const trailing = selection.items.findLastIndex((item) => item.kind === "at") + 1;
  const rest = selection.items
    .slice(trailing)
    .every(
      (item) => item.kind === "slice" && item.start === null && item.stop === null && item.step === null,
    );
  const items = rest && random.chance(0.5) ? selection.items.slice(0, trailing) : selection.items;
  store(w, target, items, selection.shape);
};

/** A copy of what slices, numbers and integer arrays select together. */
export const declareSelection: StatementMaker = (w) => {
  const source = pickArray(w, (_, shape) => shape.length > 0);
  const selection = source === null ? null : mixedSelection(w, source.shape ?? []);
  if (source === null || selection === null) return;
  const expression = index(name(source.name), selection.items);
  push(w, { ...readVariable(source), shape: selection.shape, expression });
};

export const storeElement: StatementMaker = (w) => {
  const { random } = w;
  const target = pickArray(
    w,
    ({ writable }, shape) => writable && shape.length > 0 && shape.every((n) => n > 0),
  );
  if (target === null) return;
  const items = (target.shape ?? []).map((n) =>
    at(integer(random.chance(0.02) ? n : random.between(-n, n - 1))),
  );
  const exact = target.exact || !isFloat(target.dtype);
  const value = random.chance(0.3)
    ? literal(w, target.dtype)
    : scalarOf(
        { w, indices: [], windows: [] },
        { kind: target.dtype === "bool" ? "bool" : "real", exact },
        2,
      );
  const operator =
    target.dtype === "bool" || random.chance(0.6) ? "=" : random.pick<UpdateOperator>(["+=", "-="]);
  w.body.push({ kind: "store", array: target.name, items, operator, value: value.expression });
};

/** The elements that a mask selects: how many is known when it runs, so little else can be done with them. */
export const selectMasked: StatementMaker = (w) => {
  const { random } = w;
  const source = pickArray(w, (_, shape) => shape.length > 0);
  if (source === null) return;
  const shape = source.shape ?? [];
  const leading = random.chance(0.6) ? shape.length : random.between(1, shape.length);
  const mask = arrayOf(w, { shape: shape.slice(0, leading), kind: "bool", exact: true }, 2);
  const picked = index(name(source.name), [at(mask.expression)]);
  const expression = random.pick([
    () => picked,
    () => call("flip", [picked]),
    () => binary("*", picked, literal(w, source.dtype).expression),
  ])();
  const selected = declare(w, "q", { ...readVariable(source), expression, shape: null, exact: source.exact });
  // Its shape is not known here: it is left out of the scope, and only returned.
  w.variables.pop();
  w.body.push({ kind: "constant", name: selected.name, value: expression });
  w.selected.push(selected.name);
};

const REDUCTIONS = [
  "sum",
  "prod",
  "min",
  "max",
  "argmin",
  "argmax",
  "mean",
  "variance",
  "std",
  "any",
  "all",
  "countNonzero",
  "ptp",
];

/** A reduction of all of an array, or of some of its axes. */
export const declareReduction: StatementMaker = (w) => {
  const { random } = w;
  const of = random.pick(REDUCTIONS);
  const isSum = ["sum", "prod", "mean", "variance", "std"].includes(of);
  const logical = ["any", "all", "countNonzero"].includes(of);
  const kind: Kind = logical ? "bool" : isSum && !w.isApproximate ? "integer" : "real";
  if (!w.isApproximate && ["mean", "variance", "std"].includes(of)) return;
  const shape = anyShape(w);
  const value = arrayOf(w, { shape, kind, exact: true }, random.between(0, 2));
  if (of === "ptp" && isFloat(value.dtype) && !w.isApproximate) return;
  const axes = axesOf(w, shape, of.startsWith("arg"));
  const options: Record<string, Option> = {};
  if (axes !== null) options["axis"] = axes;
  if (random.chance(0.25)) options["keepdims"] = true;
  const gone =
    axes === null ? shape.map((_, k) => k) : [axes].flat().map((k) => (k < 0 ? k + shape.length : k));
  const left =
    options["keepdims"] === true
      ? shape.map((n, k) => (gone.includes(k) ? 1 : n))
      : shape.filter((_, k) => !gone.includes(k));
  const dtype = resultOf(of, value);
  const exact = !isSum || isKind(dtype, "integer");
  push(w, {
    expression: call(of, [value.expression], options),
    dtype,
    shape: left.length === 0 && options["keepdims"] !== true ? null : left,
    weak: false,
    exact,
  });
};

function axesOf(w: Writer, shape: Shape, single: boolean): number | readonly number[] | null {
  const { random } = w;
  if (shape.length === 0 || random.chance(0.4)) return null;
  if (single || random.chance(0.7)) return random.between(-shape.length, shape.length - 1);
  return random.shuffle(shape.map((_, k) => k)).slice(0, random.between(1, shape.length));
}

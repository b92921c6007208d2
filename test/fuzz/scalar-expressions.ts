import { type DType, isFloat, isInteger } from "../../compiler/ir/dtype.js";
import type { Expression, Item, Operator } from "./program.js";
import { at, binary, call, cast, index, integer, name } from "./syntax.js";
import {
  arithmeticType,
  functionType,
  isKind,
  type Kind,
  quotientType,
  type Typed,
  type Variable,
} from "./value-type.js";
import { fresh, inner, literal, readVariable, type Writer } from "./writer.js";

/** An index of a loop over [0, extent). */
export interface LoopIndex {
  readonly name: string;
  readonly extent: number;
}
/** An array that a stencil's kernel reads at offsets within its neighborhood. */
export interface Window {
  readonly name: string;
  readonly dtype: DType;
  readonly neighborhood: readonly (readonly [low: number, high: number])[];
}
/** What scalar code can read: the writer's variables, indices, and windows. */
export interface ScalarScope {
  readonly w: Writer;
  readonly indices: readonly LoopIndex[];
  readonly windows: readonly Window[];
  /** Which arrays may be read, where not all. */
  readonly mayRead?: (variable: Variable) => boolean;
}
export interface ScalarNeed {
  readonly kind: Exclude<Kind, "any" | "number">;
  readonly exact: boolean;
}

type Maker = (scope: ScalarScope, need: ScalarNeed, depth: number) => Typed | null;

export function scalarOf(scope: ScalarScope, need: ScalarNeed, depth: number): Typed {
  const { random } = scope.w;
  if (depth > 0 && random.chance(0.85)) {
    for (const make of random.shuffle(MAKERS).slice(0, 3)) {
      const made = make(scope, need, depth - 1);
      if (made !== null && isKind(made.dtype, need.kind) && (made.exact || !need.exact)) return made;
    }
  }
  return leaf(scope, need);
}

function leaf(scope: ScalarScope, need: ScalarNeed): Typed {
  const { random } = scope.w;
  const element = random.chance(0.8) ? elementOf(scope, need) : null;
  if (element !== null) return element;
  const scalars = scope.w.variables
    .filter(({ shape, exact }) => shape === null && (exact || !need.exact))
    .map(readVariable);
  const indices = scope.indices.map(
    (one): Typed => ({ expression: name(one.name), dtype: "int64", shape: null, weak: false, exact: true }),
  );
  const fitting = [...scalars, ...indices].filter(({ dtype }) => isKind(dtype, need.kind));
  if (fitting.length > 0) return random.pick(fitting);
  if (need.kind === "bool")
    return {
      expression: { kind: "boolean", value: random.chance(0.5) },
      dtype: "bool",
      shape: null,
      weak: false,
      exact: true,
    };
  return strongLiteral(
    scope.w,
    random.pick<DType>(need.kind === "integer" ? ["int64", "int32"] : ["float64", "float32"]),
  );
}

function strongLiteral(w: Writer, dtype: DType): Typed {
  return { ...literal(w, dtype), dtype, weak: false, expression: cast(dtype, literal(w, dtype).expression) };
}

/** An element of an array, or of a window. */
function elementOf(scope: ScalarScope, need: ScalarNeed): Typed | null {
  const { w, windows, mayRead = () => true } = scope;
  const fromWindows = windows.filter(({ dtype }) => isKind(dtype, need.kind));
  if (fromWindows.length > 0) {
    const { name: array, dtype, neighborhood } = w.random.pick(fromWindows);
    const offsets = neighborhood.map(([low, high]) => at(integer(w.random.between(low, high))));
    return { expression: index(name(array), offsets), dtype, shape: null, weak: false, exact: true };
  }
  const arrays = w.variables.filter(
    (variable) =>
      variable.shape !== null &&
      variable.shape.length > 0 &&
      isKind(variable.dtype, need.kind) &&
      (variable.exact || !need.exact) &&
      mayRead(variable),
  );
  for (const array of w.random.shuffle(arrays).slice(0, 4)) {
    const items = elementItems(scope, array.shape ?? []);
    if (items !== null)
      return { ...readVariable(array), shape: null, expression: index(name(array.name), items) };
  }
  return null;
}

/** Indices that stay within an array of the shape; null where there are none. */
function elementItems({ w, indices }: ScalarScope, shape: readonly number[]): readonly Item[] | null {
  const items = shape.map((length): Item | null => {
    const loops = indices.filter(({ extent }) => extent <= length);
    if (loops.length === 0 || w.random.chance(0.1)) {
      return length === 0 ? null : at(integer(w.random.between(-length, length - 1)));
    }
    const { name: loop, extent } = w.random.pick(loops);
    return at(placeOf(w, loop, extent, length));
  });
  return items.some((item) => item === null) ? null : items.filter((item) => item !== null);
}

function placeOf(w: Writer, loop: string, extent: number, length: number): Expression {
  const { random } = w;
  const i = name(loop);
  const room = length - extent;
  if (random.chance(0.55))
    return room > 0 && random.chance(0.5) ? binary("+", i, integer(random.between(0, room))) : i;
  return random.pick([
    () => binary("-", integer(extent - 1), i),
    () => binary("-", integer(-1), i),
    () => binary("%", binary("+", i, integer(random.between(0, 5))), integer(Math.max(1, length))),
    () => call("Math.max", [binary("-", i, integer(1)), integer(0)]),
    // Out of bounds, in the last iterations.
    () => (random.chance(0.05) ? binary("+", i, integer(room + 1)) : i),
  ])();
}

const pair = (
  left: Typed,
  right: Typed,
  type: { dtype: DType; weak: boolean },
  expression: Expression,
): Typed => ({
  ...type,
  expression,
  shape: null,
  exact: left.exact && right.exact,
});

const arithmetic: Maker = (scope, need, depth) => {
  if (need.kind === "bool") return null;
  const left = scalarOf(scope, need, depth);
  const right = scope.w.random.chance(0.3) ? literal(scope.w, left.dtype) : scalarOf(scope, need, depth);
  const operator = scope.w.random.pick<Operator>(["+", "-", "*"]);
  return pair(left, right, arithmeticType(left, right), binary(operator, left.expression, right.expression));
};

const division: Maker = (scope, need, depth) => {
  if (need.kind !== "real" && need.kind !== "float") return null;
  const [left, right] = [
    scalarOf(scope, { ...need, kind: "real" }, depth),
    scalarOf(scope, { ...need, kind: "real" }, depth),
  ];
  return pair(left, right, quotientType(left, right), binary("/", left.expression, right.expression));
};

const remainder: Maker = (scope, need, depth) => {
  if (need.kind === "bool") return null;
  const left = scalarOf(scope, { ...need, exact: true }, depth);
  const right = integer(scope.w.random.between(1, 7));
  const of = scope.w.random.pick(["%", "floorDivide", "mod"]);
  const type = arithmeticType(left, { dtype: "int64", weak: true, shape: null });
  const expression = of === "%" ? binary("%", left.expression, right) : call(of, [left.expression, right]);
  return { ...left, ...type, expression };
};

const bits: Maker = (scope, need, depth) => {
  if (need.kind !== "integer" && need.kind !== "bool") return null;
  const left = scalarOf(scope, need, depth);
  const right = need.kind === "bool" ? scalarOf(scope, need, depth) : literal(scope.w, left.dtype);
  const operators: readonly Operator[] =
    need.kind === "bool" ? ["&", "|", "^", "&&", "||"] : ["&", "|", "^", "<<", ">>"];
  const type = need.kind === "bool" ? { dtype: "bool" as const, weak: false } : arithmeticType(left, right);
  return pair(left, right, type, binary(scope.w.random.pick(operators), left.expression, right.expression));
};

const comparison: Maker = (scope, need, depth) => {
  if (need.kind !== "bool") return null;
  const left = scalarOf(scope, { kind: "real", exact: true }, depth);
  const right = scope.w.random.chance(0.4)
    ? literal(scope.w, left.dtype)
    : scalarOf(scope, { kind: "real", exact: true }, depth);
  const operator = scope.w.random.pick<Operator>(["<", "<=", ">", ">=", "==", "!="]);
  return pair(
    left,
    right,
    { dtype: "bool", weak: false },
    binary(operator, left.expression, right.expression),
  );
};

const conditional: Maker = (scope, need, depth) => {
  const test = scalarOf(scope, { kind: "bool", exact: true }, depth);
  const [left, right] = [scalarOf(scope, need, depth), scalarOf(scope, need, depth)];
  // Branches of one type, so that nothing is left to unification.
  const dtype =
    left.dtype === right.dtype && !left.weak && !right.weak
      ? left.dtype
      : need.kind === "integer"
        ? "int64"
        : need.kind === "bool"
          ? "bool"
          : "float64";
  const of = (value: Typed): Expression =>
    value.dtype === dtype && !value.weak ? value.expression : cast(dtype, value.expression);
  const expression: Expression = {
    kind: "conditional",
    test: test.expression,
    whenTrue: of(left),
    whenFalse: of(right),
  };
  return pair(left, right, { dtype, weak: false }, expression);
};

const casting: Maker = ({ w, ...scope }, need, depth) => {
  if (need.kind === "bool") return null;
  const dtype = w.random.pick(
    ([...w.dtypes, "int32", "float64", "uint8", "int64"] as const).filter((one) => isKind(one, need.kind)),
  );
  const value = scalarOf({ w, ...scope }, { kind: "real", exact: need.exact || !isFloat(dtype) }, depth);
  return { ...value, dtype, weak: false, expression: cast(dtype, value.expression) };
};

const root: Maker = (scope, need, depth) => {
  if (need.kind !== "real" && need.kind !== "float") return null;
  const value = scalarOf(scope, { ...need, kind: "real" }, depth);
  return { ...value, ...functionType(value), expression: call("sqrt", [value.expression]) };
};

const library: Maker = (scope, need, depth) => {
  if (!scope.w.isApproximate || need.exact || (need.kind !== "real" && need.kind !== "float")) return null;
  const value = scalarOf(scope, { ...need, kind: "real" }, depth);
  return {
    ...value,
    ...functionType(value),
    exact: false,
    expression: call(scope.w.random.pick(["exp", "sin", "tanh", "log1p"]), [value.expression]),
  };
};

const extremum: Maker = (scope, need, depth) => {
  if (need.kind === "bool") return null;
  const [left, right] = [scalarOf(scope, need, depth), scalarOf(scope, need, depth)];
  if (
    left.dtype !== right.dtype ||
    left.weak ||
    right.weak ||
    (isInteger(left.dtype) && left.dtype !== "int64" && left.dtype !== "int32")
  )
    return null;
  return pair(
    left,
    right,
    left,
    call(scope.w.random.pick(["Math.min", "Math.max"]), [left.expression, right.expression]),
  );
};

const negation: Maker = (scope, need, depth) => {
  const value = scalarOf(scope, need, depth);
  const operator =
    need.kind === "bool" ? "!" : need.kind === "integer" ? scope.w.random.pick(["-", "~"] as const) : "-";
  const type = arithmeticType(value, value);
  return {
    ...value,
    dtype: need.kind === "bool" ? "bool" : type.dtype,
    expression: { kind: "unary", operator, operand: value.expression },
  };
};

/** A call of a scalar function of its own. */
const applied: Maker = (scope, need, depth) => {
  const { w } = scope;
  const args = [scalarOf(scope, { ...need, kind: "real" }, depth), scalarOf(scope, need, 0)];
  const parameters = args.map(
    (arg): Variable => ({
      ...arg,
      name: fresh(w, "t"),
      root: "scalar",
      writable: false,
      indexes: null,
      parameter: true,
    }),
  );
  const result = scalarOf({ w: inner(w, parameters), indices: [], windows: [] }, need, 1);
  const of = fresh(w, "g");
  w.definitions.push({
    kind: "function",
    name: of,
    parameters: parameters.map((one) => one.name),
    result: result.expression,
  });
  return {
    ...result,
    expression: call(
      of,
      args.map((arg) => arg.expression),
    ),
  };
};

const MAKERS: readonly Maker[] = [
  applied,
  arithmetic,
  arithmetic,
  arithmetic,
  division,
  remainder,
  bits,
  comparison,
  conditional,
  casting,
  root,
  library,
  extremum,
  negation,
];

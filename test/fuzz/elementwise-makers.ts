import { type DType, isComplex, isFloat, isInteger, promoteTypes } from "../../compiler/ir/dtype.js";
import { dtypeOf, type Maker, type Need } from "./maker.js";
import type { Expression, Operator } from "./program.js";
import { call, cast, float, integer } from "./syntax.js";
import {
  arithmeticType,
  functionType,
  isKind,
  promoteOperands,
  quotientType,
  type Typed,
} from "./value-type.js";
import type { Writer } from "./writer.js";

const both = (
  need: Need,
  left: Typed,
  right: Typed,
  type: { dtype: DType; weak: boolean },
  expression: Expression,
): Typed => ({
  ...type,
  expression,
  shape: need.shape,
  exact: left.exact && right.exact,
});

const arithmetic: Maker = (w, need, nested) => {
  if (need.kind === "bool") return null;
  const left = nested.array({ ...need, kind: need.kind === "any" ? "any" : need.kind });
  const right = nested.operand({ ...need, kind: need.kind === "integer" ? "integer" : "any" }, left.dtype);
  const operator = w.random.pick<Operator>(["+", "-", "*"]);
  const type = arithmeticType(left, right);
  // NumPy may round the parts of a complex product in another order.
  const exact = left.exact && right.exact && (operator !== "*" || !isComplex(type.dtype));
  if (!exact && !w.isApproximate && isComplex(type.dtype)) return null;
  return {
    ...both(need, left, right, type, {
      kind: "binary",
      operator,
      left: left.expression,
      right: right.expression,
    }),
    exact,
  };
};

const division: Maker = (_w, need, nested) => {
  if (!isKind("float64", need.kind)) return null;
  const left = nested.array({ ...need, kind: "real" });
  const right = nested.operand({ ...need, kind: "real" }, left.dtype);
  const expression: Expression = {
    kind: "binary",
    operator: "/",
    left: left.expression,
    right: right.expression,
  };
  return both(need, left, right, quotientType(left, right), expression);
};

/** An array that divides: without zeros where it is of integers, but for one in a while. */
function divisor(w: Writer, value: Typed): Typed {
  if (isFloat(value.dtype) || w.random.chance(0.02)) return value;
  const expression = call("maximum", [value.expression, integer(1)]);
  return { ...value, expression };
}

const remainders: Maker = (w, need, nested) => {
  if (!isKind("int64", need.kind) && need.kind !== "float") return null;
  const kind = need.kind === "integer" ? "integer" : "real";
  const left = nested.array({ ...need, kind, exact: true });
  const right = divisor(w, nested.array({ ...need, kind, exact: true }));
  const operator = w.random.pick(["%", "floorDivide", "mod"]);
  const expression: Expression =
    operator === "%"
      ? { kind: "binary", operator, left: left.expression, right: right.expression }
      : call(operator, [left.expression, right.expression]);
  return both(need, left, right, arithmeticType(left, right), expression);
};

const bits: Maker = (w, need, nested) => {
  if (need.kind === "float") return null;
  const boolean = need.kind === "bool" || (need.kind === "any" && w.random.chance(0.3));
  const kind = boolean ? "bool" : "integer";
  const left = nested.array({ ...need, kind });
  let right = boolean ? nested.array({ ...need, kind }) : nested.operand({ ...need, kind }, left.dtype);
  if (right.shape !== null && !isInteger(promoteTypes(left.dtype, right.dtype)) && !boolean)
    right = { ...right, dtype: left.dtype, expression: cast(left.dtype, right.expression) };
  if (right.shape === null && !right.weak) return null;
  const type = promoteOperands(left, right);
  const operator = w.random.pick<Operator>(boolean ? ["&", "|", "^"] : ["&", "|", "^", "<<", ">>"]);
  return both(need, left, right, type, {
    kind: "binary",
    operator,
    left: left.expression,
    right: right.expression,
  });
};

const comparison: Maker = (w, need, nested) => {
  if (need.kind !== "bool" && need.kind !== "any") return null;
  const left = nested.array({ ...need, kind: "real", exact: true });
  const right = nested.operand({ ...need, kind: "real", exact: true }, left.dtype);
  if (right.shape === null && !right.exact) return null;
  const operator = w.random.pick<Operator>(["<", "<=", ">", ">=", "==", "!="]);
  return both(
    need,
    left,
    right,
    { dtype: "bool", weak: false },
    { kind: "binary", operator, left: left.expression, right: right.expression },
  );
};

const choice: Maker = (_w, need, nested) => {
  const test = nested.array({ ...need, kind: "bool", exact: true });
  const left = nested.array(need);
  const right = nested.operand(
    { ...need, kind: need.kind === "integer" ? "integer" : need.kind },
    left.dtype,
  );
  if (right.weak && left.dtype === "bool") return null;
  return both(
    need,
    left,
    right,
    promoteOperands(left, right),
    call("where", [test.expression, left.expression, right.expression]),
  );
};

const extremum: Maker = (w, need, nested) => {
  if (need.kind === "bool") return null;
  const kind = need.kind === "integer" || need.kind === "float" ? need.kind : "real";
  const left = nested.array({ ...need, kind });
  const right = nested.operand({ ...need, kind }, left.dtype);
  if (right.shape === null && isFloat(right.dtype) && isInteger(left.dtype) && need.kind === "integer")
    return null;
  const of = w.random.pick(["maximum", "minimum", "fmax", "fmin"]);
  return both(need, left, right, promoteOperands(left, right), call(of, [left.expression, right.expression]));
};

const unary: Maker = (w, need, nested) => {
  const { random } = w;
  const value = nested.array(need.kind === "any" ? { ...need, kind: "number" } : need);
  const same = (expression: Expression): Typed => ({ ...value, expression });
  if (value.dtype === "bool")
    return random.chance(0.5)
      ? same({ kind: "unary", operator: "~", operand: value.expression })
      : same(call("logicalNot", [value.expression]));
  if (isInteger(value.dtype) && random.chance(0.4))
    return same({ kind: "unary", operator: "~", operand: value.expression });
  if (random.chance(0.4) || isComplex(value.dtype))
    return same({ kind: "unary", operator: random.pick(["-", "+"]), operand: value.expression });
  const steps = ["floor", "ceil", "trunc", "sign", ...(isFloat(value.dtype) ? ["rint"] : [])];
  return same(call(random.pick(["abs", "square", ...(value.exact ? steps : [])]), [value.expression]));
};

const predicate: Maker = (w, need, nested) => {
  if (need.kind !== "bool" && need.kind !== "any") return null;
  const value = nested.array({ ...need, kind: "float", exact: true });
  return {
    ...value,
    dtype: "bool",
    expression: call(w.random.pick(["isnan", "isinf", "isfinite"]), [value.expression]),
  };
};

const casting: Maker = (w, need, nested) => {
  const dtype = dtypeOf(w, need.kind === "any" ? "any" : need.kind);
  const discrete = !isFloat(dtype) && !isComplex(dtype);
  const value = nested.array({
    ...need,
    kind: isComplex(dtype) ? "any" : "real",
    exact: need.exact || discrete,
  });
  return { ...value, dtype, weak: false, expression: cast(dtype, value.expression) };
};

const root: Maker = (_w, need, nested) => {
  if (need.kind === "bool" || need.kind === "integer") return null;
  const value = nested.array({ ...need, kind: "real" });
  return { ...value, ...functionType(value), expression: call("sqrt", [value.expression]) };
};

const FUNCTIONS = ["exp", "sin", "cos", "tanh", "arctan", "log1p", "expm1", "log", "cbrt", "exp2", "log2"];

const library: Maker = (w, need, nested) => {
  if (!w.isApproximate || need.exact || need.kind === "bool" || need.kind === "integer") return null;
  const value = nested.array({ ...need, kind: "real" });
  return {
    ...value,
    ...functionType(value),
    exact: false,
    expression: call(w.random.pick(FUNCTIONS), [value.expression]),
  };
};

const power: Maker = (w, need, nested) => {
  if (need.kind === "bool") return null;
  const value = nested.array({ ...need, kind: need.kind === "integer" ? "integer" : "real" });
  const cube = isInteger(value.dtype) || (w.isApproximate && !need.exact);
  const exponent = integer(w.random.pick(cube ? [0, 1, 2, 3, 5] : [2]));
  const exact = value.exact && (isInteger(value.dtype) || !cube);
  return {
    ...value,
    exact,
    expression: { kind: "binary", operator: "**", left: value.expression, right: exponent },
  };
};

const clipped: Maker = (w, need, nested) => {
  if (need.kind === "bool") return null;
  const value = nested.array({ ...need, kind: need.kind === "integer" ? "integer" : "real" });
  const bounds = isFloat(value.dtype)
    ? [float(-0.5), float(2.5)]
    : [integer(1), integer(w.random.between(1, 9))];
  return { ...value, expression: call("clip", [value.expression, ...bounds]) };
};

/** What makes elementwise expressions; what is listed twice is made more often. */
export const ELEMENTWISE: readonly Maker[] = [
  arithmetic,
  arithmetic,
  arithmetic,
  division,
  remainders,
  bits,
  comparison,
  choice,
  extremum,
  unary,
  predicate,
  casting,
  root,
  library,
  library,
  power,
  clipped,
];

// Functions of NumPy by name: ufuncs beside the operators, and complex numbers.
import {
  type DType,
  isComplex,
  isFloat,
  isInteger,
  promoteTypes,
  unsignedOf,
} from "../../compiler/ir/dtype.js";
import type { Maker } from "./maker.js";
import { binary, call, cast, integer } from "./syntax.js";
import { arithmeticType, functionType, promoteOperands, quotientType, type Typed } from "./value-type.js";

const pair = (
  of: string,
  left: Typed,
  right: Typed,
  type: { readonly dtype: DType; readonly weak: boolean },
  exact: boolean,
): Typed => ({
  ...type,
  expression: call(of, [left.expression, right.expression]),
  shape: left.shape,
  exact: exact && left.exact && right.exact,
});

const named: Maker = (w, need, nested) => {
  if (need.kind === "bool") return null;
  const kind = need.kind === "integer" || need.kind === "float" ? need.kind : "real";
  const left = nested.array({ ...need, kind });
  const right = nested.operand({ ...need, kind }, left.dtype);
  const of = w.random.pick(["add", "subtract", "multiply", "divide"]);
  const type = of === "divide" ? quotientType(left, right) : arithmeticType(left, right);
  return pair(of, left, right, type, true);
};

const logical: Maker = (w, need, nested) => {
  if (need.kind !== "bool" && need.kind !== "any") return null;
  const kind = w.random.pick(["bool", "real"] as const);
  const [left, right] = [
    nested.array({ ...need, kind, exact: true }),
    nested.array({ ...need, kind, exact: true }),
  ];
  const comparing =
    kind === "real" ? ["less", "lessEqual", "greater", "greaterEqual", "equal", "notEqual"] : [];
  const of = w.random.pick(["logicalAnd", "logicalOr", "logicalXor", ...comparing]);
  return pair(of, left, right, { dtype: "bool", weak: false }, true);
};

const bitwise: Maker = (w, need, nested) => {
  if (need.kind !== "integer" && need.kind !== "any") return null;
  const left = nested.array({ ...need, kind: "integer" });
  const right = nested.array({ ...need, kind: "integer" });
  const shift = w.random.pick(["leftShift", "rightShift"]);
  if (w.random.chance(0.5)) {
    return { ...left, expression: call(shift, [left.expression, integer(w.random.between(0, 70))]) };
  }
  if (!isInteger(promoteTypes(left.dtype, right.dtype))) return null;
  const of = w.random.pick(["bitwiseAnd", "bitwiseOr", "bitwiseXor", "gcd"]);
  if (of === "gcd" && promoteTypes(left.dtype, right.dtype).startsWith("i")) return null;
  return pair(of, left, right, promoteOperands(left, right), true);
};

/** `>>>`, which gives the unsigned dtype. */
const unsigned: Maker = (w, need, nested) => {
  if (need.kind !== "integer" && need.kind !== "any") return null;
  const value = nested.array({ ...need, kind: "integer" });
  if (!isInteger(value.dtype)) return null;
  const expression = binary(">>>", value.expression, integer(w.random.between(0, 40)));
  return { ...value, dtype: unsignedOf(value.dtype), expression };
};

const steps: Maker = (w, need, nested) => {
  if (need.kind !== "float" && need.kind !== "real" && need.kind !== "any") return null;
  const value = nested.array({ ...need, kind: "float", exact: true });
  const other = nested.array({ ...need, kind: "float", exact: true });
  const of = w.random.pick(["nextafter", "fround", "reciprocal", "round", "fmod"]);
  if (of === "nextafter" || of === "fmod") return pair(of, value, other, promoteOperands(value, other), true);
  const dtype = of === "fround" ? "float32" : value.dtype;
  return { ...value, dtype, expression: call(of, [value.expression]) };
};

const library: Maker = (w, need, nested) => {
  if (!w.isApproximate || need.exact || need.kind === "bool" || need.kind === "integer") return null;
  const [left, right] = [nested.array({ ...need, kind: "float" }), nested.array({ ...need, kind: "float" })];
  const type = promoteOperands(left, right);
  if (w.random.chance(0.5))
    return pair(w.random.pick(["hypot", "arctan2", "logaddexp"]), left, right, type, false);
  const of = w.random.pick(["sinh", "tan", "log10", "arcsinh", "deg2rad", "erf"]);
  return { ...left, ...functionType(left), exact: false, expression: call(of, [left.expression]) };
};

const parts: Maker = (w, need, nested) => {
  if (need.kind !== "float" && need.kind !== "real" && need.kind !== "any") return null;
  const value = nested.array({ ...need, kind: "any" });
  if (!isComplex(value.dtype)) return null;
  const of = w.random.pick(["real", "imag", ...(w.isApproximate && !need.exact ? ["abs"] : [])]);
  const dtype = value.dtype === "complex64" ? "float32" : "float64";
  return { ...value, dtype, exact: value.exact && of !== "abs", expression: call(of, [value.expression]) };
};

const complexOf: Maker = (w, need, nested) => {
  if (need.kind !== "any" && need.kind !== "number") return null;
  if (!w.dtypes.some(isComplex)) return null;
  const [re, im] = [nested.array({ ...need, kind: "float" }), nested.array({ ...need, kind: "float" })];
  if (!isFloat(re.dtype) || re.dtype !== im.dtype) return null;
  const dtype = re.dtype === "float32" ? "complex64" : "complex128";
  return { ...pair("complex", re, im, { dtype, weak: false }, true) };
};

/** Of two vectors; a sum of integers, or one whose order is open. */
const product: Maker = (w, need, nested) => {
  const { random } = w;
  if (need.kind === "bool" || need.shape.length !== 2) return null;
  const kind = w.isApproximate && !need.exact ? "real" : "integer";
  const [rows = 0, columns = 0] = need.shape;
  const outer = random.chance(0.4);
  const inside = random.pick([0, 1, 3, 5]);
  const left = nested.array({ shape: outer ? [rows] : [rows, inside], kind, exact: true });
  const right = nested.array({ shape: outer ? [columns] : [inside, columns], kind, exact: true });
  const type = promoteOperands(left, right);
  if (!isInteger(type.dtype) && !w.isApproximate) return null;
  const of = outer ? "outer" : random.pick(["dot", "matmul"]);
  return { ...pair(of, left, right, type, outer || isInteger(type.dtype)), shape: need.shape };
};

const vectorProduct: Maker = (w, need, nested) => {
  const { random } = w;
  if (need.kind === "bool" || need.shape.length !== 1) return null;
  const kind = w.isApproximate && !need.exact ? "real" : "integer";
  const [length = 0] = need.shape;
  const inside = random.pick([0, 1, 3, 17]);
  const matrix = nested.array({
    shape: random.chance(0.5) ? [length, inside] : [inside, length],
    kind,
    exact: true,
  });
  const vector = nested.array({ shape: [inside], kind, exact: true });
  const first = matrix.shape?.[0] === length && matrix.shape[1] === inside;
  const [left, right] = first ? [matrix, vector] : [vector, matrix];
  const type = promoteOperands(left, right);
  if (!isInteger(type.dtype) && !w.isApproximate) return null;
  return {
    ...pair(random.pick(["dot", "matmul"]), left, right, type, isInteger(type.dtype)),
    shape: need.shape,
  };
};

const differences: Maker = (_w, need, nested) => {
  const [length = 0] = need.shape;
  if (need.kind === "bool" || need.shape.length !== 1) return null;
  const value = nested.array({
    ...need,
    shape: [length + 1],
    kind: need.kind === "any" ? "real" : need.kind,
  });
  return { ...value, shape: need.shape, expression: call("diff", [value.expression]) };
};

const selections: Maker = (w, need, nested) => {
  const axis = w.random.between(0, need.shape.length);
  const shape = [...need.shape.slice(0, axis), 1, ...need.shape.slice(axis)];
  if (shape.length > 3) return null;
  const value = nested.array({ ...need, shape });
  return { ...value, shape: need.shape, expression: call("squeeze", [value.expression], { axis }) };
};

const ranges: Maker = (_w, need) => {
  const [length = 0] = need.shape;
  if (need.kind === "bool" || need.kind === "float" || need.shape.length !== 1) return null;
  return {
    dtype: "int64",
    weak: false,
    exact: true,
    shape: need.shape,
    expression: cast("int64", call("arange", [integer(length)])),
  };
};

export const UFUNCS: readonly Maker[] = [
  named,
  named,
  logical,
  bitwise,
  unsigned,
  steps,
  library,
  parts,
  complexOf,
  product,
  vectorProduct,
  differences,
  selections,
  ranges,
];

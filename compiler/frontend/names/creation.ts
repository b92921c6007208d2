// Arrays of one value, of the unit matrix, and of values written out.
import type ts from "typescript";
import type { DType } from "../../ir/dtype.js";
import type { ValueId } from "../../ir/ids.js";
import { arrayOf } from "../array-literal.js";
import type { Context } from "../context.js";
import { generate, loadElement } from "../elementwise.js";
import { rowMajor } from "../layouts.js";
import { emitSelect } from "../scalar-emission.js";
import { convert, emitConstant, toIndex } from "../scalars.js";
import { stretchTo } from "../stretch.js";
import type { ArrayValue, Value } from "../value.js";
import { int64, strong, weakInteger } from "../value.js";
import {
  argument,
  arrayArgument,
  dtypeArgument,
  expectArray,
  onlyOptions,
  required,
  shapeArgument,
} from "./arguments.js";
import { entriesOf } from "./entries-of.js";
import type { CallSite, NameEntry } from "./entry.js";
import { CREATION, VALUES } from "./groups.js";

/** An array of one value, or of an array stretched to the shape. Without a dtype, a weak value counts as its own int64 or float64. */
function filled(
  cx: Context,
  site: CallSite,
  shape: readonly ValueId[],
  value: Value,
  dtype: DType | null,
): ArrayValue {
  const { node } = site;
  const description = `creation ${site.name}`;
  if (value.kind === "scalar") {
    return generate(cx, node, description, shape, () => convert(cx, value, dtype ?? value.dtype, node));
  }
  const array = expectArray(cx, site, value, "fillValue");
  const indexOf = stretchTo(cx, array, shape, node, "broadcast");
  return generate(cx, node, description, shape, (indices) =>
    convert(cx, loadElement(cx, array, indexOf(indices), node), dtype ?? array.dtype, node),
  );
}

const constantFill =
  (value: number): NameEntry["call"] =>
  (cx, site) => {
    onlyOptions(cx, site, ["shape", "dtype"]);
    const dtype = dtypeArgument(cx, argument(site, 1, "dtype"), site.node) ?? "float64";
    const shape = shapeArgument(cx, site, required(cx, site, 0, "shape"));
    return filled(cx, site, shape, weakInteger(value), dtype);
  };
const constantLike =
  (value: number): NameEntry["call"] =>
  (cx, site) => {
    onlyOptions(cx, site, ["dtype", "shape"]);
    return like(cx, site, weakInteger(value), 1);
  };

function like(cx: Context, site: CallSite, value: Value, position: number): ArrayValue {
  const array = arrayArgument(cx, site, 0, "a");
  const dtype = dtypeArgument(cx, argument(site, position, "dtype"), site.node) ?? array.dtype;
  const shape = site.options.get("shape");
  return filled(
    cx,
    site,
    shape === undefined ? cx.shapeOf(array) : shapeArgument(cx, site, shape),
    value,
    dtype,
  );
}

const fillValue = (cx: Context, site: CallSite): Value =>
  site.options.get("fill_value") ?? required(cx, site, 1, "fillValue");

const full: NameEntry["call"] = (cx, site) => {
  onlyOptions(cx, site, ["shape", "dtype", "fillValue", "fill_value"]);
  const dtype = dtypeArgument(cx, argument(site, 2, "dtype"), site.node);
  return filled(
    cx,
    site,
    shapeArgument(cx, site, required(cx, site, 0, "shape")),
    fillValue(cx, site),
    dtype,
  );
};
const fullLike: NameEntry["call"] = (cx, site) => {
  onlyOptions(cx, site, ["dtype", "shape", "fillValue", "fill_value"]);
  return like(cx, site, fillValue(cx, site), 2);
};

/** Ones where column - row is k. */
function unitMatrix(
  cx: Context,
  site: CallSite,
  shape: readonly ValueId[],
  k: ValueId,
  dtype: DType,
): ArrayValue {
  const { node } = site;
  return generate(cx, node, `creation ${site.name}`, shape, ([i, j]) => {
    if (i === undefined || j === undefined) throw new Error("A unit matrix has two axes");
    const on = cx.integers.compare("eq", cx.integers.add(i, k, node), j, node);
    const [one, zero] = [emitConstant(cx, 1, dtype, node), emitConstant(cx, 0, dtype, node)];
    return strong(emitSelect(cx, on, one, zero, dtype, node), dtype);
  });
}

const eye: NameEntry["call"] = (cx, site) => {
  onlyOptions(cx, site, ["N", "M", "k", "dtype"]);
  const rows = required(cx, site, 0, "N");
  const columns = argument(site, 1, "M") ?? rows;
  const shape = shapeArgument(cx, site, { kind: "tuple", items: [rows, columns] });
  const k = toIndex(cx, argument(site, 2, "k") ?? int64(0), site.node, "The diagonal of eye");
  const dtype = dtypeArgument(cx, argument(site, 3, "dtype"), site.node) ?? "float64";
  return unitMatrix(cx, site, shape, k, dtype);
};
const identity: NameEntry["call"] = (cx, site) => {
  onlyOptions(cx, site, ["n", "dtype"]);
  const n = required(cx, site, 0, "n");
  const dtype = dtypeArgument(cx, argument(site, 1, "dtype"), site.node) ?? "float64";
  const shape = shapeArgument(cx, site, { kind: "tuple", items: [n, n] });
  return unitMatrix(cx, site, shape, cx.integers.constant(0, site.node), dtype);
};

/** `keeps` says which arrays are given back as they are. */
const arrayFrom =
  (keeps: (cx: Context, array: ArrayValue, node: ts.Node) => ArrayValue | null): NameEntry["call"] =>
  (cx, site) => {
    onlyOptions(cx, site, ["dtype"]);
    const values = required(cx, site, 0, "values");
    const dtype = dtypeArgument(cx, argument(site, 1, "dtype"), site.node);
    const asItIs = values.kind === "array" && (dtype === null || dtype === values.dtype);
    return (asItIs ? keeps(cx, values, site.node) : null) ?? arrayOf(cx, values, dtype, site.node);
  };

const entry = entriesOf(CREATION);
const valuesEntry = entriesOf(VALUES);

/** Creation of language.md section 5; its ranges are in ranges.ts. */
export const creation: readonly NameEntry[] = [
  entry(
    "zeros",
    "zeros(shape, dtype?)",
    "An array of zeros, float64 by default.",
    "zeros([2, 3])",
    constantFill(0),
  ),
  entry(
    "ones",
    "ones(shape, dtype?)",
    "An array of ones, float64 by default.",
    "ones(3, int32)",
    constantFill(1),
  ),
  entry(
    "empty",
    "empty(shape, dtype?)",
    "An array to be filled; its elements start as zeros.",
    "const a = empty(3);\na.fill(7);\na",
    constantFill(0),
  ),
  entry(
    "full",
    "full(shape, value, dtype?)",
    "An array of one value, of the value's dtype by default.",
    "full([2, 2], 7)",
    full,
  ),
  entry(
    "zerosLike",
    "zerosLike(a, dtype?)",
    "Zeros in the shape and dtype of a.",
    "zerosLike(array([1, 2, 3]))",
    constantLike(0),
  ),
  entry(
    "onesLike",
    "onesLike(a, dtype?)",
    "Ones in the shape and dtype of a.",
    "onesLike(array([1.5, 2.5]))",
    constantLike(1),
  ),
  entry(
    "emptyLike",
    "emptyLike(a, dtype?)",
    "An array to be filled, in the shape and dtype of a.",
    "emptyLike(array([1, 2])).shape",
    constantLike(0),
  ),
  entry(
    "fullLike",
    "fullLike(a, value, dtype?)",
    "One value in the shape and dtype of a.",
    "fullLike(array([1, 2, 3]), 9)",
    fullLike,
  ),
  entry("eye", "eye(n, m?, k?, dtype?)", "Ones on a diagonal, zeros elsewhere.", "eye(2, 3, 1)", eye),
  entry("identity", "identity(n, dtype?)", "The identity matrix.", "identity(2, int8)", identity),
  valuesEntry(
    "array",
    "array(values, dtype?)",
    "An array of nested tuples of scalars and arrays, or a copy of an array.",
    "array([[1, 2], [3, 4.5]])",
    arrayFrom(() => null),
  ),
  valuesEntry(
    "asarray",
    "asarray(values, dtype?)",
    "As array, but an array of the dtype is given back itself.",
    "asarray([1, 2, 3], float32)",
    arrayFrom((_cx, array) => array),
  ),
  valuesEntry(
    "ascontiguousarray",
    "ascontiguousarray(values, dtype?)",
    "As array, but a row-major array of the dtype is given back itself.",
    "ascontiguousarray(array([[1, 2], [3, 4]]).T)",
    arrayFrom(rowMajor),
  ),
];

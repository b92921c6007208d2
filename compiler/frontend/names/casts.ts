import type { DType } from "../../ir/dtype.js";
import { DTYPES } from "../../ir/dtype.js";
import type { Context } from "../context.js";
import { mapElements } from "../elementwise.js";
import { expectOperand } from "../operators.js";
import { convert } from "../scalars.js";
import type { Scalar } from "../value.js";
import { required } from "./arguments.js";
import type { NameEntry } from "./entry.js";
import { CASTS } from "./groups.js";

/** Arrays that show what the cast does with fractions, NaN and values out of its range. */
const EXAMPLES: Readonly<Record<DType, string>> = {
  bool: "array([0.0, 0.5, NaN])",
  int8: "array([1.9, -1.9, 1000.0])",
  int16: "array([1.9, 1e6])",
  int32: "array([1.9, NaN])",
  int64: "array([-1.9, 1.9])",
  uint8: "array([-5.0, 300.0])",
  uint16: "array([-1, 65537])",
  uint32: "array([-1, 7])",
  uint64: "array([1.9, 7.0])",
  float32: "array([0.1, 1e40])",
  float64: "array([1, 2])",
  complex64: "array([1, 2])",
  complex128: "array([1, 2])",
};

/** The casts: float to integer truncates and saturates, NaN gives 0; integer to integer keeps the low bits. */
export const casts: readonly NameEntry[] = DTYPES.map(
  (dtype): NameEntry => ({
    names:
      dtype === "bool"
        ? ["bool", "Boolean"]
        : dtype === "float64"
          ? ["float64", "Number", "float"]
          : dtype === "int64"
            ? ["int64", "int", "BigInt"]
            : [dtype],
    group: CASTS,
    signature: `${dtype}(x)`,
    arity: { least: 1, most: 1 },
    summary: `x converted to ${dtype}, element by element.`,
    example: `${dtype}(${EXAMPLES[dtype]})`,
    method: false,
    math: false,
    call: (cx, site) =>
      mapElements(
        cx,
        site.node,
        dtype,
        [expectOperand(cx, required(cx, site, 0, "x"), site.name, site.node)],
        ([x]) => castScalar(cx, x, dtype, site.node),
      ),
  }),
);

function castScalar(
  cx: Context,
  x: Scalar | undefined,
  dtype: DType,
  node: Parameters<typeof convert>[3],
): Scalar {
  if (x === undefined) throw new Error("A cast lost its operand");
  return convert(cx, x, dtype, node);
}

import type { DType } from "../../ir/dtype.js";
import { DTYPES } from "../../ir/dtype.js";
import type { Context } from "../context.js";
import { mapElements } from "../elementwise.js";
import { expectOperand } from "../operators.js";
import { convert } from "../scalars.js";
import type { Scalar } from "../value.js";
import { required } from "./arguments.js";
import type { NameEntry } from "./entry.js";

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
    family: "casts",
    signature: `${dtype}(x)`,
    summary: `x converted to ${dtype}, element by element.`,
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

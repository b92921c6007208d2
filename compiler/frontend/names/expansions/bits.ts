// Names that work on the bits of integers.
import { isInteger, isSigned, itemsize } from "../../../ir/dtype.js";
import type { ValueId } from "../../../ir/ids.js";
import { toInt32 } from "../../arithmetic.js";
import type { Context } from "../../context.js";
import { emitBinary, emitCall, emitCompare, emitSelect } from "../../scalar-emission.js";
import { convert, emitConstant, idOf } from "../../scalars.js";
import type { Scalar } from "../../value.js";
import { strong } from "../../value.js";
import type { Node, ScalarExpansion } from "../expansion.js";
import { common, numericPair, result } from "../expansion.js";

/** NumPy's shifts: a count beyond the width leaves zero, or the sign of a number that is shifted right. */
export const shift =
  (op: "shl" | "shr"): ScalarExpansion =>
  (cx, args, mode, node) => {
    const { a, b, ...promoted } = numericPair(cx, args, mode, node);
    const { dtype } = promoted;
    if (!isInteger(dtype)) throw cx.typeError(`A shift takes integers, not ${dtype}.`, node);
    const [zero, last] = [
      emitConstant(cx, 0, dtype, node),
      emitConstant(cx, itemsize(dtype) * 8 - 1, dtype, node),
    ];
    const inside = emitBinary(
      cx,
      "and",
      emitCompare(cx, "ge", b, zero, node),
      emitCompare(cx, "le", b, last, node),
      "bool",
      node,
    );
    if (op === "shr" && isSigned(dtype)) {
      const count = emitSelect(cx, inside, b, last, dtype, node);
      return result(emitBinary(cx, "shr", a, count, dtype, node), promoted);
    }
    const shifted = emitBinary(cx, op, a, emitSelect(cx, inside, b, zero, dtype, node), dtype, node);
    return result(emitSelect(cx, inside, shifted, zero, dtype, node), promoted);
  };

export const divisors =
  (fn: "gcd" | "lcm"): ScalarExpansion =>
  (cx, args, _mode, node) => {
    const { ids, ...promoted } = common(cx, args, node);
    if (!isInteger(promoted.dtype)) throw cx.typeError(`${fn} takes integers, not ${promoted.dtype}.`, node);
    return result(emitCall(cx, fn, ids, promoted.dtype, node), promoted);
  };

/** The arguments as 32-bit integers, as ECMAScript's Math.clz32 and Math.imul take them. */
const asInt32 =
  (then: (cx: Context, ids: readonly ValueId[], node: Node) => ValueId): ScalarExpansion =>
  (cx, args, _mode, node) =>
    strong(
      then(
        cx,
        args.map((arg) => int32Of(cx, arg, node)),
        node,
      ),
      "int32",
    );
function int32Of(cx: Context, arg: Scalar, node: Node): ValueId {
  if (typeof arg.constant === "number") return emitConstant(cx, arg.constant | 0, "int32", node);
  return idOf(cx, convert(cx, toInt32(cx, arg, node), "int32", node), node);
}

export const leadingZeros = asInt32((cx, ids, node) => emitCall(cx, "clz", ids, "int32", node));
export const product32 = asInt32((cx, [a, b], node) => {
  if (a === undefined || b === undefined) throw new Error("imul lost an argument");
  return emitBinary(cx, "mul", a, b, "int32", node);
});

import type ts from "typescript";
import type { FloatFunction } from "../../../ir/math-functions.js";
import type { CompareOperator } from "../../../ir/ops.js";
import type { Context } from "../../context.js";
import { emitBinary, emitCall, emitCompare, emitSelect, emitUnary } from "../../scalar-emission.js";
import { materialize } from "../../scalars.js";
import type { Scalar } from "../../value.js";
import { strong, weakFloat } from "../../value.js";

type Number = Scalar | number;

/** Formulas of float64 scalars. */
export interface FloatMath {
  readonly add: (a: Number, b: Number) => Scalar;
  readonly sub: (a: Number, b: Number) => Scalar;
  readonly mul: (a: Number, b: Number) => Scalar;
  readonly div: (a: Number, b: Number) => Scalar;
  readonly negate: (a: Number) => Scalar;
  readonly call: (fn: FloatFunction, ...args: readonly Number[]) => Scalar;
  /** `a op b ? then : otherwise`, both evaluated. */
  readonly choose: (a: Number, op: CompareOperator, b: Number, then: Number, otherwise: Number) => Scalar;
}

export function floatMath(cx: Context, node: ts.Node): FloatMath {
  const id = (value: Number): ReturnType<typeof materialize> =>
    materialize(cx, typeof value === "number" ? weakFloat(value) : value, "float64", node);
  const binary =
    (op: "add" | "sub" | "mul" | "div") =>
    (a: Number, b: Number): Scalar =>
      strong(emitBinary(cx, op, id(a), id(b), "float64", node), "float64");
  return {
    add: binary("add"),
    sub: binary("sub"),
    mul: binary("mul"),
    div: binary("div"),
    negate: (a) => strong(emitUnary(cx, "neg", id(a), "float64", node), "float64"),
    call: (fn, ...args) => strong(emitCall(cx, fn, args.map(id), "float64", node), "float64"),
    choose: (a, op, b, then, otherwise) => {
      const condition = emitCompare(cx, op, id(a), id(b), node);
      return strong(emitSelect(cx, condition, id(then), id(otherwise), "float64", node), "float64");
    },
  };
}

import type { DType } from "../../ir/dtype.js";
import { floatFor, isComplex, realOf } from "../../ir/dtype.js";
import { emitBinary, emitCall, emitUnary } from "../scalar-emission.js";
import { convert, emitConstant, idOf, materialize } from "../scalars.js";
import { strong } from "../value.js";
import { elementwiseEntries } from "./elementwise-entry.js";
import type { NameEntry } from "./entry.js";
import type { ScalarExpansion } from "./expansion.js";
import { at, floatDType, result } from "./expansion.js";
import { COMPLEX } from "./groups.js";

const make: ScalarExpansion = (cx, args, _mode, node) => {
  const { dtype } = floatDType(args);
  if (isComplex(dtype)) throw cx.typeError("complex takes two real numbers.", node);
  const [re, im] = [materialize(cx, at(args, 0), dtype, node), materialize(cx, at(args, 1), dtype, node)];
  const joined: DType = dtype === "float32" ? "complex64" : "complex128";
  return strong(emitBinary(cx, "complex", re, im, joined, node), joined);
};

const part =
  (op: "real" | "imag"): ScalarExpansion =>
  (cx, args, _mode, node) => {
    const x = at(args, 0);
    if (!isComplex(x.dtype)) return op === "real" ? x : strong(emitConstant(cx, 0, x.dtype, node), x.dtype);
    const dtype = realOf(x.dtype);
    return strong(emitUnary(cx, op, idOf(cx, x, node), dtype, node), dtype);
  };

const conjugate: ScalarExpansion = (cx, args, _mode, node) => {
  const x = at(args, 0);
  return isComplex(x.dtype) ? strong(emitUnary(cx, "conj", idOf(cx, x, node), x.dtype, node), x.dtype) : x;
};

const angle: ScalarExpansion = (cx, args, _mode, node) => {
  const x = at(args, 0);
  if (isComplex(x.dtype)) {
    const dtype = realOf(x.dtype);
    return strong(emitCall(cx, "arg", [idOf(cx, x, node)], dtype, node), dtype);
  }
  const dtype = floatFor(x.dtype);
  const value = idOf(cx, convert(cx, x, dtype, node), node);
  const zero = emitConstant(cx, 0, dtype, node);
  return result(emitCall(cx, "atan2", [zero, value], dtype, node), { dtype, weak: x.weak });
};

/** Making and taking apart complex numbers (language.md section 8). */
export const complexNumbers: readonly NameEntry[] = [
  ...elementwiseEntries(COMPLEX, {
    complex: [
      "re, im",
      "The complex number of two parts; complex64 of float32 parts, else complex128.",
      "complex(array([1.0, 2.0]), 1.0)",
      make,
    ],
    real: ["z", "The real part; a real number itself.", "real(complex(3.0, 4.0))", part("real")],
    imag: ["z", "The imaginary part; 0 of a real number.", "imag(complex(3.0, 4.0))", part("imag")],
    conj: [
      "z",
      "The complex conjugate.",
      "conj(complex(3.0, 4.0))",
      conjugate,
      { aliases: ["conjugate"], method: true },
    ],
    angle: [
      "z",
      "The angle of z in radians, in [-π, π].",
      "angle(complex(array([1.0, 0.0]), array([0.0, 1.0])))",
      angle,
    ],
  }),
];

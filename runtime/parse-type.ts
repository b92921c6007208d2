import type { InputType } from "../compiler/frontend/signature.js";
import { isDType } from "../compiler/ir/dtype.js";
import { classify, wrapTypedArray } from "./classify.js";

const SCALARS: Readonly<Record<string, InputType>> = {
  number: { kind: "scalar", dtype: "float64", weak: true },
  boolean: { kind: "scalar", dtype: "bool", weak: false },
  bool: { kind: "scalar", dtype: "bool", weak: false },
  bigint: { kind: "scalar", dtype: "int64", weak: false },
  int: { kind: "scalar", dtype: "int64", weak: false },
  float: { kind: "scalar", dtype: "float64", weak: false },
  undefined: { kind: "undefined" },
};

/**
 * A type for `f.compile`: written as in a signature (`"float64[:, ::1]"`, `"int32[:]"`, `"number"`, `"int64"`), or an
 * example value (an array, a number, a parallel function).
 * @throws {TypeError} that shows how types are written
 */
export function parseType(type: unknown): InputType {
  if (typeof type !== "string") return classify(wrapTypedArray(type));
  const text = type.trim();
  const scalar = Object.hasOwn(SCALARS, text) ? SCALARS[text] : undefined;
  if (scalar !== undefined) return scalar;
  if (isDType(text)) return { kind: "scalar", dtype: text, weak: false };
  const [, dtype, axes] = /^(\w+)\s*\[([\s:1,]*)\]$/.exec(text) ?? [];
  if (dtype !== undefined && axes !== undefined && isDType(dtype)) {
    const list = axes.trim() === "" ? [] : axes.split(",").map((axis) => axis.trim());
    const dense = list.length === 0 || list.at(-1) === "::1";
    const known = list.every((axis, index) => axis === ":" || (axis === "::1" && index === list.length - 1));
    if (known) {
      const unitAxes = list.map(() => false);
      return { kind: "array", dtype, ndim: list.length, layout: dense ? "C" : "strided", unitAxes };
    }
  }
  throw new TypeError(
    `The type "${type}" can't be read: write "number", "boolean", a dtype such as "int64", an array such as ` +
      '"float64[:, ::1]" (row-major) or "float32[:]" (any strides), or give an example value',
  );
}

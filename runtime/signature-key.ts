import type { InputType } from "../compiler/frontend/signature.js";

/**
 * A signature as people read it, after Numba's short form: `(float64[:, ::1], float32[:], number, int64)`. `::1` marks
 * arrays whose last axis is dense and row-major, `:` any strides. Axes of length 1 and overlap in memory are not part of it.
 */
export const signatureKey = (types: readonly InputType[]): string => `(${types.map(typeText).join(", ")})`;

export function typeText(type: InputType): string {
  switch (type.kind) {
    case "scalar":
      return type.weak ? "number" : type.dtype === "bool" ? "boolean" : type.dtype;
    case "array":
      return `${type.dtype}[${axesText(type.ndim, type.layout)}]`;
    case "record": {
      const fields = type.fields.map(([name, field]) => `${name}: ${typeText(field)}`);
      return fields.length === 0 ? "{}" : `{ ${fields.join(", ")} }`;
    }
    case "undefined":
      return "undefined";
    case "literal":
      return String(type.value);
    case "function":
      return `function ${type.function.name}`;
    case "unsupported":
      return type.description;
  }
}

function axesText(ndim: number, layout: "C" | "strided"): string {
  if (ndim === 0) return "";
  const axes = new Array<string>(ndim).fill(":");
  if (layout === "C") axes[ndim - 1] = "::1";
  return axes.join(", ");
}

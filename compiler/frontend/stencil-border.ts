import type ts from "typescript";
import type { ValueId } from "../ir/ids.js";
import type { Context } from "./context.js";
import { emitBinary } from "./scalar-emission.js";
import type { Scalar, Value } from "./value.js";
import { weakInteger } from "./value.js";

export type StencilMode =
  /** The result is `cval` where the neighborhood leaves the array. */
  | { readonly kind: "constant"; readonly cval: Scalar }
  | { readonly kind: "edge" | "reflect" | "symmetric" | "wrap" };

export function stencilMode(cx: Context, options: ReadonlyMap<string, Value>, node: ts.Node): StencilMode {
  const option = options.get("mode");
  const name = option === undefined ? "constant" : option.kind === "string" ? option.text : "";
  switch (name) {
    case "constant": {
      const cval = options.get("cval") ?? weakInteger(0);
      if (cval.kind !== "scalar") throw cx.typeError("cval must be a scalar.", node);
      return { kind: "constant", cval };
    }
    case "edge":
    case "nearest":
      return { kind: "edge" };
    case "reflect":
    case "symmetric":
    case "wrap":
      return { kind: name };
    default:
      throw cx.typeError(
        'The mode of a stencil is "constant", "edge", "reflect", "symmetric" or "wrap".',
        node,
      );
  }
}

/** An index outside of [0, extent) mapped back into it, with the meaning of NumPy's pad. */
export function borderIndex(
  cx: Context,
  mode: "edge" | "reflect" | "symmetric" | "wrap",
  index: ValueId,
  extent: ValueId,
  node: ts.Node,
): ValueId {
  const { integers } = cx;
  const [zero, one] = [integers.constant(0, node), integers.constant(1, node)];
  const last = integers.sub(extent, one, node);
  if (mode === "edge") return integers.min(integers.max(index, zero, node), last, node);
  // The pattern repeats with this period; the second half of a reflection runs backwards.
  const two = integers.constant(2, node);
  const period =
    mode === "wrap"
      ? extent
      : mode === "symmetric"
        ? integers.mul(two, extent, node)
        : integers.max(integers.mul(two, last, node), one, node);
  const remainder = emitBinary(cx, "rem", index, integers.max(period, one, node), "int64", node);
  const negative = integers.compare("lt", remainder, zero, node);
  const phase = integers.select(negative, integers.add(remainder, period, node), remainder, node);
  if (mode === "wrap") return phase;
  const mirrored = integers.sub(mode === "symmetric" ? integers.sub(period, one, node) : period, phase, node);
  return integers.min(phase, mirrored, node);
}

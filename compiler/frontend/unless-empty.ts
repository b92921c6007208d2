import type ts from "typescript";
import type { DType } from "../ir/dtype.js";
import type { ValueId } from "../ir/ids.js";
import { scalarType } from "../ir/types.js";
import type { Context } from "./context.js";
import { convert, emitConstant, idOf } from "./scalars.js";
import type { Scalar } from "./value.js";

/** What `build` makes of the elements of an array of this shape; 0 where it has none, as then there is nothing to read. */
export function unlessEmpty(
  cx: Context,
  shape: readonly ValueId[],
  dtype: DType,
  node: ts.Node,
  build: () => Scalar,
): ValueId {
  const { integers } = cx;
  const span = cx.span(node);
  const slot = cx.tables.slot({ kind: "scalar", dtype }, "element");
  cx.emit({ kind: "declare", slot, span });
  cx.emit({ kind: "set", slot, value: emitConstant(cx, 0, dtype, node), span });
  const one = integers.constant(1, node);
  const size = shape.reduce((product, extent) => integers.mul(product, extent, node), one);
  const { ops } = cx.region(() => {
    const value = idOf(cx, convert(cx, build(), dtype, node), node);
    cx.emit({ kind: "set", slot, value, span });
  });
  const condition = integers.compare("gt", size, integers.constant(0, node), node);
  cx.emit({ kind: "if", condition, then: ops, otherwise: [], span });
  const out = cx.value(scalarType(dtype));
  cx.emit({ kind: "get", out, slot, span });
  return out;
}

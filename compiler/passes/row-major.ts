import type { Definitions } from "../ir/definitions.js";
import { constantOf } from "../ir/definitions.js";
import type { ArrayType } from "../ir/types.js";

/** Whether the strides of an array are visibly the products of the extents after them: no gaps, the last axis fastest. */
export function isRowMajor({ shape, strides }: ArrayType, definitions: Definitions): boolean {
  const isOne = (value: (typeof strides)[number]): boolean => constantOf(value, definitions) === 1;
  return strides.every((stride, axis) => {
    const [inner, extent] = [strides[axis + 1], shape[axis + 1]];
    if (inner === undefined || extent === undefined) return isOne(stride);
    if (isOne(inner) && stride === extent) return true;
    const op = definitions.get(stride);
    return (
      op?.kind === "binary" &&
      op.op === "mul" &&
      ((op.a === inner && op.b === extent) || (op.a === extent && op.b === inner))
    );
  });
}

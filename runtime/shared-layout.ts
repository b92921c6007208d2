import { extentOf, formatShape, rowMajorStrides, toShape } from "./layout.js";

/** Shape and strides, in elements: checked and frozen once for all arrays that have them. */
export class SharedLayout {
  readonly shape: readonly number[];
  readonly strides: readonly number[];
  /** The positions that an array reaches, counted from its offset; null where there are no elements. */
  readonly extent: { readonly first: number; readonly last: number } | null;

  /** @throws {RangeError} where a length or a stride is not one, or their numbers differ */
  constructor(shape: readonly number[], strides: readonly number[] = rowMajorStrides(shape)) {
    this.shape = Object.freeze(toShape(shape));
    this.strides = Object.freeze(strides.slice());
    if (strides.length !== shape.length || !strides.every(Number.isSafeInteger)) {
      throw new RangeError(`Strides (${strides.join(", ")}) don't fit shape ${formatShape(shape)}`);
    }
    this.extent = extentOf({ shape, strides, offset: 0 });
  }
}

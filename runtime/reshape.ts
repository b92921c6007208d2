import { formatShape, isRowMajor, type Layout, normalizeAxis, rowMajorStrides, sizeOf } from "./layout.js";

/**
 * The shape that `lengths` ask for; one length may be -1 and follows from the others.
 * @throws {RangeError} that names both shapes, where they don't have the same number of elements
 */
export function resolveShape(shape: readonly number[], lengths: readonly number[]): number[] {
  const size = sizeOf(shape);
  const open = lengths.indexOf(-1);
  const known = lengths.reduce((product, length, axis) => (axis === open ? product : product * length), 1);
  const inferred = lengths.map((length, axis) => (axis === open && known !== 0 ? size / known : length));
  const whole = inferred.every((length) => Number.isInteger(length) && length >= 0);
  if (!whole || sizeOf(inferred) !== size) {
    throw new RangeError(
      `An array of shape ${formatShape(shape)} can't be reshaped to ${formatShape(lengths)}`,
    );
  }
  return inferred;
}

/** A layout of the same elements in another shape, without moving them; null where they would have to move. */
export function reshapeLayout(layout: Layout, shape: readonly number[]): Layout | null {
  if (isRowMajor(layout)) return { shape, strides: rowMajorStrides(shape), offset: layout.offset };
  const axes = layout.shape.flatMap((length, axis) => (length === 1 ? [] : [axis]));
  const strides = new Array<number>(shape.length).fill(0);
  let to = 0;
  for (let from = 0; from < axes.length; ) {
    // A group of old axes and a group of new ones that hold the same number of elements.
    const group: number[] = [];
    let oldSize = 1;
    let newSize = 1;
    const firstNew = to;
    do {
      if (oldSize <= newSize) {
        const axis = axes[from++] ?? 0;
        group.push(axis);
        oldSize *= layout.shape[axis] ?? 1;
      } else {
        newSize *= shape[to++] ?? 1;
      }
    } while (oldSize !== newSize);
    if (!group.every((axis, k) => k === 0 || isDense(layout, group[k - 1] ?? 0, axis))) return null;
    let step = layout.strides[group.at(-1) ?? 0] ?? 0;
    for (let axis = to - 1; axis >= firstNew; axis--) {
      strides[axis] = step;
      step *= shape[axis] ?? 1;
    }
  }
  return { shape, strides, offset: layout.offset };
}

function isDense(layout: Layout, outer: number, inner: number): boolean {
  return layout.strides[outer] === (layout.strides[inner] ?? 0) * (layout.shape[inner] ?? 1);
}

/**
 * The axes in another order; all reversed where `axes` is empty.
 * @throws {RangeError} where `axes` is not a permutation of the axes
 */
export function transposeLayout(layout: Layout, axes: readonly number[]): Layout {
  const ndim = layout.shape.length;
  const order =
    axes.length === 0
      ? layout.shape.map((_, axis) => ndim - 1 - axis)
      : axes.map((a) => normalizeAxis(a, ndim));
  if (order.length !== ndim || new Set(order).size !== ndim) {
    throw new RangeError(
      `Axes (${axes.join(", ")}) are no order of the ${ndim} axes of shape ${formatShape(layout.shape)}`,
    );
  }
  return {
    shape: order.map((axis) => layout.shape[axis] ?? 0),
    strides: order.map((axis) => layout.strides[axis] ?? 0),
    offset: layout.offset,
  };
}

/**
 * The layout stretched to `shape` by NumPy's broadcasting: stretched axes have stride 0.
 * @throws {RangeError} that names both shapes, where they don't fit
 */
export function broadcastLayout(layout: Layout, shape: readonly number[]): Layout {
  const missing = shape.length - layout.shape.length;
  const strides = shape.map((length, axis) => {
    const own = axis < missing ? 1 : (layout.shape[axis - missing] ?? 1);
    if (own === length) return axis < missing ? 0 : (layout.strides[axis - missing] ?? 0);
    if (own === 1) return 0;
    throw mismatch(layout.shape, shape);
  });
  if (missing < 0) throw mismatch(layout.shape, shape);
  return { shape, strides, offset: layout.offset };
}

function mismatch(from: readonly number[], to: readonly number[]): RangeError {
  return new RangeError(`An array of shape ${formatShape(from)} can't be broadcast to ${formatShape(to)}`);
}

/**
 * The shape that all `shapes` broadcast to.
 * @throws {RangeError} that names the shapes, where they don't fit
 */
export function broadcastShapes(...shapes: readonly (readonly number[])[]): number[] {
  const ndim = Math.max(0, ...shapes.map((shape) => shape.length));
  return Array.from({ length: ndim }, (_, axis) => {
    const lengths = shapes
      .map((shape) => shape[axis - ndim + shape.length] ?? 1)
      .filter((length) => length !== 1);
    if (lengths.some((length) => length !== lengths[0])) {
      throw new RangeError(`Shapes ${shapes.map(formatShape).join(" and ")} can't be broadcast together`);
    }
    return lengths[0] ?? 1;
  });
}

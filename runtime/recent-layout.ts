import { SharedLayout } from "./shared-layout.js";
import { type Slots, takeSmall } from "./slots.js";

/** The layout of a kernel's result. Calls tend to give the shape that the last one gave, and then share its layout. */
export class RecentLayout {
  #last: SharedLayout | null = null;

  /** The layout whose lengths, and then strides, begin at `slot`. */
  take(slots: Slots, slot: number, ndim: number): SharedLayout {
    const last = this.#last;
    if (last !== null && holds(slots, slot, last.shape) && holds(slots, slot + ndim, last.strides))
      return last;
    const layout = new SharedLayout(read(slots, slot, ndim), read(slots, slot + ndim, ndim));
    this.#last = layout;
    return layout;
  }
}

function holds(slots: Slots, slot: number, values: readonly number[]): boolean {
  for (let axis = 0; axis < values.length; axis++) {
    if (takeSmall(slots, slot + axis) !== values[axis]) return false;
  }
  return true;
}

function read(slots: Slots, slot: number, count: number): number[] {
  return Array.from({ length: count }, (_, axis) => takeSmall(slots, slot + axis));
}

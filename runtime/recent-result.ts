import { SharedLayout } from "./shared-layout.js";
import { type Slots, takeSmall } from "./slots.js";

/** More arrays are rarely alive at once of those that one loop makes and gives back. */
const MOST_RETURNS = 8;
/** Results that are given back, after one that could not be kept, before it is tried again. */
const PATIENCE = 100;

/** What the last results of a kernel were like: calls tend to give what the one before gave. */
export class RecentResult {
  #layout: SharedLayout | null = null;
  /** How many results were given back for which none has been made since; negative where it does not pay to count on that. */
  #returns = 0;

  /** The layout whose lengths, and then strides, begin at `slot`. Results of the same layout share it. */
  takeLayout(slots: Slots, slot: number, ndim: number): SharedLayout {
    const last = this.#layout;
    if (last !== null && holds(slots, slot, last.shape) && holds(slots, slot + ndim, last.strides))
      return last;
    const layout = new SharedLayout(read(slots, slot, ndim), read(slots, slot + ndim, ndim));
    this.#layout = layout;
    return layout;
  }

  /** To be called where the program gives a result back itself. */
  wasGivenBack(): void {
    if (this.#returns < MOST_RETURNS) this.#returns++;
  }

  /** To be called where it was in vain that a result was made to be given back: the program has its typed array. */
  wasShown(): void {
    this.#returns = -PATIENCE;
  }

  /** Whether a new result takes the place of one that was given back. */
  willBeGivenBack(): boolean {
    if (this.#returns <= 0) return false;
    this.#returns--;
    return true;
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

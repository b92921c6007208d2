import type { TypedArray } from "./dtype.js";
import { makeSlots, putInteger, type Slots, takeSmall } from "./slots.js";

/** Must equal kSparePlaces in runtime/src/allocation_list.h. */
const PLACES = 8;
/** More takes a kernel so long to fill that the time of an ArrayBuffer is lost in it. */
const MOST_BYTES = 256 * 2 ** 10;

/**
 * Memory of results that `using` gave back, with the typed array over each, for the next results of as many bytes: V8 takes half a
 * microsecond to make an ArrayBuffer and to take its memory from it, longer than many a kernel on small arrays. Kernels take the memory from
 * `places` themselves; the typed array is found by the address of the result.
 */
export class SpareResults {
  /** Two slots for each place: the address of memory that is there to be taken, 0 for none, and its bytes. Kernels write the addresses too. */
  readonly places: Slots = makeSlots(2 * PLACES);
  /** By place. Nobody else has them. */
  readonly #arrays = new Array<TypedArray | null>(PLACES).fill(null);
  /** By place, also while a kernel has the memory; 0 for none. */
  readonly #addresses = new Array<number>(PLACES).fill(0);
  /** Of the places that are taken. */
  #count = 0;
  readonly #detach: (buffer: ArrayBuffer) => void;
  /** The place that is cleared next where all are taken. */
  #oldest = 0;

  constructor(detach: (buffer: ArrayBuffer) => void) {
    this.#detach = detach;
  }

  /** Whether memory of so many bytes is kept. */
  static takes(bytes: number): boolean {
    return bytes > 0 && bytes <= MOST_BYTES;
  }

  /** What is kept, and no kernel has. */
  get stats(): { readonly buffers: number; readonly bytes: number } {
    let buffers = 0;
    let bytes = 0;
    for (let place = 0; place < PLACES; place++) {
      if (!this.#isThere(place)) continue;
      buffers++;
      bytes += takeSmall(this.places, 2 * place + 1);
    }
    return { buffers, bytes };
  }

  /** Keeps memory of a kernel that begins at `address`, all of which `array` covers. Nobody else may have the array or its buffer. */
  keep(array: TypedArray, address: number): void {
    let place = this.#addresses.indexOf(0);
    if (place < 0) {
      place = this.#oldest;
      this.#oldest = (place + 1) % PLACES;
      this.#clear(place);
    }
    this.#count++;
    this.#arrays[place] = array;
    this.#addresses[place] = address;
    putInteger(this.places, 2 * place + 1, array.byteLength);
    putInteger(this.places, 2 * place, address);
  }

  /** The array over memory at `address` that a kernel took and returned; null where it is fresh memory. It is the caller's from now on. */
  take(address: number): TypedArray | null {
    if (this.#count === 0) return null;
    const place = this.#addresses.indexOf(address);
    const array = place < 0 ? null : (this.#arrays[place] ?? null);
    if (array !== null) this.#empty(place);
    return array;
  }

  /** Frees all that is kept. */
  clear(): void {
    for (let place = 0; place < PLACES; place++) if (this.#isThere(place)) this.#clear(place);
  }

  #isThere(place: number): boolean {
    return takeSmall(this.places, 2 * place) !== 0;
  }

  #clear(place: number): void {
    const buffer = this.#arrays[place]?.buffer;
    putInteger(this.places, 2 * place, 0);
    this.#empty(place);
    if (buffer instanceof ArrayBuffer) this.#detach(buffer);
  }

  #empty(place: number): void {
    this.#count--;
    this.#arrays[place] = null;
    this.#addresses[place] = 0;
  }
}

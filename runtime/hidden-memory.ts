import type { DType } from "../compiler/ir/dtype.js";
import { freeBuffer } from "./buffer-lifetime.js";
import { allocate, type DataOf } from "./dtype.js";
import { loadNative } from "./native.js";
import type { RecentResult } from "./recent-result.js";

/** The memory of a result that will be given back: as long as nobody asks for its typed array, nobody sees what the next result writes there. */
export class HiddenMemory<D extends DType = DType> {
  readonly #dtype: D;
  readonly #address: number;
  readonly #recent: RecentResult;
  /** Covers all of the memory. Who hands it out calls `show` first. */
  readonly array: DataOf<D>;
  #isShown = false;

  /** `address`: of the memory, all of which `array` covers. */
  constructor(dtype: D, array: DataOf<D>, address: number, recent: RecentResult) {
    this.#dtype = dtype;
    this.array = array;
    this.#address = address;
    this.#recent = recent;
  }

  show(): DataOf<D> {
    if (!this.#isShown) this.#recent.wasShown();
    this.#isShown = true;
    return this.array;
  }

  /**
   * Leaves the memory to the next result. Returns a typed array without elements that its users have to take in place of the one they
   * had; null where somebody has that.
   */
  giveBack(): DataOf<D> | null {
    if (this.#isShown) return null;
    loadNative().spares.keep(this.array, this.#address);
    return emptied(this.#dtype);
  }
}

const empty: { [D in DType]?: DataOf<D> } = {};

/** A typed array whose memory was taken from it. */
function emptied<D extends DType>(dtype: D): DataOf<D> {
  const known: DataOf<D> | undefined = empty[dtype];
  if (known !== undefined) return known;
  const array = allocate(dtype, 1);
  freeBuffer(array.buffer);
  empty[dtype] = array;
  return array;
}

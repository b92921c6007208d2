import type { DType } from "../compiler/ir/dtype.js";
import { freeBuffer } from "./buffer-lifetime.js";
import { allocate, type DataOf } from "./dtype.js";
import { loadNative } from "./native.js";
import type { RecentResult } from "./recent-result.js";
import { SpareResults } from "./spare-results.js";

/** The memory of a parallel function's result that no other result shares. */
export class ResultMemory<D extends DType = DType> {
  readonly #dtype: D;
  readonly #recent: RecentResult;
  /** Covers all of the memory. Who hands it out calls `show` first. */
  readonly array: DataOf<D>;
  /** Of the memory; 0 where it is not known. */
  readonly address: number;
  /** Nobody asked for the typed array so far, so nobody will see what the next result writes there. */
  #isHidden: boolean;

  constructor(dtype: D, array: DataOf<D>, address: number, recent: RecentResult) {
    this.#dtype = dtype;
    this.array = array;
    this.address = address;
    this.#recent = recent;
    // It takes a tenth of a microsecond to hide the typed array, which is lost where results are left to the collector.
    this.#isHidden = address !== 0 && SpareResults.takes(array.byteLength) && recent.willBeGivenBack();
  }

  /** The typed array may be found out only through `show`. */
  get isHidden(): boolean {
    return this.#isHidden;
  }

  show(): DataOf<D> {
    if (this.#isHidden) this.#recent.wasShown();
    this.#isHidden = false;
    return this.array;
  }

  /**
   * Gives the memory back. Returns a typed array without elements that its users have to take in place of the one they had, whose memory the
   * next result has; null where that has lost its elements, or keeps them as an asynchronous call works on them.
   */
  giveBack(): DataOf<D> | null {
    this.#recent.wasGivenBack();
    if (this.#isHidden) {
      loadNative().spares.keep(this.array, this.address);
      return emptied(this.#dtype);
    }
    freeBuffer(this.array.buffer);
    return null;
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

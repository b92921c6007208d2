import type { CompiledKernel } from "./compiled-kernel.js";
import { putScalar, reachOf } from "./marshal-arguments.js";
import { NDArray } from "./ndarray.js";
import { putInteger, type Slots } from "./slots.js";

/** What stands for the arguments that are no arrays; arrays have their serial numbers, from 1 on. */
const OTHER = 0;
const PLAIN = { number: -1, boolean: -2, bigint: -3 };

/**
 * The latest call of a parallel function. One with the same arrays, or with arrays of the same layouts, runs the same kernel, whose slots
 * have all but where those lie: what is called in a loop on small arrays takes a fifth to a half of the time so. Keeps no array alive.
 */
export class RecentCall {
  #kernel: CompiledKernel | null = null;
  /** By value: the serial number of an array, or what kind of a plain value it was. */
  readonly #kinds: number[] = [];
  /** By value: the elements that the typed array of an array must have. */
  readonly #reaches: number[] = [];
  /** By value: the layout of an array. Results of one kernel share theirs. */
  readonly #layouts: (Pick<NDArray, "shape" | "strides"> | null)[] = [];

  /** The kernel of that call; its free names may have changed since. Null where there was none like those that can be repeated. */
  get kernel(): CompiledKernel | null {
    return this.#kernel;
  }

  /** To be called before the slots of any kernel of the function are changed. */
  forget(): void {
    this.#kernel = null;
  }

  /** `values`, one for each input of `kernel`, stand in its slots; it is called with `count` arguments. */
  remember(kernel: CompiledKernel, values: readonly unknown[], count: number): void {
    if (!seesAllArguments(kernel, count)) return;
    for (let k = 0; k < values.length; k++) {
      const value = values[k];
      const kind = kindOf(value);
      if (kind === OTHER) return;
      this.#kinds[k] = kind;
      this.#reaches[k] = value instanceof NDArray ? reachOf(value) : 0;
      this.#layouts[k] = value instanceof NDArray ? { shape: value.shape, strides: value.strides } : null;
    }
    this.#kinds.length = values.length;
    this.#kernel = kernel;
  }

  /** Whether the kernel is that for these values as well, and its slots hold them now. */
  isRepeatedBy(values: readonly unknown[]): boolean {
    const kernel = this.#kernel;
    if (kernel === null || values.length !== this.#kinds.length) return false;
    const { slots, overlapMatters } = kernel.arguments;
    for (let k = 0; k < values.length; k++) {
      const value = values[k];
      const isSame = this.#kinds[k] === kindOf(value);
      if (!(value instanceof NDArray)) {
        if (!isSame) return false;
      } else if (isSame) {
        // The memory of an array may be given back, transferred, or shrink.
        if (NDArray.dataLengthOf(value) < (this.#reaches[k] ?? 0)) return false;
      } else if (overlapMatters || value.dtype !== slots[k]?.dtype || !this.#hasLayout(k, value))
        return false;
    }
    for (let k = 0; k < values.length; k++) {
      const slot = slots[k];
      const value = values[k];
      if (slot === undefined) continue;
      if (!(value instanceof NDArray)) putScalar(slot, value, kernel.frame.args);
      else if (this.#kinds[k] !== kindOf(value)) this.#putArray(k, value, slot.slot, kernel.frame.args);
    }
    return true;
  }

  #hasLayout(k: number, array: NDArray): boolean {
    const known = this.#layouts[k];
    return (
      known?.shape === array.shape &&
      known.strides === array.strides &&
      array.offset === 0 &&
      NDArray.dataLengthOf(array) >= (this.#reaches[k] ?? 0)
    );
  }

  #putArray(k: number, array: NDArray, slot: number, into: Slots): void {
    putInteger(into, slot, array.address);
    this.#kinds[k] = NDArray.serialOf(array);
  }
}

/** Whether other arguments are other values. Functions are no inputs, and an object with one more field may be another program. */
function seesAllArguments({ inputs, takesArguments }: CompiledKernel, count: number): boolean {
  if (takesArguments) return inputs.length === count;
  if (inputs.some(({ path }) => path.length > 0)) return false;
  return inputs.filter(({ kind }) => kind === "argument").length === count;
}

const kindOf = (value: unknown): number =>
  value instanceof NDArray ? NDArray.serialOf(value) : plainKind(value);

function plainKind(value: unknown): number {
  switch (typeof value) {
    case "number":
      return PLAIN.number;
    case "boolean":
      return PLAIN.boolean;
    case "bigint":
      return PLAIN.bigint;
    default:
      return OTHER;
  }
}

import type { CompiledKernel } from "./compiled-kernel.js";
import { putScalar, reachOf } from "./marshal-arguments.js";
import { NDArray } from "./ndarray.js";

/** What stands for the arguments that are no arrays; arrays have their serial numbers, from 1 on. */
const OTHER = 0;
const PLAIN = { number: -1, boolean: -2, bigint: -3 };

/**
 * The latest call of a parallel function. One with the same arrays runs the same kernel, whose slots say already where they lie: what is
 * called in a loop on small arrays takes half the time so. Keeps no array alive.
 */
export class RecentCall {
  #kernel: CompiledKernel | null = null;
  /** By argument: the serial number of an array, or what kind of a plain value it was. */
  readonly #kinds: number[] = [];
  /** By argument: the elements that the typed array of an array must have. */
  readonly #reaches: number[] = [];

  /** To be called before the slots of any kernel of the function are changed. */
  forget(): void {
    this.#kernel = null;
  }

  /** `args`, one for each parameter, stand in the slots of `kernel`. */
  remember(kernel: CompiledKernel, args: readonly unknown[]): void {
    if (!takesPlainArguments(kernel, args.length)) return;
    for (let k = 0; k < args.length; k++) {
      const value = args[k];
      const kind = value instanceof NDArray ? NDArray.serialOf(value) : plainKind(value);
      if (kind === OTHER) return;
      this.#kinds[k] = kind;
      this.#reaches[k] = value instanceof NDArray ? reachOf(value) : 0;
    }
    this.#kinds.length = args.length;
    this.#kernel = kernel;
  }

  /** The kernel for a call with these arguments, which then stand in its slots; null where the call before it was another. */
  repeat(args: readonly unknown[]): CompiledKernel | null {
    const kernel = this.#kernel;
    if (kernel === null || args.length !== this.#kinds.length) return null;
    for (let k = 0; k < args.length; k++) if (!this.#isSame(k, args[k])) return null;
    const { slots } = kernel.arguments;
    for (let k = 0; k < args.length; k++) {
      const slot = slots[k];
      if (slot?.kind === "scalar") putScalar(slot, args[k], kernel.frame.args);
    }
    return kernel;
  }

  #isSame(k: number, value: unknown): boolean {
    if (!(value instanceof NDArray)) return this.#kinds[k] === plainKind(value);
    // The memory of an array may be transferred, or shrink.
    return this.#kinds[k] === NDArray.serialOf(value) && value.data.length >= (this.#reaches[k] ?? 0);
  }
}

/** Whether each input of a kernel is the argument of its place: no variable of the session, no field of an object. */
function takesPlainArguments({ inputs, free }: CompiledKernel, count: number): boolean {
  if (free.length > 0 || inputs.length !== count) return false;
  for (let k = 0; k < count; k++) {
    const input = inputs[k];
    if (input?.kind !== "argument" || input.index !== k || input.path.length > 0) return false;
  }
  return true;
}

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

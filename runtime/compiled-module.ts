import type { Addon, Handle, LoopStatistics, VectorizationRemark } from "./addon-interface.js";
import type { KeptCode } from "./code-cache.js";

/** One function of a compiled module. Holding it keeps the module loaded. */
export class Kernel {
  readonly name: string;
  readonly #module: CompiledModule;
  readonly #address: number;

  constructor(module: CompiledModule, name: string, address: number) {
    this.name = name;
    this.#module = module;
    this.#address = address;
  }

  /**
   * The native kernel.
   * @throws Error after the module was disposed.
   */
  address(): number {
    this.assertLoaded();
    return this.#address;
  }

  /** @throws Error after the module was disposed. */
  assertLoaded(): void {
    this.#module.assertLoaded();
  }
}

/** Machine code that was compiled and loaded. It is unloaded with the last reference to it or to one of its kernels. */
export class CompiledModule {
  readonly #addon: Addon;
  readonly #handle: Handle;
  readonly #addresses: ReadonlyMap<string, number>;
  #disposed = false;
  /** What the loop vectorizer did; empty unless asked for. */
  readonly remarks: readonly VectorizationRemark[];
  /** The name of the code on disk; null where it is not kept. */
  readonly keptAs: string | null;

  /** Loads code. @throws Error with LLVM's message */
  constructor(addon: Addon, { code, name }: KeptCode) {
    const { parts, functions, remarks } = code;
    const { module, kernels } = addon.load(parts, functions);
    this.#addon = addon;
    this.#handle = module;
    this.#addresses = new Map(Object.entries(kernels));
    this.remarks = remarks;
    this.keptAs = name;
  }

  /**
   * An exported function with the signature of a kernel.
   * @throws Error that lists the module's functions when there is none of this name.
   */
  lookup(symbol: string): Kernel {
    this.assertLoaded();
    const address = this.#addresses.get(symbol);
    if (address === undefined) {
      throw new Error(
        `The module has no function "${symbol}"; it has ${[...this.#addresses.keys()].join(", ")}`,
      );
    }
    return new Kernel(this, symbol, address);
  }

  has(symbol: string): boolean {
    return this.#addresses.has(symbol);
  }

  /** Assembly of the whole module. */
  asm(): string {
    return this.#addon.assemblyOf(this.#handle);
  }

  /** The IR after optimization. */
  ir(): string {
    return this.#addon.irOf(this.#handle);
  }

  /** Says what a fault of this code happened in: in `program`, in the loop that begins at one of `places`. */
  nameLoops(program: string, places: readonly string[]): void {
    this.#addon.nameLoops(this.#handle, program, places);
  }

  loopStatistics(): readonly LoopStatistics[] {
    return this.#addon.statisticsOf(this.#handle);
  }

  /** Unloads the code now, or when the last asynchronous call of one of its kernels ends. */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#addon.disposeModule(this.#handle);
  }

  /** @throws Error after `dispose`. */
  assertLoaded(): void {
    if (this.#disposed) throw new Error("The compiled module was disposed: compile it again");
  }
}

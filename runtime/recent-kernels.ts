import type { CompiledKernel } from "./compiled-kernel.js";

/** Kernels that stay although nothing but this refers to them: those of statements that have run. */
const KEPT = 16;

/** The kernels that a session compiled, as long as their functions exist; of those that are gone the latest. */
export class RecentKernels {
  #known: readonly WeakRef<CompiledKernel>[] = [];
  #kept: readonly CompiledKernel[] = [];

  add(kernel: CompiledKernel): void {
    this.#kept = [...this.#kept, kernel].slice(-KEPT);
    this.#known = [...this.#known.filter((known) => known.deref() !== undefined), new WeakRef(kernel)];
  }

  /** The oldest first. Of a function that was declared again only the kernels of its latest text. */
  all(): readonly CompiledKernel[] {
    const kernels = this.#known.flatMap((known) => known.deref() ?? []);
    const latest = new Map(kernels.map(({ name, span }) => [name, span.source]));
    return kernels.filter(({ name, span }) => latest.get(name) === span.source);
  }
}

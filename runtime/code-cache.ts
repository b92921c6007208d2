import type { CompiledCode } from "./addon-interface.js";
import type { DiskCache } from "./disk-cache.js";

/** Machine code, and the name under which it can be found again; null where it was not kept. */
export interface KeptCode {
  readonly code: CompiledCode;
  readonly name: string | null;
}

/** Machine code on disk, so that a restarted kernel need not compile again what it has compiled before. */
export class CodeCache {
  readonly #disk: DiskCache;

  constructor(disk: DiskCache) {
    this.#disk = disk;
  }

  /** The code that was kept for `key`, or what `compile` makes, which is kept. */
  take(key: readonly string[], compile: () => CompiledCode): KeptCode {
    const name = this.#disk.nameOf(key);
    const known = this.find(name);
    if (known !== null) return { code: known, name };
    const code = compile();
    return { code, name: this.#disk.write("code", name, code) ? name : null };
  }

  /** The code that was kept under a name. */
  find(name: string): CompiledCode | null {
    const kept = this.#disk.read("code", name);
    return isCode(kept) ? kept : null;
  }
}

const isCode = (value: unknown): value is CompiledCode =>
  typeof value === "object" && value !== null && "parts" in value && "functions" in value;

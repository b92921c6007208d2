import type { Addon, PrintRecord, RawPrints } from "./addon-interface.js";

/** What one call printed. */
export class PrintBatch {
  readonly #addon: Addon;
  readonly #raw: RawPrints;

  constructor(addon: Addon, raw: RawPrints) {
    this.#addon = addon;
    this.#raw = raw;
  }

  get records(): readonly PrintRecord[] {
    return this.#raw.records;
  }

  /** Records left out because a call printed more than 100,000. */
  get dropped(): number {
    return this.#raw.dropped;
  }

  /**
   * The elements of an array that stands in a record by the address of its row-major snapshot. The address is 0 where there
   * was no memory for the snapshot.
   * @throws Error when the address is none of this batch, or `bytes` is more than the snapshot has.
   */
  read(address: number, bytes: number): ArrayBuffer {
    return this.#addon.readSnapshot(this.#raw.memory, address, bytes);
  }
}

import { randomStream } from "../compiler/random-program.js";

/** Choices that depend on the seed alone. */
export class Random {
  readonly #next: () => number;

  constructor(seed: number) {
    // Streams of neighbouring seeds begin alike: the multiplication and the draws keep them apart.
    this.#next = randomStream(Math.imul(seed + 1, 0x9e3779b1));
    for (let draw = 0; draw < 8; draw++) this.#next();
  }

  /** Uniform in [0, 1). */
  uniform(): number {
    return this.#next();
  }

  chance(probability: number): boolean {
    return this.#next() < probability;
  }

  /** An integer in [low, high], both ends included. */
  between(low: number, high: number): number {
    return low + Math.floor(this.#next() * (high - low + 1));
  }

  pick<T>(items: readonly T[]): T {
    const item = items[Math.floor(this.#next() * items.length)];
    if (item === undefined) throw new RangeError("There is nothing to pick from");
    return item;
  }

  /** The items in a random order. */
  shuffle<T>(items: readonly T[]): readonly T[] {
    return items
      .map((item) => ({ item, key: this.#next() }))
      .sort((a, b) => a.key - b.key)
      .map(({ item }) => item);
  }
}

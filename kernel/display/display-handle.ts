/**
 * An output that can be replaced by another one later. As the result of a cell nothing is shown of it: the output is there
 * already.
 */
export class DisplayHandle {
  readonly id: string;
  readonly #replace: (value: unknown) => void;

  constructor(id: string, replace: (value: unknown) => void) {
    this.id = id;
    this.#replace = replace;
  }

  update(value: unknown): void {
    this.#replace(value);
  }
}

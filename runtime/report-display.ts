/** A diagnostics report that a notebook displays, and that turns into its text elsewhere. */
export class ReportDisplay {
  readonly #text: string;
  readonly #html: string | null;

  /** Without `html` it displays as text alone. */
  constructor(text: string, html: string | null) {
    this.#text = text;
    this.#html = html;
  }

  [Symbol.for("Jupyter.display")](): Readonly<Record<string, string>> {
    const plain = { "text/plain": this.#text };
    return this.#html === null ? plain : { ...plain, "text/html": this.#html };
  }

  toString(): string {
    return this.#text;
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.#text;
  }
}

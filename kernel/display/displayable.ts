import type { MimeBundle } from "../messages.js";

/** Deno's convention, which several libraries of npm follow: values that know how to show themselves. */
export const DISPLAY: unique symbol = Symbol.for("Jupyter.display");

/** A value that is shown as its bundle, as the result of a cell or by `display`. */
export class Displayable {
  readonly bundle: MimeBundle;

  constructor(bundle: MimeBundle) {
    this.bundle = bundle;
  }

  [DISPLAY](): MimeBundle {
    return this.bundle;
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    const text = this.bundle["text/plain"];
    return typeof text === "string" ? text : `[${Object.keys(this.bundle).join(", ")}]`;
  }
}

import { randomUUID } from "node:crypto";
import { Displayable } from "../display/displayable.js";
import type { Display } from "../session/display-global.js";

/** Each shows its content at once, as of the MIME type that the name says. */
export interface TslabDisplay {
  javascript(text: string): void;
  html(text: string): void;
  markdown(text: string): void;
  latex(text: string): void;
  svg(text: string): void;
  png(bytes: Uint8Array): void;
  jpeg(bytes: Uint8Array): void;
  gif(bytes: Uint8Array): void;
  pdf(bytes: Uint8Array): void;
  text(text: string): void;
  raw(mime: string, content: string | Uint8Array): void;
}

/** What `import * as tslab from "tslab"` gives, as of tslab 1.0 (github.com/yunabe/tslab). */
export interface Tslab {
  readonly display: TslabDisplay;
  /** A display of one output, which every call replaces. */
  newDisplay(): TslabDisplay;
}

export function tslabForCells(display: Display): Tslab {
  return {
    display: displayOf((value) => void display(value)),
    newDisplay() {
      const id = randomUUID();
      let isShown = false;
      return displayOf((value) => {
        if (isShown) display.update(id, value);
        else display(value, { id });
        isShown = true;
      });
    },
  };
}

function displayOf(show: (value: Displayable) => void): TslabDisplay {
  const raw = (mime: string, content: string | Uint8Array): void => {
    const text = typeof content === "string" ? content : Buffer.from(content).toString("base64");
    show(new Displayable({ [mime]: text, ...(mime.startsWith("text/") ? { "text/plain": text } : {}) }));
  };
  const ofType =
    (mime: string) =>
    (content: string | Uint8Array): void =>
      raw(mime, content);
  return {
    javascript: ofType("text/javascript"),
    html: ofType("text/html"),
    markdown: ofType("text/markdown"),
    latex: ofType("text/latex"),
    svg: ofType("image/svg+xml"),
    png: ofType("image/png"),
    jpeg: ofType("image/jpeg"),
    gif: ofType("image/gif"),
    pdf: ofType("application/pdf"),
    text: ofType("text/plain"),
    raw,
  };
}

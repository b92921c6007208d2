import type { SessionOutput } from "./session/supervisor.js";

/** Lets a cell's outputs through to `pass` until it has printed too much. */
export type OutputLimit = (message: SessionOutput, pass: (message: SessionOutput) => void) => void;

/** `limit` gives the bytes of text that a cell may print; the notice says what happened to the rest. */
export function createOutputLimit(limit: () => number): OutputLimit {
  let cell = 0;
  let printed = 0;
  let isCut = false;
  return (message, pass) => {
    // Comes of an earlier cell count with those of the cell that runs.
    if (message.cell > cell) [cell, printed, isCut] = [message.cell, 0, false];
    if (message.kind !== "stream") {
      pass(message);
      return;
    }
    const most = limit();
    const bytes = Buffer.byteLength(message.text);
    printed += bytes;
    if (printed <= most) {
      pass(message);
      return;
    }
    if (isCut) return;
    isCut = true;
    const room = Math.max(0, most - (printed - bytes));
    // Cut between characters: a code point takes at most as many UTF-16 units as bytes.
    pass({
      ...message,
      text: Buffer.from(message.text)
        .subarray(0, room)
        .toString("utf8")
        .replace(/\ufffd$/, ""),
    });
    const text = `\n[The rest of the output is cut: it exceeds ${most / 1e6} MB. %config output_limit=MB sets the limit.]\n`;
    pass({ ...message, name: "stderr", text });
  };
}

import { StringDecoder } from "node:string_decoder";

export interface MarkedTextListener {
  text(part: string): void;
  marked(): void;
}

/** Reads text in which `mark` may stand, also in pieces, and takes it out. */
export function createMarkedText(mark: string, listener: MarkedTextListener): (chunk: Buffer) => void {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  return (chunk) => {
    const parts = `${rest}${decoder.write(chunk)}`.split(mark);
    const last = parts.pop() ?? "";
    for (const part of parts) {
      if (part !== "") listener.text(part);
      listener.marked();
    }
    // The beginning of a mark whose end is still to come.
    const begin = last.lastIndexOf(mark.charAt(0));
    const cut = begin >= 0 && mark.startsWith(last.slice(begin)) ? begin : last.length;
    if (cut > 0) listener.text(last.slice(0, cut));
    rest = last.slice(cut);
  };
}

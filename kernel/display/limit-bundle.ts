import type { MimeBundle } from "../messages.js";
import { escapeHtml } from "./html-text.js";

/** Characters of one output beyond which a notebook with many of them could not be opened. */
const MAX_OUTPUT = 10_000_000;
/** Characters of an output's text, which no client folds. */
const MAX_TEXT = 200_000;

/** A bundle that a notebook can hold: parts that are too large are left out, and a notice says which and why. */
export function limitBundle(bundle: MimeBundle): MimeBundle {
  const sizes = Object.entries(bundle).map(([mime, content]) => ({
    mime,
    size: typeof content === "string" ? content.length : JSON.stringify(content).length,
  }));
  const dropped = sizes.filter(({ mime, size }) => mime !== "text/plain" && size > MAX_OUTPUT);
  const text = bundle["text/plain"];
  const isLong = typeof text === "string" && text.length > MAX_TEXT;
  if (dropped.length === 0 && !isLong) return bundle;
  const notes = dropped.map(
    ({ mime, size }) =>
      `${mime} of ${millions(size)} million characters was left out: an output holds up to ${millions(MAX_OUTPUT)} million. Show less of it, or write it into a file.`,
  );
  if (isLong) notes.push(`The text of ${millions(text.length)} million characters was cut off.`);
  const kept = Object.fromEntries(
    Object.entries(bundle).filter(([mime]) => !dropped.some((each) => each.mime === mime)),
  );
  const plain = [
    typeof text === "string" ? text.slice(0, MAX_TEXT) : "",
    ...notes.map((note) => `[${note}]`),
  ].join("\n");
  const needsHtml = dropped.length > 0 && !("text/html" in kept);
  return {
    ...kept,
    "text/plain": plain,
    ...(needsHtml
      ? { "text/html": notes.map((note) => `<p><em>${escapeHtml(note)}</em></p>`).join("") }
      : {}),
  };
}

const millions = (size: number): string => (size / 1e6).toFixed(size < 1e6 ? 2 : 1);

import { arityOf } from "./arity.js";
import type { Group, NameEntry } from "./entry.js";

/** Makes the entry of one name, or of several spellings of it. */
export type EntryMaker = (
  names: string | readonly string[],
  signature: string,
  summary: string,
  example: string,
  call: NameEntry["call"],
) => NameEntry;

/** Makes entries of a group that have no meaning of their own under `Math`; `method`: they are methods of arrays as well. */
export const entriesOf =
  (group: Group, { method = false } = {}): EntryMaker =>
  (names, signature, summary, example, call) => ({
    names: typeof names === "string" ? [names] : names,
    group,
    signature,
    arity: arityOf(signature),
    summary,
    example,
    method,
    math: false,
    call,
  });

import type { Family, NameEntry } from "./entry.js";

/** Makes the entries of one family: names with one spelling, and no meaning of their own under `Math`. */
export const entriesOf =
  (family: Family) =>
  (
    name: string,
    signature: string,
    summary: string,
    method: boolean,
    call: NameEntry["call"],
  ): NameEntry => ({ names: [name], family, signature, summary, method, math: false, call });

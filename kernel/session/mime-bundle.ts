import { inspect } from "node:util";
import type { MimeBundle } from "../messages.js";
import { isJsonObject } from "../wire.js";

/** How a value is shown: what its `Symbol.for("Jupyter.display")` method says, or its text. */
export async function toMimeBundle(value: unknown): Promise<MimeBundle> {
  if (typeof value === "object" && value !== null) {
    const display: unknown = Reflect.get(value, Symbol.for("Jupyter.display"));
    if (typeof display === "function") {
      const bundle = await display.call(value);
      if (isJsonObject(bundle)) return bundle;
    }
  }
  return { "text/plain": inspect(value) };
}

import { inspect } from "node:util";
import type { MimeBundle } from "../../messages.js";
import { treeHtml } from "./tree-html.js";
import { isObject, valueTree } from "./value-tree.js";

/** Lines of text beyond which a value is easier to read as a tree. */
const MAX_LINES = 8;

/**
 * A value as the text of `util.inspect`; where that is long or leaves something out, and for functions and errors, as a
 * tree that folds as well. Values that write their text themselves have said it all.
 */
export function treeBundle(value: unknown): MimeBundle {
  const text = inspect(value);
  const bundle = { "text/plain": text };
  if (!isObject(value) || inspect.custom in value) return bundle;
  const isLong =
    typeof value === "function" ||
    value instanceof Error ||
    text.split("\n").length > MAX_LINES ||
    /\[(Object|Array|Map|Set)\]|more items?\b/.test(text);
  return isLong ? { ...bundle, "text/html": treeHtml(valueTree(value)) } : bundle;
}

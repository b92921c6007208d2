import { inspect, types } from "node:util";
import { NDArray } from "../../../runtime/ndarray.js";
import { entriesOf } from "./entries.js";
import type { PreviewKind, TreeNode } from "./tree-node.js";

/** Levels below the top. */
const DEPTH = 5;
/** Children of one value. */
const CHILDREN = 100;
/** Values in a whole tree. */
const VALUES = 1500;
const PREVIEW_LENGTH = 140;
/** Characters of a stack or of a function's source, which keep their lines. */
const BLOCK_LENGTH = 4000;

/**
 * A value with what it holds, several levels deep and of bounded size. No getter runs and no proxy is asked; what holds
 * itself says so.
 */
export function valueTree(value: unknown): TreeNode {
  let values = 0;
  const grow = (label: string | null, value: unknown, path: readonly object[]): TreeNode => {
    values++;
    const isBlock = typeof value === "string" && (label === "stack" || label === "source");
    const preview = isBlock ? value.slice(0, BLOCK_LENGTH) : previewOf(value);
    const leaf = { label, preview, kind: isBlock ? "plain" : kindOf(value), children: [], left: 0 } as const;
    if (!isObject(value) || types.isProxy(value) || path.length >= DEPTH) return leaf;
    if (path.includes(value)) return { ...leaf, preview: "↻ the value that holds this one" };
    const inner = [...path, value];
    const { entries, left } = entriesOf(value, CHILDREN);
    const children = entries.flatMap(({ label: name, held }) => {
      if (values >= VALUES) return [];
      return [held.kind === "value" ? grow(name, held.value, inner) : getterNode(name)];
    });
    return { ...leaf, children, left: left + entries.length - children.length };
  };
  return grow(null, value, []);
}

const getterNode = (label: string): TreeNode => ({
  label,
  preview: "(getter)",
  kind: "plain",
  children: [],
  left: 0,
});

export function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

function previewOf(value: unknown): string {
  if (value instanceof NDArray) return `NDArray ${value.dtype} (${value.shape.join(", ")})`;
  if (typeof value === "function") return shorten(headOf(value));
  if (value instanceof Error && !types.isProxy(value)) return shorten(`${value.name}: ${value.message}`);
  const depth = isObject(value) && !types.isProxy(value) && isSmall(value) ? 0 : -1;
  const options = { depth, breakLength: Number.POSITIVE_INFINITY, maxArrayLength: 8, maxStringLength: 120 };
  return shorten(inspect(value, options).replace(/\s*\n\s*/g, " "));
}

/** The first line of a function, or `class Name`. */
function headOf(value: object): string {
  const source = Function.prototype.toString.call(value);
  const [, head = source] = /^([^\n{]*)/.exec(source) ?? [];
  const name = Object.getOwnPropertyDescriptor(value, "name")?.value;
  return /^(class|function|async|get |set )/.test(head) || typeof name !== "string" || name === ""
    ? head.trim()
    : `${name} = ${head.trim()}`;
}

/** Whether its entries fit in a line: those of long values are below it. */
const isSmall = (value: object): boolean =>
  Array.isArray(value) || types.isTypedArray(value) || Object.keys(value).length <= 8;

function shorten(text: string): string {
  return text.length > PREVIEW_LENGTH ? `${text.slice(0, PREVIEW_LENGTH - 1)}…` : text;
}

function kindOf(value: unknown): PreviewKind {
  switch (typeof value) {
    case "string":
      return "text";
    case "number":
    case "bigint":
      return "number";
    case "boolean":
    case "undefined":
    case "symbol":
      return "word";
    case "function":
      return "code";
    default:
      return value === null ? "word" : value instanceof Error ? "error" : "plain";
  }
}

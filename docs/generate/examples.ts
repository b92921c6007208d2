/** A part of a page: text that stays, or an example and what it shows. */
export type PagePart =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "example"; readonly code: string; readonly output: string };

const EXAMPLE = /^```ts\n([\s\S]*?)^```\n(?:\n?```text\n([\s\S]*?)^```\n)?/gm;

/** The parts of a page of Markdown: each `ts` block is an example, a `text` block right behind it is its output. */
export function partsOf(markdown: string): readonly PagePart[] {
  const parts: PagePart[] = [];
  let end = 0;
  for (const found of markdown.matchAll(EXAMPLE)) {
    const [block, code = "", output = ""] = found;
    if (found.index > end) parts.push({ kind: "text", text: markdown.slice(end, found.index) });
    parts.push({ kind: "example", code: code.trimEnd(), output: output.trimEnd() });
    end = found.index + block.length;
  }
  if (end < markdown.length) parts.push({ kind: "text", text: markdown.slice(end) });
  return parts;
}

/** The page of these parts. */
export const pageOf = (parts: readonly PagePart[]): string =>
  parts.map((part) => (part.kind === "text" ? part.text : block(part.code, part.output))).join("");

const block = (code: string, output: string): string =>
  `\`\`\`ts\n${code}\n\`\`\`\n${output === "" ? "" : `\n\`\`\`text\n${output}\n\`\`\`\n`}`;

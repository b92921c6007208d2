import { escapeHtml } from "../html-text.js";
import type { TreeNode } from "./tree-node.js";

/** Values below the top that are open from the beginning, where there are few. */
const OPEN_CHILDREN = 12;

/** A tree as HTML whose parts fold, by the pointer and by the keyboard. */
export function treeHtml(tree: TreeNode): string {
  return `${STYLE}<div class="weft-tree">${nodeHtml(tree, 0)}</div>`;
}

function nodeHtml(node: TreeNode, depth: number): string {
  const label = node.label === null ? "" : `<b>${escapeHtml(node.label)}</b>`;
  const preview = `<span class="weft-${node.kind}">${escapeHtml(node.preview)}</span>`;
  if (node.children.length === 0) return `<div>${label}${previewOrBlock(node, preview)}</div>`;
  const isOpen = depth === 0 || (depth === 1 && node.children.length <= OPEN_CHILDREN && !isSimple(node));
  const children = node.children.map((child) => nodeHtml(child, depth + 1)).join("");
  const left =
    node.left === 0 ? "" : `<div class="weft-left">… ${node.left.toLocaleString("en-US")} more</div>`;
  return `<details${isOpen ? " open" : ""}><summary>${label}${preview}</summary><div class="weft-inner">${children}${left}</div></details>`;
}

/** Text of several lines, such as a stack or a source, keeps them. */
function previewOrBlock(node: TreeNode, preview: string): string {
  if (node.label !== "stack" && node.label !== "source") return preview;
  return `<pre class="weft-${node.kind}">${escapeHtml(node.preview)}</pre>`;
}

/** Whether the preview says all that the children do. */
const isSimple = ({ children, preview }: TreeNode): boolean =>
  children.every((child) => child.children.length === 0) && !preview.includes("…");

const STYLE = `<style>
.weft-tree.weft-tree{--weft-quiet:color-mix(in srgb,currentColor 72%,transparent);--weft-line:color-mix(in srgb,currentColor 16%,transparent);
color:var(--jp-content-font-color1,var(--vscode-foreground,inherit));font:12.5px/1.55 var(--jp-code-font-family,var(--vscode-editor-font-family,ui-monospace,Menlo,Consolas,monospace));margin:2px 0 6px;overflow-x:auto;white-space:nowrap}
.weft-tree.weft-tree :is(details,summary,div,pre){margin:0;padding:0;font:inherit;border:0;background:none}
.weft-tree.weft-tree summary{cursor:pointer;list-style:none;display:block;border-radius:3px}
.weft-tree.weft-tree summary::-webkit-details-marker{display:none}
.weft-tree.weft-tree summary:focus-visible{outline:2px solid var(--jp-brand-color1,var(--vscode-focusBorder,#2f6fd0));outline-offset:-1px}
.weft-tree.weft-tree summary::before{content:"▸";display:inline-block;width:1.1em;color:var(--weft-quiet)}
.weft-tree.weft-tree details[open]>summary::before{content:"▾"}
.weft-tree.weft-tree .weft-inner{margin-left:.42em;padding-left:.85em;border-left:1px solid var(--weft-line)}
.weft-tree.weft-tree .weft-inner>div{padding-left:1.1em}
.weft-tree.weft-tree b{font-weight:600;margin-right:.75em;color:var(--jp-brand-color1,var(--vscode-textLink-foreground,inherit))}
.weft-tree.weft-tree pre{display:inline-block;vertical-align:top;white-space:pre;max-height:20em;overflow:auto}
.weft-tree.weft-tree details[open]>summary>span{color:var(--weft-quiet)}
.weft-tree.weft-tree .weft-left{color:var(--weft-quiet)}
.weft-tree.weft-tree .weft-text{color:var(--jp-mirror-editor-string-color,var(--vscode-debugTokenExpression-string,inherit))}
.weft-tree.weft-tree .weft-number{color:var(--jp-mirror-editor-number-color,var(--vscode-debugTokenExpression-number,inherit))}
.weft-tree.weft-tree .weft-word{color:var(--jp-mirror-editor-keyword-color,var(--vscode-debugTokenExpression-boolean,inherit))}
.weft-tree.weft-tree .weft-error{color:var(--jp-error-color1,var(--vscode-errorForeground,inherit))}
</style>`;

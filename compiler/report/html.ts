/** Text as it stands in elements and attributes. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

export const list = (items: readonly string[], attributes = ""): string =>
  `<ul${attributes}>${items.map((item) => `<li>${item}</li>`).join("")}</ul>`;

/** A section that the keyboard and the pointer open. */
export const fold = (title: string, open: boolean, content: string): string =>
  `<details class="weft-fold"${open ? " open" : ""}><summary>${title}</summary>${content}</details>`;

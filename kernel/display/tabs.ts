import { randomUUID } from "node:crypto";
import { escapeHtml } from "./html-text.js";
import { OWN_KEYS } from "./own-keys.js";

export interface Tab {
  readonly label: string;
  readonly html: string;
}

/**
 * Several views of which one is seen, chosen by the pointer or by the arrow keys. It works without scripts: so in exported
 * pages as well.
 * @param name what is chosen, for those who can't see it
 */
export function tabsHtml(name: string, tabs: readonly Tab[]): string {
  const group = `weft-${randomUUID()}`;
  const parts = tabs.map(({ label, html }, place) => {
    const id = `${group}-${place}`;
    return (
      `<input type="radio" ${OWN_KEYS} name="${group}" id="${id}"${place === 0 ? " checked" : ""}>` +
      `<label for="${id}">${escapeHtml(label)}</label><div class="weft-panel">${html}</div>`
    );
  });
  return `<div class="weft-tabs" role="radiogroup" aria-label="${escapeHtml(name)}">${parts.join("")}</div>`;
}

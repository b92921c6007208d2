import { escapeHtml } from "../display/html-text.js";

// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
const ESCAPE = /\u001b\[([\d;]*)m/;

const COLORS = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"];

/** Text with ANSI colours to HTML: `<span class="ansi-red">`. Other escape sequences are left out. */
export function ansiToHtml(text: string): string {
  const parts = text.split(ESCAPE);
  let color: string | undefined;
  let isBold = false;
  let html = "";
  for (const [index, part] of parts.entries()) {
    if (index % 2 === 0) {
      const classes = [color === undefined ? "" : `ansi-${color}`, isBold ? "ansi-bold" : ""].filter(Boolean);
      const shown = escapeHtml(part);
      html += classes.length === 0 ? shown : `<span class="${classes.join(" ")}">${shown}</span>`;
      continue;
    }
    for (const code of part.split(";").map(Number)) {
      if (code === 0) [color, isBold] = [undefined, false];
      else if (code === 1) isBold = true;
      else if (code === 22) isBold = false;
      else if (code === 39) color = undefined;
      else if (code >= 30 && code <= 37) color = COLORS[code - 30];
      else if (code >= 90 && code <= 97) color = COLORS[code - 90];
    }
  }
  return html;
}

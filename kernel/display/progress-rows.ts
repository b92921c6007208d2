import { formatDuration } from "../magics/time.js";
import type { MimeBundle } from "../messages.js";
import { escapeHtml } from "./html-text.js";

/** How far a loop has come. */
export interface ProgressRow {
  readonly label: string;
  readonly finished: number;
  /** How many steps there are; null where nobody knows. */
  readonly total: number | null;
  readonly milliseconds: number;
}

const WIDTH = 30;

/** A bar for each of the loops that run inside of each other, the outermost first. */
export function progressRows(rows: readonly ProgressRow[]): MimeBundle {
  return {
    "text/plain": rows.map((row) => rowText(row)).join("\n"),
    "text/html": `${STYLE}<div class="weft-progress">${rows.map((row) => rowHtml(row)).join("")}</div>`,
  };
}

/** The line that stays of a loop: how many steps it took, and how long; `isWhole` says that it came to its end. */
export function progressSummary(
  { label, finished, total, milliseconds }: ProgressRow,
  isWhole: boolean,
): MimeBundle {
  const steps = finished.toLocaleString("en-US");
  const time = formatDuration(milliseconds);
  const of = total === null || total === finished ? "" : ` of ${total.toLocaleString("en-US")}`;
  const name = label === "" ? "" : `${label}: `;
  const text = isWhole
    ? `${name}${steps} in ${time} (${rate(finished, milliseconds)})`
    : `${name}stopped after ${steps}${of} in ${time}`;
  return {
    "text/plain": text,
    "text/html": `<div style="font-size:12px;opacity:.8">${escapeHtml(text)}</div>`,
  };
}

function facts({ finished, total, milliseconds }: ProgressRow): string {
  const steps = finished.toLocaleString("en-US");
  const speed = rate(finished, milliseconds);
  if (total === null || total === 0) return `${steps} · ${speed}`;
  const share = Math.min(1, finished / total);
  const left =
    finished === 0 || share === 1 ? "" : ` · ${formatDuration((milliseconds * (1 - share)) / share)} left`;
  return `${steps}/${total.toLocaleString("en-US")} · ${Math.floor(100 * share)} % · ${speed}${left}`;
}

/** `12.3/s`, `4.5 s each` where a step takes longer than a second. */
function rate(finished: number, milliseconds: number): string {
  if (finished === 0 || milliseconds === 0) return "–/s";
  const perSecond = (1000 * finished) / milliseconds;
  if (perSecond < 1) return `${formatDuration(milliseconds / finished)} each`;
  return `${Number(perSecond.toPrecision(3)).toLocaleString("en-US")}/s`;
}

function rowText(row: ProgressRow): string {
  const share = row.total === null || row.total === 0 ? 0 : Math.min(1, row.finished / row.total);
  const filled = Math.round(share * WIDTH);
  const name = row.label === "" ? "" : `${row.label} `;
  return `${name}[${"#".repeat(filled)}${".".repeat(WIDTH - filled)}] ${facts(row)}`;
}

function rowHtml(row: ProgressRow): string {
  const known = row.total !== null && row.total > 0;
  const share = known ? Math.min(1, row.finished / (row.total ?? 1)) : 0;
  const value = known ? ` value="${share.toFixed(4)}"` : "";
  return `<span>${escapeHtml(row.label)}</span><progress max="1"${value} aria-label="${escapeHtml(row.label)}"></progress><span>${escapeHtml(facts(row))}</span>`;
}

const STYLE = `<style>
.weft-progress{display:grid;grid-template-columns:max-content 16em max-content;gap:2px .8em;align-items:center;font-size:12px;font-variant-numeric:tabular-nums;color:var(--jp-content-font-color1,var(--vscode-foreground,inherit))}
.weft-progress progress{width:100%;height:6px;border:0;border-radius:3px;overflow:hidden;appearance:none;background:color-mix(in srgb,currentColor 14%,transparent);color:var(--jp-brand-color1,var(--vscode-progressBar-background,#2f6fd0))}
.weft-progress progress::-webkit-progress-bar{background:color-mix(in srgb,currentColor 14%,transparent)}
.weft-progress progress::-webkit-progress-value{background:var(--jp-brand-color1,var(--vscode-progressBar-background,#2f6fd0))}
.weft-progress progress::-moz-progress-bar{background:var(--jp-brand-color1,var(--vscode-progressBar-background,#2f6fd0))}
</style>`;

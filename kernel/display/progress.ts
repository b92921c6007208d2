import { formatDuration } from "../magics/time.js";
import type { MimeBundle } from "../messages.js";

/** How far a parallel cell has come. */
export interface ProgressState {
  /** Steps of the loop that runs; null once the cell is done. */
  readonly loop: { readonly finished: number; readonly iterations: number } | null;
  /** Since the cell began. */
  readonly milliseconds: number;
}

const WIDTH = 30;

/** A bar of the loop that runs, then the time that the cell took. */
export function progressBundle({ loop, milliseconds }: ProgressState): MimeBundle {
  const time = formatDuration(milliseconds);
  if (loop === null) return doneBundle(`done in ${time}`);
  const share = loop.iterations === 0 ? 0 : Math.min(1, loop.finished / loop.iterations);
  // A step may be one iteration or a strip of many, so that only their share means something to whoever wrote the loop.
  const left = share === 0 ? "" : `, about ${formatDuration((milliseconds * (1 - share)) / share)} left`;
  return bundle(share, `${Math.floor(100 * share)} % in ${time}${left}`);
}

/** What stays: a line. */
function doneBundle(text: string): MimeBundle {
  return { "text/plain": text, "text/html": `<div style="font-size:12px;opacity:.8">${text}</div>` };
}

function bundle(share: number, text: string): MimeBundle {
  const filled = Math.round(share * WIDTH);
  const track =
    "height:6px;width:16em;border-radius:3px;background:color-mix(in srgb,currentColor 14%,transparent);overflow:hidden";
  const bar = `height:100%;width:${(100 * share).toFixed(1)}%;background:var(--jp-brand-color1,var(--vscode-progressBar-background,#2f6fd0))`;
  return {
    "text/plain": `[${"#".repeat(filled)}${".".repeat(WIDTH - filled)}] ${text}`,
    "text/html":
      `<div style="display:flex;gap:.8em;align-items:center;font-size:12px;font-variant-numeric:tabular-nums">` +
      `<div style="${track}"><div style="${bar}"></div></div><span>${text}</span></div>`,
  };
}

/** One hue for each region, told apart also without colour by the numbers on the lines. */
const HUES = [212, 28, 146, 336, 268, 84, 190, 6] as const;

/** The hue of a region; the list is used again from its start. */
export const regionHue = (region: number): number => HUES[region % HUES.length] ?? HUES[0];

/** Notebooks style lists and code in outputs with selectors of up to three parts; these have four. */
const SCOPE = ".weft-report.weft-report.weft-report";

/** Colours come from the notebook's theme, so the report is light or dark as the page is; tints are thin enough for text at 4.5 to 1. */
export const REPORT_STYLE = `
.weft-report { --weft-text: var(--jp-ui-font-color1, CanvasText); --weft-page: var(--jp-layout-color0, Canvas);
  --weft-border: var(--jp-border-color2, #8884); --weft-panel: var(--jp-layout-color1, Canvas);
  color: var(--weft-text); background: var(--weft-page); color-scheme: light dark; max-width: 68em; padding: 2px;
  font: 13px/1.5 var(--jp-ui-font-family, system-ui, sans-serif); }
.weft-report code, .weft-report .weft-number { font-family: var(--jp-code-font-family, ui-monospace, monospace);
  font-size: 13px; background: none; color: inherit; padding: 0; border: 0; }
.weft-report h3 { font-size: 15px; margin: 0.3em 0 0.2em; }
.weft-report h3 code { font-size: 15px; }
.weft-report h3 .weft-signature { font-weight: normal; opacity: 0.8; }
.weft-report h4 { font-size: 13px; font-weight: 600; margin: 0.3em 0; }
.weft-report ul, .weft-report ol, .weft-report dl { margin: 0; padding: 0; }
.weft-report p { margin: 0.2em 0; }
.weft-report .weft-totals { display: flex; flex-wrap: wrap; gap: 0.2em 1.4em; list-style: none; margin: 0 0 0.7em; }
.weft-report .weft-warnings { border: 1px solid #b8860b; border-left-width: 4px; border-radius: 4px;
  background: hsl(43 90% 50% / 0.12); padding: 0.4em 0.8em; margin-bottom: 0.7em; }
.weft-report .weft-warnings ul { list-style: none; }
.weft-report .weft-warnings li::before { content: "⚠ "; }
.weft-report .weft-source { list-style: none; padding: 0.4em 0; border: 1px solid var(--weft-border); border-radius: 6px; }
.weft-report .weft-source > li { border-left: 5px solid transparent; }
.weft-report .weft-source > .weft-region { border-left-color: hsl(var(--hue) 65% 50%);
  background: hsl(var(--hue) 75% 50% / 0.12); }
.weft-report .weft-line { display: block; position: relative; padding: 0 0.6em; }
.weft-report .weft-line > code { white-space: pre-wrap; overflow-wrap: anywhere; }
.weft-report .weft-number { display: inline-block; min-width: 2em; padding-right: 1em; text-align: right;
  opacity: 0.72; user-select: none; }
.weft-report summary { cursor: pointer; border-radius: 3px; }
.weft-report summary:focus-visible { outline: 2px solid var(--jp-brand-color1, Highlight); outline-offset: 1px; }
.weft-report .weft-source summary { list-style: none; }
.weft-report .weft-source summary::-webkit-details-marker { display: none; }
.weft-report .weft-source summary:hover { background: hsl(var(--hue) 75% 50% / 0.12); }
.weft-report .weft-badge { display: inline-block; margin-left: 0.7em; padding: 0 0.6em; border-radius: 1em; line-height: 1.45;
  border: 1px solid hsl(var(--hue) 60% 50%); background: var(--weft-page); font-size: 12px; white-space: nowrap; }
.weft-report .weft-badge.weft-parallel { font-weight: 600; box-shadow: inset 0 0 0 1px hsl(var(--hue) 60% 50%); }
.weft-report .weft-badge.weft-serial { border-style: dashed; }
.weft-report .weft-mark { color: var(--weft-text); }
.weft-report .weft-hover, .weft-report .weft-notes { grid-template-columns: max-content 1fr; gap: 0.2em 0.8em; }
.weft-report .weft-notes { display: grid; padding: 0.2em 0.8em 0.5em 3.8em; }
.weft-report .weft-hover { display: none; position: absolute; z-index: 2; left: 3.6em; top: 100%; max-width: 46em;
  padding: 0.5em 0.9em; border: 1px solid hsl(var(--hue) 50% 50%); border-radius: 6px; background: var(--weft-panel);
  box-shadow: 0 3px 12px #0005; }
.weft-report .weft-source details:not([open]) > summary:hover > .weft-hover { display: grid; }
.weft-report dt { font-weight: 600; float: none; width: auto; }
.weft-report dd { margin: 0; float: none; width: auto; }
.weft-report dd { overflow: hidden; }
.weft-report dd ul { display: flex; flex-wrap: wrap; list-style: none; gap: 0 1.1em; }
.weft-report dd li { position: relative; }
.weft-report dd li::before { content: "·"; position: absolute; left: -0.7em; }
.weft-report .weft-fold { margin-top: 0.7em; }
.weft-report .weft-fold > summary { font-weight: 600; }
.weft-report .weft-fold > :not(summary) { margin: 0.3em 0 0 1.2em; }
.weft-report .weft-calls { list-style: none; }
.weft-report .weft-count { font-weight: normal; opacity: 0.75; }
.weft-report .weft-columns { display: flex; flex-wrap: wrap; gap: 0.4em 3.5em; }
.weft-report .weft-tree, .weft-report .weft-tree ul { list-style: none; }
.weft-report .weft-tree ul { margin-left: 0.45em; padding-left: 1em; border-left: 1px solid hsl(var(--hue) 50% 50%); }
.weft-report .weft-tree > li { margin-bottom: 0.4em; }
.weft-report .weft-region-name::before { content: ""; display: inline-block; width: 0.75em; height: 0.75em;
  margin-right: 0.5em; border-radius: 2px; background: hsl(var(--hue) 65% 50%); }
.weft-report .weft-state { opacity: 0.8; }
.weft-report .weft-state::before { content: "– "; }
.weft-report .weft-sentences { list-style: none; margin-top: 0.3em; }
.weft-report .weft-attempts { list-style: none; }
.weft-report .weft-failed::before { content: "✗ "; }
.weft-report .weft-succeeded::before { content: "✓ "; }
@media (forced-colors: active) { .weft-report .weft-source > .weft-region { border-left-color: Highlight; } }
`.replaceAll(".weft-report ", `${SCOPE} `);

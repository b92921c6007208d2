/** One hue for each region, told apart also without colour by the numbers on the lines. */
const HUES = [212, 28, 146, 336, 268, 84, 190, 6] as const;

/** The hue of a region; the list is used again from its start. */
export const regionHue = (region: number): number => HUES[region % HUES.length] ?? HUES[0];

/** Colours come from the notebook's theme, so the report is light or dark as the page is. */
export const REPORT_STYLE = `
.weft-report { color: var(--jp-ui-font-color1, CanvasText); background: var(--jp-layout-color0, Canvas);
  font: 13px/1.5 var(--jp-ui-font-family, system-ui, sans-serif); max-width: 70em; color-scheme: light dark; }
.weft-report h3 { font-size: 1.1em; margin: 0.2em 0 0.6em; }
.weft-report h4 { font-size: 1em; margin: 1em 0 0.3em; }
.weft-report code, .weft-report .weft-source { font-family: var(--jp-code-font-family, ui-monospace, monospace); }
.weft-report ol.weft-source { list-style: none; margin: 0; padding: 0.4em 0; overflow-x: auto;
  border: 1px solid var(--jp-border-color2, GrayText); border-radius: 4px; }
.weft-report ol.weft-source > li { white-space: pre; padding: 0 0.6em; border-left: 4px solid transparent; }
.weft-report ol.weft-source > li.weft-region { border-left-color: hsl(var(--hue) 65% 50%);
  background: hsl(var(--hue) 70% 50% / 0.13); }
.weft-report .weft-number { display: inline-block; min-width: 2.5em; padding-right: 1em; text-align: right;
  color: var(--jp-ui-font-color2, GrayText); user-select: none; }
.weft-report .weft-badge { display: inline-block; margin-left: 0.5em; padding: 0 0.45em; border-radius: 0.8em;
  border: 1px solid hsl(var(--hue) 65% 45%); font-size: 0.9em; }
.weft-report summary { cursor: pointer; }
.weft-report summary:focus-visible { outline: 2px solid var(--jp-brand-color1, Highlight); outline-offset: 1px; }
.weft-report ol.weft-source summary { list-style: none; }
.weft-report ol.weft-source details > ul { margin: 0.1em 0 0.4em 4.5em; padding-left: 1em; white-space: normal; }
.weft-report .weft-columns { display: flex; flex-wrap: wrap; gap: 0 3em; }
.weft-report ul.weft-tree, .weft-report ul.weft-tree ul { margin: 0; padding-left: 1.2em; }
.weft-report .weft-failed::marker { content: "✗ "; }
.weft-report .weft-succeeded::marker { content: "✓ "; }
`;

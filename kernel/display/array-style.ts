/**
 * The look of arrays and images in a notebook: the colours of JupyterLab or VS Code where they are known, else tints of
 * the surrounding text's colour, so that light and dark themes and exported pages all fit. The doubled class outweighs
 * Jupyter's own rules for tables.
 */
export const ARRAY_STYLE = `<style>
.weft-array.weft-array{--weft-line:color-mix(in srgb,currentColor 16%,transparent);--weft-tint:color-mix(in srgb,currentColor 5%,transparent);
--weft-quiet:color-mix(in srgb,currentColor 72%,transparent);--weft-accent:var(--jp-brand-color1,var(--vscode-textLink-foreground,#2f6fd0));
color:var(--jp-content-font-color1,var(--vscode-foreground,inherit));font:12.5px/1.5 var(--jp-code-font-family,var(--vscode-editor-font-family,ui-monospace,Menlo,Consolas,monospace));
max-width:100%;margin:2px 0 6px;font-variant-numeric:tabular-nums}
.weft-array.weft-array .weft-facts{color:var(--weft-quiet);margin:0 0 4px;padding:0;text-align:left;font:inherit;font-size:11.5px;white-space:nowrap}
.weft-array.weft-array .weft-facts b{color:var(--weft-accent);font-weight:600}
.weft-array.weft-array .weft-facts *+span::before{content:"·";margin:0 .5em;opacity:.7}
.weft-array.weft-array .weft-scroll{overflow-x:auto}
.weft-array.weft-array table{border-collapse:separate;border-spacing:0;table-layout:auto;width:auto;margin:0 0 6px;overflow:hidden;border:1px solid var(--weft-line);border-radius:6px;font:inherit;color:inherit}
.weft-array.weft-array table caption{caption-side:top;text-align:left;color:var(--weft-quiet);padding:2px 0 3px;font:inherit;font-size:11.5px;white-space:nowrap}
.weft-array.weft-array :is(thead,tbody,tr:nth-child(n)){border:0;background:none}
.weft-array.weft-array :is(th,td){border:0;padding:1.5px 10px;text-align:right;white-space:pre;font:inherit;line-height:1.5;max-width:none;min-width:0;background:none;vertical-align:baseline}
.weft-array.weft-array th{color:var(--weft-quiet);font-size:11px;background:var(--weft-tint);user-select:none}
.weft-array.weft-array thead td{background:var(--weft-tint);border-right:1px solid var(--weft-line)}
.weft-array.weft-array thead :is(th,td){border-bottom:1px solid var(--weft-line)}
.weft-array.weft-array tbody th{border-right:1px solid var(--weft-line)}
.weft-array.weft-array :is(.weft-gap,.weft-quiet){color:var(--weft-quiet)}
.weft-array.weft-array .weft-gap{text-align:center;padding:1.5px 8px;user-select:none}
.weft-array.weft-array tbody tr:hover>*{background:color-mix(in srgb,var(--weft-accent) 12%,transparent)}
.weft-array.weft-array .weft-left{text-align:left}
.weft-array.weft-array th small{display:block;font-size:10px;font-weight:400;line-height:1.2}
.weft-array.weft-array .weft-slices{display:flex;flex-wrap:wrap;gap:2px 18px;align-items:flex-start}
.weft-array.weft-array .weft-slices>.weft-facts{align-self:center}
.weft-array.weft-array .weft-tabs{display:flex;flex-wrap:wrap;gap:3px;align-items:center}
.weft-array.weft-array .weft-tabs>input{position:absolute;opacity:0;width:1px;height:1px;margin:0}
.weft-array.weft-array .weft-tabs>label{padding:1px 8px;border:1px solid var(--weft-line);border-radius:9px;font-size:11.5px;line-height:1.5;cursor:pointer;color:var(--weft-quiet);user-select:none}
.weft-array.weft-array .weft-tabs>label:hover{background:var(--weft-tint)}
.weft-array.weft-array .weft-tabs>input:checked+label{color:inherit;border-color:currentColor;font-weight:600}
.weft-array.weft-array .weft-tabs>input:focus-visible+label{outline:2px solid var(--weft-accent);outline-offset:1px}
.weft-array.weft-array .weft-panel{order:1;flex:0 0 100%;min-width:0;display:none;padding-top:4px}
.weft-array.weft-array .weft-tabs>input:checked+label+.weft-panel{display:block}
.weft-array.weft-array .weft-bar{display:flex;gap:8px;align-items:center;font-size:11.5px;color:var(--weft-quiet);margin:2px 0 4px}
.weft-array.weft-array .weft-bar i{display:block;width:140px;height:10px;border-radius:2px}
.weft-array.weft-array .weft-compare{position:relative;display:inline-block;max-width:100%}
.weft-array.weft-array .weft-compare .weft-over{position:absolute;inset:0;clip-path:inset(0 0 0 var(--weft-at,50%))}
.weft-array.weft-array .weft-compare::after{content:"";position:absolute;top:0;bottom:0;left:var(--weft-at,50%);width:2px;margin-left:-1px;background:#fff;box-shadow:0 0 0 1px #0006;pointer-events:none}
.weft-array.weft-array .weft-pair{display:inline-block;max-width:100%}
.weft-array.weft-array .weft-slider{display:flex;gap:8px;align-items:center;font-size:11.5px;color:var(--weft-quiet)}
.weft-array.weft-array .weft-slider input{flex:1;min-width:120px;accent-color:var(--weft-accent)}
.weft-array.weft-array .weft-images{display:grid;gap:14px;align-items:start}
.weft-array.weft-array figure{margin:0;min-width:0;max-width:100%}
.weft-array.weft-array figcaption{color:var(--weft-quiet);font-size:11.5px;padding-top:3px}
.weft-array.weft-array figcaption b{color:var(--jp-content-font-color1,var(--vscode-foreground,currentColor));font-weight:600;margin-right:.7em}
.weft-array.weft-array img{display:block;max-width:100%;height:auto;border-radius:3px;outline:1px solid var(--weft-line);outline-offset:0;background:repeating-conic-gradient(#8883 0 25%,#8881 0 50%) 0 0/16px 16px}
.weft-array.weft-array img.weft-pixels{image-rendering:pixelated}
</style>`;

/** The look of a notebook as a page: light or dark, as the reader's system has it. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --line: #d9dde5; --soft: #f5f7fa; --muted: #6b7485; --accent: #1f6feb; --bad: #c62828; --text: #1c2430; --page: #ffffff; }
@media (prefers-color-scheme: dark) { :root { --line: #333b49; --soft: #1b212c; --muted: #8b95a7; --accent: #4cc2ff; --bad: #ff7b72; --text: #dfe5ee; --page: #12161d; } }
body { margin: 0; background: var(--page); color: var(--text); font: 16px/1.6 system-ui, sans-serif; }
main { max-width: 62rem; margin: 0 auto; padding: 2rem 1.5rem 4rem 4.5rem; }
section { position: relative; margin: 1.1rem 0; }
pre, code { font: 13.5px/1.5 ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; }
pre { margin: 0; overflow-x: auto; white-space: pre; }
.input { background: var(--soft); border: 1px solid var(--line); border-radius: 6px; padding: .7rem .9rem; }
.count { position: absolute; left: -4rem; width: 3.4rem; text-align: right; color: var(--muted); font: 12.5px/1.5 ui-monospace, monospace; padding-top: .75rem; }
.output { padding: .5rem .9rem 0; overflow-x: auto; }
.output img, .output svg { max-width: 100%; }
.stderr { background: color-mix(in srgb, var(--bad) 9%, transparent); padding: .4rem .6rem; border-radius: 4px; }
.error { border-left: 3px solid var(--bad); padding-left: .8rem; }
.markdown code { background: var(--soft); padding: .1em .3em; border-radius: 4px; }
.markdown pre { background: var(--soft); border-radius: 6px; padding: .7rem .9rem; }
.markdown pre code { background: none; padding: 0; }
blockquote { margin: 1rem 0; padding-left: 1rem; border-left: 3px solid var(--line); color: var(--muted); }
table { border-collapse: collapse; font-size: 14px; margin: 1rem 0; }
th, td { border: 1px solid var(--line); padding: .25rem .6rem; text-align: left; }
a { color: var(--accent); }
.keyword { color: #8250df; } .string { color: #0a6b3d; } .number { color: #b4540a; } .comment { color: var(--muted); font-style: italic; } .magic { color: var(--accent); font-weight: 600; }
@media (prefers-color-scheme: dark) { .keyword { color: #c39bff; } .string { color: #7ee2a8; } .number { color: #ffb454; } }
.ansi-red { color: var(--bad); } .ansi-green { color: #1a7f37; } .ansi-yellow { color: #9a6700; } .ansi-blue { color: #1f6feb; }
.ansi-magenta { color: #8250df; } .ansi-cyan { color: #0e7490; } .ansi-bold { font-weight: 700; }
`;

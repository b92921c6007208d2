import { CELL } from "../transpile/runtime-names.js";
import { type CellMagic, MagicError, statementCell } from "./magic.js";

/** `%%anywidget NAME` makes a widget of the rest of the cell, a module of anywidget in TypeScript. */
export const anywidget: CellMagic = {
  name: "%%anywidget",
  usage: "%%anywidget NAME",
  summary:
    "Makes NAME(state) a widget that the rest of the cell, a module of anywidget, draws in the browser.",
  details:
    "The module is TypeScript, and exports as default { render({ model, el }) { … } }. NAME({ count: 0 }, { css }) makes a widget with a state that both sides share.",
  // It runs in the browser, whose names the session does not have.
  hasCode: false,
  expand(argument, body) {
    const [, name] = /^([\p{ID_Start}$_][\p{ID_Continue}$]*);?$/u.exec(argument) ?? [];
    if (name === undefined) throw new MagicError(`Usage: ${anywidget.usage}, with the module below it`);
    return statementCell(
      `var ${name} = await ${CELL}.anywidget(${JSON.stringify(name)}, ${JSON.stringify(body)});`,
    );
  },
};

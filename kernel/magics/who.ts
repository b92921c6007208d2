import { CELL } from "../transpile/runtime-names.js";
import type { LineMagic } from "./magic.js";

/** `%who` names the variables of the session. */
export const who: LineMagic = {
  name: "%who",
  usage: "%who [TYPE]",
  summary: "Names the variables of the session, or those of one type, such as number or NDArray.",
  rewrite: (argument) => `${CELL}.who(${JSON.stringify(argument.replace(";", ""))});`,
};

/** `%whos` says of each variable what it holds. */
export const whos: LineMagic = {
  name: "%whos",
  usage: "%whos [TYPE]",
  summary: "Lists the variables of the session with types and values.",
  rewrite: (argument) => `${CELL}.whos(${JSON.stringify(argument.replace(";", ""))});`,
};

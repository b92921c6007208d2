import { CELL } from "../transpile/runtime-names.js";
import { type LineMagic, type Magic, MagicError } from "./magic.js";

/** `%lsmagic` lists all magics, which `all` gives. */
export function lsmagic(all: () => readonly Magic[]): LineMagic {
  return {
    name: "%lsmagic",
    usage: "%lsmagic",
    summary: "Lists the magics.",
    rewrite(argument) {
      if (argument.replace(";", "") !== "") throw new MagicError("Usage: %lsmagic");
      const magics = all();
      const width = Math.max(...magics.map(({ usage }) => usage.length));
      const lines = magics.map(({ usage, summary }) => `${usage.padEnd(width)}  ${summary}`);
      const text = [...lines, "", "NAME? shows the help of a magic, or what is known of a variable."].join(
        "\n",
      );
      return `${CELL}.print(${JSON.stringify(text)});`;
    },
  };
}

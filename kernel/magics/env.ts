import { CELL } from "../transpile/runtime-names.js";
import { type LineMagic, MagicError } from "./magic.js";
import { unquoted } from "./shell-words.js";

/** `%env` shows the environment variables, `%env NAME` one of them, `%env NAME=VALUE` sets one. */
export const env: LineMagic = {
  name: "%env",
  usage: "%env [NAME[=VALUE]]",
  summary: "Shows environment variables, or sets one for the session and the commands it starts.",
  details: "In the list of all, values whose names speak of keys, tokens, secrets or passwords are hidden.",
  takes: Object.keys(process.env).sort(),
  rewrite(argument) {
    const [, name, sign = "", value = ""] =
      /^([^\s=]+)(\s*=\s*|\s+)?(.*)$/.exec(argument.replace(/;$/, "")) ?? [];
    if (name === undefined && argument.replace(";", "") !== "") throw new MagicError(`Usage: ${env.usage}`);
    if (name === undefined) return `${CELL}.environment();`;
    if (value === "" && !sign.includes("=")) return `${CELL}.environment(${JSON.stringify(name)});`;
    return `${CELL}.environment(${JSON.stringify(name)}, ${JSON.stringify(unquoted(value))});`;
  },
};

/** What `%env` prints; sets the variable when a value is given. */
export function environmentText(name: string | undefined, value: string | undefined): string {
  if (name === undefined) {
    return Object.entries(process.env)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([each, held]) => `${each}=${/key|token|secret|passw/i.test(each) ? "<hidden>" : held}`)
      .join("\n");
  }
  if (value !== undefined) process.env[name] = value;
  const held = process.env[name];
  return held === undefined ? `${name} is not set` : `${name}=${held}`;
}

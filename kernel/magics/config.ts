import { DEFAULT_SETTINGS, type Settings } from "../settings.js";
import { CELL } from "../transpile/runtime-names.js";
import { type LineMagic, MagicError } from "./magic.js";
import { typecheckMode } from "./typecheck.js";

interface Setting {
  readonly meaning: string;
  show(settings: Settings): string;
  read(value: string): Partial<Settings>;
}

const SETTINGS: ReadonlyMap<string, Setting> = new Map<string, Setting>([
  [
    "typecheck",
    {
      meaning: "what becomes of type errors: off, warn or strict",
      show: ({ typecheck }) => typecheck,
      read: (value) => ({ typecheck: typecheckMode(value) }),
    },
  ],
  [
    "output_limit",
    {
      meaning: "megabytes of printed text of a cell, after which the rest is cut",
      show: ({ outputLimit }) => String(outputLimit),
      read(value) {
        const outputLimit = Number(value);
        if (value !== "" && outputLimit > 0 && Number.isFinite(outputLimit)) return { outputLimit };
        throw new MagicError(`output_limit is a number of megabytes above 0, not '${value}'`);
      },
    },
  ],
  [
    "spare_session",
    {
      meaning: "whether a session waits to take the place of one that ends: on or off",
      show: ({ spareSession }) => (spareSession ? "on" : "off"),
      read(value) {
        if (value === "on" || value === "off") return { spareSession: value === "on" };
        throw new MagicError(`spare_session is on or off, not '${value}'`);
      },
    },
  ],
]);

/** `%config` shows the settings of the kernel, `%config NAME=VALUE` changes one. */
export const config: LineMagic = {
  name: "%config",
  usage: "%config [NAME=VALUE]",
  summary: "Shows the kernel's settings, or changes one.",
  details: [...SETTINGS]
    .map(([name, { meaning, show }]) => `${name}: ${meaning} (${show(DEFAULT_SETTINGS)})`)
    .join("\n"),
  takes: [...SETTINGS.keys()].map((name) => `${name}=`),
  rewrite(argument, settings) {
    const change = read(argument);
    if (change !== undefined) return ";";
    const lines = [...SETTINGS].map(([name, { show, meaning }]) => `${name}=${show(settings)}  (${meaning})`);
    return `${CELL}.print(${JSON.stringify(lines.join("\n"))});`;
  },
  change: (argument) => read(argument) ?? {},
};

/** Undefined when nothing is to be changed. */
function read(argument: string): Partial<Settings> | undefined {
  if (argument === "" || argument === ";") return undefined;
  const [, name = "", value = ""] = /^(\w+)\s*=\s*(.*?)\s*;?$/.exec(argument) ?? [];
  const setting = SETTINGS.get(name);
  if (setting !== undefined) return setting.read(value);
  throw new MagicError(`Usage: ${config.usage}, where NAME is ${[...SETTINGS.keys()].join(", ")}`);
}

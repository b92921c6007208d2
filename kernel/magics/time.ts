import { CELL } from "../transpile/runtime-names.js";
import { type CellMagic, type LineMagic, MagicError } from "./magic.js";

/** `%time EXPRESSION` evaluates once, says how long it took, and gives the value. */
export const time: LineMagic = {
  name: "%time",
  usage: "%time EXPRESSION",
  summary: "Evaluates an expression once, says how long it took, and gives its value.",
  takes: "expression",
  rewrite(argument) {
    const expression = argument.replace(/;\s*$/, "");
    if (expression === "") throw new MagicError(`%time needs an expression: ${time.usage}`);
    return `await ${CELL}.time(async () => (${expression}));`;
  },
};

/** `%%time` says how long the cell took. */
export const timeCell: CellMagic = {
  name: "%%time",
  usage: "%%time",
  summary: "Says how long the cell took.",
  hasCode: true,
  expand(argument, body, expandLines) {
    if (argument !== "") throw new MagicError(`Usage: ${timeCell.usage}, with the cell below it`);
    return { ...expandLines(body), isTimed: true };
  },
};

/** Runs and awaits `work`, and reports the wall-clock time it took. */
export async function runTimed<T>(work: () => T | Promise<T>, log: (line: string) => void): Promise<T> {
  const start = performance.now();
  try {
    return await work();
  } finally {
    log(`Time: ${formatDuration(performance.now() - start)}`);
  }
}

/** A duration in milliseconds, with the unit that suits it: `1.53 s`, `12.1 ms`, `3.02 µs`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds >= 60_000) {
    return `${Math.floor(milliseconds / 60_000)} min ${((milliseconds % 60_000) / 1000).toFixed(1)} s`;
  }
  const [value, unit] =
    milliseconds >= 1000
      ? [milliseconds / 1000, "s"]
      : milliseconds >= 1
        ? [milliseconds, "ms"]
        : milliseconds >= 1e-3
          ? [milliseconds * 1e3, "µs"]
          : [milliseconds * 1e6, "ns"];
  return `${value.toPrecision(3)} ${unit}`;
}

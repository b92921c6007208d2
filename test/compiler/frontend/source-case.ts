import { compile } from "../../../runtime/library.js";
import { NDArray } from "../../../runtime/ndarray.js";
import { np } from "../../../runtime/np.js";

/** A source, a call of its function `f`, and what comes out: `float64[3] [0,1,2]`, or the beginning of an error's name and message. */
export type SourceCase = readonly [source: string, args: readonly unknown[], outcome: string];

/** 0, 1, 2, … as float64, in a shape. */
export const ramp = (...shape: readonly number[]): NDArray =>
  np.arange(shape.reduce((size, extent) => size * extent, 1)).reshape([...shape]);

/** What the call gives, as a text; an error is its name and the first line of its message. */
export function outcomeOf(source: string, args: readonly unknown[]): string {
  try {
    const f = compile(source, { log: () => {} })["f"];
    if (f === undefined) throw new Error("The source has no function f");
    return shown(f(...args));
  } catch (thrown) {
    if (!(thrown instanceof Error)) throw thrown;
    return `${thrown.name}: ${thrown.message.split("\n")[0] ?? ""}`;
  }
}

/** The warnings of the report after a call, each as `line: message`. */
export function warningsOf(source: string, args: readonly unknown[]): readonly string[] {
  const f = compile(source, { log: () => {} })["f"];
  if (f === undefined) throw new Error("The source has no function f");
  f(...args);
  const report = f.parallelDiagnostics({ level: 1, format: "json" });
  return report.warnings.map(({ line, message }) => `${line}: ${message}`);
}

function shown(value: unknown): string {
  if (value instanceof NDArray) {
    const elements = JSON.stringify(value.toArray(), (_, item: unknown) =>
      typeof item === "bigint" || (typeof item === "number" && !Number.isFinite(item)) ? String(item) : item,
    );
    return `${value.dtype}[${value.shape.join()}] ${elements}`;
  }
  if (Array.isArray(value)) return `[${value.map(shown).join(", ")}]`;
  if (typeof value === "object" && value !== null)
    return `{ ${Object.entries(value)
      .map(([name, field]) => `${name}: ${shown(field)}`)
      .join(", ")} }`;
  return String(value);
}

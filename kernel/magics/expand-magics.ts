import { type LineMagic, MagicError } from "./magic.js";
import { parallelDiagnostics } from "./parallel-diagnostics.js";
import { time } from "./time.js";
import { timeit } from "./timeit.js";
import { typecheck } from "./typecheck.js";

const LINE_MAGICS: ReadonlyMap<string, LineMagic> = new Map(
  [parallelDiagnostics, time, timeit, typecheck].map((magic) => [magic.name, magic]),
);

const CELL_MAGICS = ["%%parallel", "%%time"];

/** What a cell is, once its magics are understood. */
export type ExpandedCell =
  | { readonly kind: "parallel" }
  | { readonly kind: "script"; readonly source: string; readonly isTimed: boolean };

/**
 * Finds the magics of a cell. Lines keep their numbers, so errors still point into the cell as it was written.
 * @throws MagicError for unknown magics.
 */
export function expandMagics(source: string): ExpandedCell {
  const [, cellMagic] = /^\s*(%%\w*)/.exec(source) ?? [];
  if (cellMagic === "%%parallel") return { kind: "parallel" };
  if (cellMagic !== undefined && cellMagic !== "%%time") {
    throw new MagicError(`'${cellMagic}' is no magic of a cell; there are ${CELL_MAGICS.join(", ")}`);
  }
  const isTimed = cellMagic === "%%time";
  const lines = source.split("\n");
  if (isTimed) lines[lines.findIndex((line) => line.trim() !== "")] = "";
  return { kind: "script", isTimed, source: lines.map(expandLine).join("\n") };
}

function expandLine(line: string, index: number): string {
  // A `%` that begins a line may also be a remainder that continues the line before: only known names count there.
  const [, name, argument = ""] = /^\s*%([a-z_]\w*)\b(.*)$/.exec(line) ?? [];
  if (name === undefined) return line;
  const magic = LINE_MAGICS.get(name);
  if (magic !== undefined) return magic.rewrite(argument.trim());
  if (index > 0) return line;
  const known = [...LINE_MAGICS.values()].map(({ usage }) => usage).join("; ");
  throw new MagicError(`'%${name}' is no magic; there are ${known}`, index + 1);
}

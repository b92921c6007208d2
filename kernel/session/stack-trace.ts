import { findSourceMap } from "node:module";
import { fileURLToPath } from "node:url";
import { type CellPosition, type CellSources, labelOf } from "./cell-sources.js";

/** The folder of this package's code, as modules and as scripts name it: its own frames are of no use to the reader of a stack trace. */
const OWN_CODE = new URL("../../", import.meta.url);
const OWN_FILES = fileURLToPath(OWN_CODE);

/** Equal lines of a stack that are shown as they are. */
const FOLDED = 2;

/** Where in a cell each error was made, as far as known: noted while V8 builds the stack. */
export type ErrorPositions = (error: object) => CellPosition | undefined;

/**
 * Makes stack traces speak of cells: `at f (cell[3]:2:5)`, with lines and columns of the cell's own text, and
 * without the frames of the session itself.
 */
export function installStackTraces(cells: CellSources): ErrorPositions {
  const positions = new WeakMap<object, CellPosition>();
  // Deep enough to reach the cell through the session's own code and its libraries.
  Error.stackTraceLimit = 100;
  Error.prepareStackTrace = (error, frames) => {
    const lines: string[] = [];
    // Where the lines begin that a frame of the session's own code, further out, makes useless: its libraries'.
    let called = 0;
    for (const frame of frames) {
      const position = cellPosition(frame, cells);
      if (position === "generated") continue;
      if (position !== undefined && !positions.has(error)) positions.set(error, position);
      if (isOwn(frame)) lines.length = called;
      const place =
        position === undefined
          ? outsidePlace(frame)
          : `${position.label}:${position.line}:${position.column}`;
      if (place === undefined) continue;
      // The function that a cell becomes has no name, and its variables are properties of the namespace object.
      const name = frame.getFunctionName()?.replace("__weft.", "") ?? "";
      lines.push(name === "" ? `    at ${place}` : `    at ${name} (${place})`);
      if (position !== undefined) called = lines.length;
    }
    return [headline(error), ...foldRepeated(lines)].join("\n");
  };
  return (error) => positions.get(error);
}

/** `RangeError: message`, also for errors whose own text can't be had. */
export function headline(error: Error): string {
  try {
    return String(error);
  } catch {
    return "Error";
  }
}

/** The lines of a function that calls itself without end, once with their number: few of a hundred say more than the first. */
function foldRepeated(lines: readonly string[]): string[] {
  const folded: string[] = [];
  for (let first = 0; first < lines.length; ) {
    const line = lines[first] ?? "";
    let next = first + 1;
    while (lines[next] === line) next++;
    const repeats = next - first - 1;
    folded.push(line, ...(repeats > FOLDED ? [`    … ${repeats} more times`] : lines.slice(first + 1, next)));
    first = next;
  }
  return folded;
}

function cellPosition(frame: NodeJS.CallSite, cells: CellSources): CellPosition | "generated" | undefined {
  return cells.locate(frame.getFileName() ?? "", frame.getLineNumber() ?? 1, frame.getColumnNumber() ?? 1);
}

function isOwn(frame: NodeJS.CallSite): boolean {
  const file = frame.getFileName() ?? "";
  return file.startsWith(OWN_CODE.href) || file.startsWith(OWN_FILES);
}

/** The place of a frame outside the cells; undefined for those of the session and of Node itself. */
function outsidePlace(frame: NodeJS.CallSite): string | undefined {
  const file = frame.getFileName();
  if (file === null || file === undefined) return frame.isNative() ? "native" : undefined;
  if (file.startsWith("node:internal/") || file === "node:vm" || isOwn(frame)) return undefined;
  const forgotten = labelOf(file);
  if (forgotten !== undefined) return forgotten;
  const line = frame.getLineNumber() ?? 1;
  const column = frame.getColumnNumber() ?? 1;
  const entry = findSourceMap(file)?.findEntry(line - 1, column - 1);
  const [mappedLine, mappedColumn] =
    entry !== undefined && "originalLine" in entry
      ? [entry.originalLine + 1, entry.originalColumn + 1]
      : [line, column];
  const path = file.startsWith("file:") ? fileURLToPath(file) : file;
  return `${path}:${mappedLine}:${mappedColumn}`;
}

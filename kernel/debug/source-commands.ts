import { readFile } from "node:fs/promises";
import { integer, text } from "../request-content.js";
import { isJsonObject, type JsonObject } from "../wire.js";
import type { Breakpoints } from "./breakpoints.js";
import { DebugError } from "./dap.js";
import type { Command } from "./execution-commands.js";
import type { LineMap } from "./line-map.js";
import { cellPath, type Scripts } from "./scripts.js";

/** The lines of a source at which a breakpoint can be, or why none can. */
export type SourceLines =
  | { readonly kind: "lines"; readonly lines: LineMap }
  | { readonly kind: "declined"; readonly message: string };

/** The texts that clients know by a path. */
export interface Sources {
  /** Takes in the text of a cell; its path. */
  dump(source: string): string;
  /** @throws DebugError where there is no such source */
  text(path: string): Promise<string>;
  linesOf(path: string): Promise<SourceLines>;
  clear(): void;
}

export function createSources(scripts: Scripts, linesOf: (source: string) => Promise<SourceLines>): Sources {
  const dumped = new Map<string, string>();
  return {
    dump(source) {
      const path = cellPath(source);
      dumped.set(path, source);
      return path;
    },
    async text(path) {
      const known = dumped.get(path) ?? scripts.withPath(path).at(-1)?.source;
      if (known !== undefined) return known;
      // Only what the session has loaded: a client must not read files through the debugger that it has no right to.
      if (scripts.withPath(path).length === 0) throw new DebugError(`There is no source '${path}'`);
      return readFile(path, "utf8");
    },
    async linesOf(path) {
      const ran = scripts.withPath(path).at(-1);
      if (ran !== undefined) return { kind: "lines", lines: ran.lines };
      const source = dumped.get(path);
      if (source !== undefined) return linesOf(source);
      return { kind: "declined", message: `The session has not loaded '${path}'` };
    },
    clear: () => dumped.clear(),
  };
}

/** The requests about sources and their breakpoints. */
export function sourceCommands(
  sources: Sources,
  scripts: Scripts,
  breakpoints: Breakpoints,
): Readonly<Record<string, Command>> {
  return {
    dumpCell: (parameters) => ({ sourcePath: sources.dump(text(parameters, "code")) }),
    source: async ({ source }) => ({
      content: await sources.text(pathOf(source)),
      mimeType: "text/typescript",
    }),
    setBreakpoints: async ({ source, breakpoints: wanted }) => ({
      breakpoints: await breakpoints.set(pathOf(source), wanted),
    }),
    modules(parameters) {
      const all = scripts.modules().map(({ name, path }, id) => ({ id, name, path }));
      const start = integer(parameters, "startModule", 0);
      const count = integer(parameters, "moduleCount", 0);
      return {
        modules: all.slice(start, count === 0 ? undefined : start + count),
        totalModules: all.length,
      };
    },
  };
}

function pathOf(source: JsonObject[string] | undefined): string {
  if (!isJsonObject(source)) throw new DebugError("'source' must be an object with a path");
  return text(source, "path");
}

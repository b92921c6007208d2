import type { Debugger } from "node:inspector";
import { tmpdir } from "node:os";
import { basename, join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { CellText } from "./inspector-protocol.js";
import { createLineMap, type LineMap, SAME_LINES } from "./line-map.js";
import { murmur2 } from "./murmur2.js";

/** A script of the user: a run of a cell, or a module that a cell has imported. */
export interface UserScript {
  /** What stack frames call it. */
  readonly name: string;
  /** The path by which clients know its source. */
  readonly path: string;
  /** A regular expression that matches the URL under which V8 knows it. */
  readonly urlPattern: string;
  readonly lines: LineMap;
  readonly isCell: boolean;
  /** The text of a cell; that of a module is in its file. */
  readonly source?: string;
}

/** What the debugger knows of the session's scripts. */
export interface Scripts {
  /** A cell that ran or is about to. */
  addCell(text: CellText): UserScript;
  parsed(event: Debugger.ScriptParsedEventDataType): void;
  /** The script with V8's id; undefined for those of Node and of the kernel itself. */
  find(scriptId: string): UserScript | undefined;
  withPath(path: string): readonly UserScript[];
  /** The modules that were imported, without those of packages. */
  modules(): readonly UserScript[];
  /** Forgets all scripts: the session is gone. */
  clear(): void;
}

/** How clients compute the path of a cell: prefix, hash of its text, suffix. There is no such file. */
export const CELL_PATHS = {
  hashMethod: "Murmur2",
  hashSeed: 0xc70f6907,
  tmpFilePrefix: `${join(tmpdir(), `weft_${process.pid}`)}${sep}`,
  tmpFileSuffix: ".ts",
} as const;

export function cellPath(source: string): string {
  const { tmpFilePrefix, hashSeed, tmpFileSuffix } = CELL_PATHS;
  return `${tmpFilePrefix}${murmur2(source, hashSeed)}${tmpFileSuffix}`;
}

/** The code of the kernel itself. */
export const OWN_CODE = new URL("../../", import.meta.url).href;

/** The end of a cell's URL: `#` and the number of the run, which V8 gets to see escaped. */
const CELL_URL = /%23(\d+)$/;

export function createScripts(): Scripts {
  const cells = new Map<number, UserScript>();
  const urls = new Map<string, string>();
  const modules = new Map<string, UserScript>();

  return {
    addCell({ cell, label, source, map }) {
      const script: UserScript = {
        name: label,
        path: cellPath(source),
        urlPattern: `%23${cell}$`,
        lines: createLineMap(map),
        isCell: true,
        source,
      };
      cells.set(cell, script);
      return script;
    },
    parsed({ scriptId, url, sourceMapURL }) {
      if (!url.startsWith("file:") || url.startsWith(OWN_CODE)) return;
      urls.set(scriptId, url);
      if (!CELL_URL.test(url)) modules.set(url, moduleScript(url, sourceMapURL));
    },
    find(scriptId) {
      const url = urls.get(scriptId);
      if (url === undefined) return undefined;
      const run = CELL_URL.exec(url)?.[1];
      return run === undefined ? modules.get(url) : cells.get(Number(run));
    },
    withPath: (path) => [...cells.values(), ...modules.values()].filter((script) => script.path === path),
    modules: () => [...modules.values()].filter(({ path }) => !path.includes(`${sep}node_modules${sep}`)),
    clear() {
      cells.clear();
      urls.clear();
      modules.clear();
    },
  };
}

function moduleScript(url: string, sourceMapUrl: string | undefined): UserScript {
  const path = fileURLToPath(url);
  const [, encoded] = /^data:application\/json[^,]*;base64,(.*)$/.exec(sourceMapUrl ?? "") ?? [];
  // TypeScript modules carry their map with them; a module that was made by another compiler is shown as it runs.
  const isTypeScript = encoded !== undefined && /\.[mc]?ts$/.test(path);
  return {
    name: basename(path),
    path,
    urlPattern: `^${url.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")}$`,
    lines: isTypeScript ? createLineMap(Buffer.from(encoded, "base64").toString()) : SAME_LINES,
    isCell: false,
  };
}

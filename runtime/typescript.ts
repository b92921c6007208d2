// The TypeScript compiler as this package loads it: `import ts from "#typescript"`. Its 9 MB of JavaScript take 200 ms to
// import, most of it parsing and compiling; from V8's code cache, kept in the user's cache folder, it is 50 ms.
import { isAscii } from "node:buffer";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { arch, env, pid, version } from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { cachedDataVersionTag } from "node:v8";
import { Script } from "node:vm";
import type typescript from "typescript";
import { CACHE_FOLDER_MODE, userCacheFolder } from "./cache-folder.js";

/** Milliseconds after which the cache is written: by then the functions that a kernel needs are compiled, and are kept too. */
const WRITE_DELAY = 2000;

type ModuleFunction = (
  exports: object,
  require: NodeJS.Require,
  module: { exports: object },
  filename: string,
  dirname: string,
) => void;

const { ts, writeCache } = load();
export default ts;

/** Writes the cache now where there is none yet: for programs that end before it would be written by itself. */
export const writeTypescriptCache: () => void = writeCache;

function load(): { readonly ts: typeof typescript; readonly writeCache: () => void } {
  const require = createRequire(import.meta.url);
  const filename = require.resolve("typescript");
  const bytes = readFileSync(filename);
  // Not having to be decoded, it is there 10 ms sooner.
  const source = bytes.toString(isAscii(bytes) ? "latin1" : "utf8");
  const cacheFile = join(userCacheFolder(env), cacheName(require("typescript/package.json").version));
  const cachedData = readIfThere(cacheFile);
  const script = new Script(
    `(function (exports, require, module, __filename, __dirname) {${source}\n})`,
    cachedData === undefined ? { filename } : { filename, cachedData },
  );
  const module: { exports: object } = { exports: {} };
  const run: ModuleFunction = script.runInThisContext();
  run(module.exports, createRequire(filename), module, filename, dirname(filename));
  const isMissing = cachedData === undefined || script.cachedDataRejected === true;
  const write = (): void => {
    if (isMissing) writeFile(cacheFile, script.createCachedData());
  };
  if (isMissing) void sleep(WRITE_DELAY, undefined, { ref: false }).then(write);
  // The file that was just run is TypeScript itself.
  return { ts: module.exports as typeof typescript, writeCache: write };
}

/** V8 takes back only what a process with the same flags has compiled: a session has others than the kernel process. */
function cacheName(typescriptVersion: string): string {
  return `typescript-${typescriptVersion}-${version}-${arch}-${cachedDataVersionTag().toString(16)}.bin`;
}

/** Without a cache everything works as well, only later: a folder that can't be written is no error. */
function writeFile(file: string, data: Buffer): void {
  const unfinished = `${file}.${pid}`;
  try {
    mkdirSync(dirname(file), { recursive: true, mode: CACHE_FOLDER_MODE });
    writeFileSync(unfinished, data);
    renameSync(unfinished, file);
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
  }
}

function readIfThere(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

import { isAbsolute, resolve } from "node:path";
import { userCacheFolder } from "./cache-folder.js";

/** Settings of the native runtime; 0 stands for its default. */
export interface NativeSettings {
  readonly threads: number;
  /** Bytes that arrays may take. */
  readonly memoryLimit: number;
  /** Where compiled code is kept; null for nowhere. */
  readonly cacheFolder: string | null;
  /** "auto" for an installed OpenBLAS, "off", or the path of one. */
  readonly blas: string;
  /** Loops whose results take as many bytes write them past the processor's caches. */
  readonly pastCaches: number;
}

const units: ReadonlyMap<string, number> = new Map([
  ["", 1],
  ["K", 2 ** 10],
  ["M", 2 ** 20],
  ["G", 2 ** 30],
  ["T", 2 ** 40],
]);

function parseThreads(text: string | undefined): number {
  if (text === undefined || text === "") return 0;
  if (!/^[1-9]\d{0,3}$/.test(text)) {
    throw new RangeError(`WEFT_NUM_THREADS is "${text}": expected a number of threads such as 4`);
  }
  return Number(text);
}

function parseBytes(name: string, text: string | undefined): number {
  if (text === undefined || text === "") return 0;
  const [, digits = "", unit = ""] = /^(\d{1,12}(?:\.\d+)?)\s*([KMGT]?)i?B?$/i.exec(text) ?? [];
  const bytes = Math.floor(Number(digits) * (units.get(unit.toUpperCase()) ?? Number.NaN));
  if (digits === "" || !(bytes > 0)) {
    throw new RangeError(`${name} is "${text}": expected a size such as 4G or 500M`);
  }
  return bytes;
}

/** WEFT_CACHE_DIR, or the folder of the user. */
function cacheFolder(environment: Readonly<Record<string, string | undefined>>): string | null {
  if (environment["WEFT_CACHE"] === "off") return null;
  const own = environment["WEFT_CACHE_DIR"];
  return own !== undefined && own !== "" ? resolve(own) : userCacheFolder(environment);
}

function parseBlas(text: string | undefined): string {
  if (text === undefined || text === "" || text === "auto") return "auto";
  if (text === "off" || isAbsolute(text)) return text;
  throw new RangeError(
    `WEFT_BLAS is "${text}": expected auto, off, or the absolute path of an OpenBLAS library`,
  );
}

/**
 * Reads WEFT_BLAS ("auto", "off" or the path of a library), WEFT_CACHE ("off" for none), WEFT_CACHE_DIR, WEFT_NUM_THREADS,
 * WEFT_MEMORY_LIMIT and WEFT_PAST_CACHES (bytes, or with a binary suffix K, M, G, T).
 * @throws {RangeError} that names the variable and its value, where it is neither empty nor valid
 */
export function readNativeSettings(
  environment: Readonly<Record<string, string | undefined>>,
): NativeSettings {
  const bytesOf = (name: string): number => parseBytes(name, environment[name]);
  return {
    threads: parseThreads(environment["WEFT_NUM_THREADS"]),
    memoryLimit: bytesOf("WEFT_MEMORY_LIMIT"),
    cacheFolder: cacheFolder(environment),
    blas: parseBlas(environment["WEFT_BLAS"]),
    pastCaches: bytesOf("WEFT_PAST_CACHES"),
  };
}

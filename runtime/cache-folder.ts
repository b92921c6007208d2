import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

/**
 * Access for the owner alone: files of the folder are run, and so it is not used where others may write to it, which the umask of
 * many systems would let them.
 */
export const CACHE_FOLDER_MODE = 0o700;

/** Weft's part of the user's folder for caches: below XDG_CACHE_HOME where that is an absolute path, or `~/.cache`. */
export function userCacheFolder(environment: Readonly<Record<string, string | undefined>>): string {
  const base = environment["XDG_CACHE_HOME"];
  return join(base !== undefined && isAbsolute(base) ? base : join(homedir(), ".cache"), "weft");
}

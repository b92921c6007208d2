import { statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ts from "#typescript";

/**
 * What stands for the build of the compiler that this process has loaded: where it was compiled from its sources the record of
 * that, in an installed package its description, which is written with it. Null where there is neither.
 */
export const COMPILER_BUILD: string | null = findBuild();

function findBuild(): string | null {
  for (const place of ["../.tsbuildinfo", "../../package.json"]) {
    const found = statSync(fileURLToPath(new URL(place, import.meta.url)), { throwIfNoEntry: false });
    // All files of a package have the same time of modification; the time of the entry is the system's.
    if (found !== undefined)
      return [ts.version, found.size, found.mtimeMs, found.ctimeMs, found.ino].join(" ");
  }
  return null;
}

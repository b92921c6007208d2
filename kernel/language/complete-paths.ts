import { readdirSync } from "node:fs";
import { dirname, resolve } from "node:path";

/** The files and folders whose paths, from a folder, begin like that; hidden ones only when asked for. */
export function pathsFrom(start: string, from: string, foldersOnly: boolean): string[] {
  const folder = start.endsWith("/") ? start : `${dirname(`${start}x`)}/`;
  const shown = start.includes("/") ? start.slice(0, start.lastIndexOf("/") + 1) : "";
  const last = start.slice(shown.length);
  try {
    return readdirSync(resolve(from, folder), { withFileTypes: true })
      .filter(
        (entry) =>
          (entry.isDirectory() || !foldersOnly) && (last.startsWith(".") || !entry.name.startsWith(".")),
      )
      .map((entry) => `${shown}${entry.name}${entry.isDirectory() ? "/" : ""}`)
      .sort();
  } catch {
    // There is no such folder, or it is none of the user's: nothing to propose.
    return [];
  }
}

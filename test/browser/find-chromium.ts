import { existsSync } from "node:fs";

/** The path of a Chromium: that of the variable CHROMIUM, or where Linux distributions have it. Throws where there is none. */
export function findChromium(): string {
  const browsers = [process.env["CHROMIUM"], "/usr/bin/chromium", "/usr/bin/google-chrome"];
  const found = browsers.find((path) => path !== undefined && existsSync(path));
  if (found === undefined) throw new Error("No Chromium found; set CHROMIUM to its path");
  return found;
}

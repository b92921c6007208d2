import { readFileSync } from "node:fs";

/** The version of this package, from its package.json two folders above the compiled file. */
export const PACKAGE_VERSION = readVersion();

function readVersion(): string {
  const file = new URL("../../package.json", import.meta.url);
  const { version }: { readonly version: string } = JSON.parse(readFileSync(file, "utf8"));
  return version;
}

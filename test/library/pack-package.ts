import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** Packs the project as `npm publish` would, and returns the tarball's path, which is in `folder`. */
export function packPackage(folder: string): string {
  const options = ["--ignore-scripts", "--silent", "--pack-destination", folder];
  const name = execFileSync("npm", ["pack", ...options], { cwd: root, encoding: "utf8" }).trim();
  return join(folder, name);
}

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { run, say } from "./command.mjs";
import { root } from "./paths.mjs";

// No dependency needs its install script: zeromq carries its binaries in the package.
const quietly = ["--ignore-scripts", "--loglevel=error"];

/** Installs the npm packages of package-lock.json when one of them is missing or of another version. */
export async function ensureNodeModules() {
  const installed = lockedPackages(join(root, "node_modules", ".package-lock.json"));
  const wanted = lockedPackages(join(root, "package-lock.json"));
  // Optional packages are those of other systems: npm leaves them out.
  const stale = Object.entries(wanted).filter(
    ([path, { version, optional }]) => path !== "" && !optional && installed[path]?.version !== version,
  );
  if (stale.length === 0) return;
  say(`installing ${stale.length} npm packages`);
  const verb = Object.keys(installed).length === 0 ? "ci" : "install";
  await run("npm could not install the packages", "npm", [verb, ...quietly]);
}

/**
 * @param {string} lockFile
 * @returns {Record<string, { version?: string, optional?: boolean }>}
 */
function lockedPackages(lockFile) {
  return existsSync(lockFile) ? JSON.parse(readFileSync(lockFile, "utf8")).packages : {};
}

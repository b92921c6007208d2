import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { root } from "./paths.mjs";

/**
 * Runs `work` unless it ran before on the same inputs and its products are still there.
 * @param {{ stamp: string, key: string, products: readonly string[], work: () => Promise<void> }} step
 *   stamp: the file that remembers `key`; key: a digest of everything the products depend on
 */
export async function unlessFresh({ stamp, key, products, work }) {
  if (products.every((path) => existsSync(path)) && existsSync(stamp) && readFileSync(stamp, "utf8") === key)
    return;
  rmSync(stamp, { force: true });
  await work();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, key);
}

/** A digest of the names and contents of files (folders: everything below) that ends in one of `endings`. */
export function digest(
  /** @type {readonly string[]} */ paths,
  /** @type {readonly string[]} */ endings = [""],
) {
  const hash = createHash("sha256");
  for (const path of paths.flatMap(filesBelow)) {
    if (!endings.some((ending) => path.endsWith(ending))) continue;
    const content = readFileSync(path);
    hash.update(`${relative(root, path)}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}

/** Every file below `path` (itself, when it is a file) in a fixed order; none when it does not exist. */
export function filesBelow(/** @type {string} */ path) {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

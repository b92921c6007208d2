import { statSync } from "node:fs";

/** The folder of the compiled code. */
const DIST = new URL("../", import.meta.url);

/**
 * What to start a process or a thread with: the file that the build has packed a module of this package into, together with all that
 * it imports; or the module itself where there is none, or the code has been compiled again since.
 */
export function programFile(module: URL, dist = DIST): URL {
  const name = module.href.slice(dist.href.length).replaceAll("/", "-").replace(/\.js$/, "");
  const packed = new URL(`packed/${name}/program.js`, dist);
  const packedAt = modifiedAt(packed);
  if (packedAt === undefined) return module;
  // What the compiler writes last. An installed package has none.
  const compiledAt = modifiedAt(new URL(".tsbuildinfo", dist));
  return compiledAt === undefined || compiledAt <= packedAt ? packed : module;
}

const modifiedAt = (file: URL): number | undefined => statSync(file, { throwIfNoEntry: false })?.mtimeMs;

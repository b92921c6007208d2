import { existsSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { run, say } from "./command.mjs";
import { root } from "./paths.mjs";
import { digest, filesBelow, unlessFresh } from "./stamp.mjs";

const sources = ["docs", "kernel", "compiler", "runtime", "kernelspec", "test", "bench"].map((folder) =>
  join(root, folder),
);
const dist = join(root, "dist");
const pack = join(root, "scripts", "pack.mjs");

/** Compiles the TypeScript into dist/ when a source changed. Throws with the compiler's errors. */
export async function ensureTypeScript() {
  await unlessFresh({
    stamp: join(root, "build", ".typescript"),
    key: digest(
      [...sources, join(root, "tsconfig.json"), join(root, "package-lock.json"), pack],
      [".ts", ".json", ".mjs"],
    ),
    products: [join(dist, "kernel", "cli.js"), join(dist, "packed")],
    work: async () => {
      say("compiling TypeScript");
      const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
      await run("TypeScript found errors", process.execPath, [
        tsc,
        "-p",
        join(root, "tsconfig.json"),
        "--noEmitOnError",
      ]);
      removeOrphans();
      await run("the programs were not packed", process.execPath, [pack]);
    },
  });
}

/** Compiles the native addon into build/weft.node; the builder itself knows what is up to date, and then says nothing. */
export async function ensureNative() {
  await run(
    "the native addon did not compile",
    process.execPath,
    [join(root, "scripts", "build-native.mjs")],
    {
      onFirstOutput: () => say("compiling the native addon"),
    },
  );
}

/** What tsc wrote for a source that is gone would still run as a test. */
function removeOrphans() {
  for (const output of filesBelow(dist)) {
    const source = /^(.*?)(\.d\.ts|\.js\.map|\.js)$/.exec(relative(dist, output))?.[1];
    if (source !== undefined && !existsSync(join(root, `${source}.ts`))) rmSync(output);
  }
}

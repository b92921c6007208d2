// `npm run build` after the compiler: writes each program of the kernel into a folder of dist/packed/, as one file and one for each part that
// is loaded later. Node takes half a millisecond for each module that it looks for, reads and links, and a kernel had some five hundred.
import { readFileSync, rmSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { build } from "esbuild";
import { root } from "./setup/paths.mjs";

const dist = join(root, "dist");
const packed = join(dist, "packed");

/**
 * What a process or a thread of the kernel is started with, by its module. `outside`: the folders whose modules stay as they are, as
 * cells may import them too, and what they import has to be the same.
 * @type {readonly { entry: string, outside: readonly string[] }[]}
 */
const programs = [
  { entry: "kernel/serve.js", outside: [] },
  { entry: "kernel/transpile/worker.js", outside: [] },
  { entry: "kernel/language/worker.js", outside: [] },
  { entry: "kernel/session/control.js", outside: [] },
  { entry: "kernel/session/start.js", outside: ["runtime/", "compiler/"] },
];

/** Leaves modules of some folders where they are. */
function leaveOutside(/** @type {readonly string[]} */ folders, /** @type {string} */ target) {
  return {
    name: "leave-outside",
    setup(/** @type {import("esbuild").PluginBuild} */ { onResolve }) {
      onResolve({ filter: /^\.|^#typescript$/ }, ({ path, resolveDir, kind }) => {
        if (kind === "entry-point") return;
        const file =
          path === "#typescript" ? join(dist, "runtime", "typescript.js") : resolve(resolveDir, path);
        if (!folders.some((folder) => file.startsWith(join(dist, folder)))) return { path: file };
        return { path: relative(target, file), external: true };
      });
    },
  };
}

/** Modules find files beside them by the place that they have outside of a program. */
function keepPlaces(/** @type {string} */ target) {
  return {
    name: "keep-places",
    setup(/** @type {import("esbuild").PluginBuild} */ { onLoad }) {
      onLoad({ filter: /\.js$/ }, ({ path }) => {
        const url = `new URL(${JSON.stringify(relative(target, path))}, import.meta.url).href`;
        const contents = readFileSync(path, "utf8").replaceAll("import.meta.url", url);
        return { contents, resolveDir: dirname(path) };
      });
    },
  };
}

rmSync(packed, { recursive: true, force: true });
await Promise.all(
  programs.map(({ entry, outside }) => {
    const target = join(packed, entry.replaceAll("/", "-").replace(/\.js$/, ""));
    return build({
      entryPoints: { program: join(dist, entry) },
      outdir: target,
      bundle: true,
      splitting: true,
      platform: "node",
      target: "node20",
      format: "esm",
      packages: "external",
      logLevel: "warning",
      plugins: [leaveOutside(outside, target), keepPlaces(target)],
    });
  }),
);

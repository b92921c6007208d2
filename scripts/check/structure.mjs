import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { root } from "../setup/paths.mjs";
import { filesBelow } from "../setup/stamp.mjs";
import { importCycles } from "./cycles.mjs";
import { layerViolations } from "./layers.mjs";
import { readModule } from "./modules.mjs";
import { textViolations } from "./texts.mjs";

const folders = ["docs", "kernel", "compiler", "runtime", "kernelspec", "scripts", "bench", "test"];

/** Every violation of the project's structure, as lines that begin with the file. */
export function structureViolations() {
  const files = folders
    .flatMap((folder) => filesBelow(join(root, folder)))
    .filter((path) => /\.(ts|mjs|cc|h)$/.test(path))
    .map((path) => ({ path: relative(root, path), text: readFileSync(path, "utf8") }));
  const modules = files
    .filter(({ path }) => path.endsWith(".ts"))
    .map(({ path, text }) => readModule(path, text));
  return [
    ...importCycles(modules).map((cycle) => `${cycle[0]} imports itself in a cycle: ${cycle.join(", ")}`),
    ...layerViolations(modules),
    ...files.flatMap(textViolations),
  ];
}

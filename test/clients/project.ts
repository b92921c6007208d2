import { cpSync, readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's folder, seen from dist/test/clients. */
export const root = fileURLToPath(new URL("../../../", import.meta.url));

export const venvPython = join(root, ".venv", "bin", "python");

export const smokeNotebook = join(root, "test", "clients", "fixtures", "smoke.ipynb");

/** The notebooks that must run without errors: the smoke test and everything in notebooks/. */
export function notebooks(): readonly string[] {
  const shipped = readdirSync(join(root, "notebooks"))
    .filter((name) => name.endsWith(".ipynb"))
    .sort();
  return [smokeNotebook, ...shipped.map((name) => join(root, "notebooks", name))];
}

/** Copies a notebook, with the data beside it, into an empty folder, and returns the copy's path. */
export function copyNotebook(notebook: string, folder: string): string {
  cpSync(dirname(notebook), folder, { recursive: true });
  return join(folder, basename(notebook));
}

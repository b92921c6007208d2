import { cpSync, readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's folder, seen from dist/test/clients. */
export const root = fileURLToPath(new URL("../../../", import.meta.url));

export const venvPython = join(root, ".venv", "bin", "python");

export const smokeNotebook = join(root, "test", "clients", "fixtures", "smoke.ipynb");

/** The notebooks that must run without errors: the smoke test and everything in notebooks/. */
export const notebooks = (): readonly string[] => [smokeNotebook, ...shippedNotebooks()];

/** The notebooks in notebooks/. */
export function shippedNotebooks(): readonly string[] {
  const names = readdirSync(join(root, "notebooks")).filter((name) => name.endsWith(".ipynb"));
  return names.sort().map((name) => join(root, "notebooks", name));
}

/** Copies a notebook, with the data beside it, into an empty folder, and returns the copy's path. */
export function copyNotebook(notebook: string, folder: string): string {
  cpSync(dirname(notebook), folder, { recursive: true });
  return join(folder, basename(notebook));
}

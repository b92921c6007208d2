import { readdirSync } from "node:fs";
import { join } from "node:path";
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

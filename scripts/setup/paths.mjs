import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's folder, whatever the working directory and whatever characters are in its name. */
export const root = fileURLToPath(new URL("../..", import.meta.url));

export const venv = join(root, ".venv");
export const venvBin = join(venv, "bin");
export const venvPython = join(venvBin, "python");

import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { env, execPath, platform } from "node:process";
import { fileURLToPath } from "node:url";

/** Where a kernel spec goes: the user's Jupyter folder, the active Python environment, or below a prefix. */
export type InstallTarget =
  | { readonly kind: "user" | "sys-prefix" }
  | { readonly kind: "prefix"; readonly prefix: string };

/** The name of the kernel: of its folder, and in the metadata of notebooks. */
const NAME = "weft";
/** From dist/kernelspec to the package's own folder. */
const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const RESOURCES = ["logo-32x32.png", "logo-64x64.png", "logo-svg.svg"];

/**
 * Writes the kernel spec, without the help of Python, and returns its folder. The paths in it are absolute, so it
 * does not depend on PATH: it has to be written again when Node or the package moves.
 */
export function installKernelspec(target: InstallTarget): string {
  const folder = specFolder(target);
  const template = readFileSync(join(ROOT, "kernelspec", "kernel.json"), "utf8");
  const spec = template
    .replace('"{node}"', JSON.stringify(execPath))
    .replace('"{kernel}"', JSON.stringify(join(ROOT, "dist", "kernel", "main.js")));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "kernel.json"), spec);
  for (const name of RESOURCES) cpSync(join(ROOT, "kernelspec", name), join(folder, name));
  return folder;
}

/**
 * Removes the kernel spec and returns the folder it was in.
 * @throws Error when there is none.
 */
export function removeKernelspec(target: InstallTarget): string {
  const folder = specFolder(target);
  if (!existsSync(folder)) throw new Error(`The kernel is not registered in ${folder}`);
  rmSync(folder, { recursive: true });
  return folder;
}

export function specFolder(target: InstallTarget): string {
  return join(dataFolder(target), "kernels", NAME);
}

function dataFolder(target: InstallTarget): string {
  switch (target.kind) {
    case "prefix":
      return join(resolve(target.prefix), "share", "jupyter");
    case "sys-prefix":
      return join(pythonPrefix(), "share", "jupyter");
    case "user":
      return userDataFolder();
    default: {
      const unknown: never = target;
      throw new Error(`Unknown target ${JSON.stringify(unknown)}`);
    }
  }
}

/** Jupyter's own rules for the folder of a user's data. */
function userDataFolder(): string {
  const configured = env["JUPYTER_DATA_DIR"];
  if (configured !== undefined && configured !== "") return configured;
  if (platform === "darwin") return join(homedir(), "Library", "Jupyter");
  if (platform === "win32") return join(env["APPDATA"] ?? join(homedir(), "AppData", "Roaming"), "jupyter");
  return join(env["XDG_DATA_HOME"] ?? join(homedir(), ".local", "share"), "jupyter");
}

function pythonPrefix(): string {
  const active = env["VIRTUAL_ENV"] ?? env["CONDA_PREFIX"];
  if (active !== undefined && active !== "") return active;
  try {
    return execFileSync("python3", ["-c", "import sys; print(sys.prefix)"], { encoding: "utf8" }).trim();
  } catch (error) {
    const reason = error instanceof Error ? error.message.split("\n", 1)[0] : String(error);
    throw new Error(`--sys-prefix needs an active Python environment, or python3 in PATH (${reason})`);
  }
}

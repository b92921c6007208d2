import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";
import { env, platform } from "node:process";
import { fileURLToPath } from "node:url";
import { messageOf } from "../runtime/message-of.js";
import { stableNode } from "./stable-node.js";

/** Where a kernel spec goes: the user's Jupyter folder, the active Python environment, or below a prefix. */
export type InstallTarget =
  | { readonly kind: "user" | "sys-prefix" }
  | { readonly kind: "prefix"; readonly prefix: string };

/** How the kernel is called. */
export interface KernelNames {
  /** That of its folder, which notebooks keep in their metadata: letters, digits, `.`, `_` and `-`. */
  readonly name: string;
  /** What people see; null for that of kernelspec/kernel.json. */
  readonly displayName: string | null;
}

/** The name of a kernel that is given none. */
export const DEFAULT_NAME = "weft";

/** From dist/kernelspec to the package's own folder. */
const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const RESOURCES = ["logo-32x32.png", "logo-64x64.png", "logo-svg.svg"];

/**
 * Writes the kernel spec, without the help of Python, and returns its folder. The paths in it are absolute, so it
 * does not depend on PATH: it has to be written again when Node or the package moves.
 * @throws Error when the folder can't be written, or the name is none that Jupyter takes.
 */
export function installKernelspec(target: InstallTarget, names: KernelNames): string {
  const folder = specFolder(target, names.name);
  const template: object = JSON.parse(readFileSync(join(ROOT, "kernelspec", "kernel.json"), "utf8"));
  const spec = {
    ...template,
    argv: [stableNode(), join(ROOT, "dist", "kernel", "main.js"), "{connection_file}"],
    ...(names.displayName === null ? {} : { display_name: names.displayName }),
  };
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "kernel.json"), `${JSON.stringify(spec, null, 2)}\n`);
    // Not copied with their modes: those of a package that can only be read would keep the next install from replacing them.
    for (const name of RESOURCES)
      writeFileSync(join(folder, name), readFileSync(join(ROOT, "kernelspec", name)));
  } catch (error) {
    const elsewhere = "--user, --sys-prefix or --prefix DIR name another place";
    throw new Error(`The registration can't be written to ${folder}: ${messageOf(error)}; ${elsewhere}`);
  }
  return folder;
}

/**
 * Removes the kernel spec and returns the folder it was in.
 * @throws Error when there is none.
 */
export function removeKernelspec(target: InstallTarget, name: string): string {
  const folder = specFolder(target, name);
  if (!existsSync(folder)) throw new Error(`The kernel is not registered in ${folder}`);
  rmSync(folder, { recursive: true });
  return folder;
}

export function specFolder(target: InstallTarget, name: string): string {
  if (!/^[\w.-]+$/.test(name) || /^\.+$/.test(name)) {
    throw new Error(`'${name}' is no name of a kernel: letters, digits, '.', '_' and '-' may be in one`);
  }
  return join(dataFolder(target), "kernels", name);
}

/** Whether this package lies in a folder that npx may clear at any time, and the registration would be broken then. */
export const isTemporary = (): boolean => /[/\\]_npx[/\\]/.test(ROOT);

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
  const base = env["XDG_DATA_HOME"];
  return join(base !== undefined && isAbsolute(base) ? base : join(homedir(), ".local", "share"), "jupyter");
}

function pythonPrefix(): string {
  const active = env["VIRTUAL_ENV"] ?? env["CONDA_PREFIX"];
  if (active !== undefined && active !== "") return active;
  try {
    return execFileSync("python3", ["-c", "import sys; print(sys.prefix)"], { encoding: "utf8" }).trim();
  } catch (error) {
    const [reason] = messageOf(error).split("\n", 1);
    throw new Error(`--sys-prefix needs an active Python environment, or python3 in PATH (${reason})`);
  }
}

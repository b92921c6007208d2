import { realpathSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";
import { env, execPath, platform } from "node:process";

/**
 * The path of this process' Node.js that is likely to live longest: package managers install each version in a folder of its own and
 * renew a link to it, which is what PATH names.
 */
export function stableNode(path = env["PATH"] ?? ""): string {
  const program = platform === "win32" ? "node.exe" : "node";
  const candidates = path.split(delimiter).filter(isAbsolute);
  return candidates.map((folder) => join(folder, program)).find(isThisNode) ?? execPath;
}

function isThisNode(file: string): boolean {
  try {
    return realpathSync(file) === realpathSync(execPath);
  } catch {
    // No such file, or a folder that this user may not look into.
    return false;
  }
}

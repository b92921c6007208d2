import { readFileSync } from "node:fs";

/**
 * The bytes of a file.
 * @throws {Error} that names the path and, where the file is missing, the folder that relative paths start from
 */
export function readBytes(path: string | URL): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    const isMissing = cause instanceof Error && "code" in cause && cause.code === "ENOENT";
    const reason = isMissing
      ? `it does not exist (relative paths start from ${process.cwd()})`
      : cause instanceof Error
        ? cause.message
        : String(cause);
    throw new Error(`Can't read ${JSON.stringify(String(path))}: ${reason}`, { cause });
  }
}

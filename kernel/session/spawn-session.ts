import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { programFile } from "../../runtime/program-file.js";

/** A session process to which nobody has listened yet: it may load while the kernel process does. */
export interface SpawnedSession {
  readonly child: ChildProcess;
  /** Stands at the end of what each cell prints to the descriptors. */
  readonly mark: string;
  /** Why it could not be started, once that is known. */
  problem(): Error | undefined;
}

const PROGRAM = fileURLToPath(programFile(new URL("start.js", import.meta.url)));

/**
 * Without the first flag, Node aborts when a callback is cut short by an interrupt: its stack of asynchronous contexts
 * doesn't match then. Warnings would be taken for output of the cell. V8's cache holds the scripts of cells, which never run
 * again under their names, over many collections.
 */
const NODE_FLAGS = ["--no-force-async-hooks-checks", "--no-warnings", "--no-compilation-cache"];

export function spawnSession(): SpawnedSession {
  const mark = `\0${randomBytes(9).toString("base64url")}\0`;
  const child = spawn(process.execPath, [...NODE_FLAGS, PROGRAM, mark.slice(1, -1)], {
    stdio: ["ignore", "pipe", "pipe", "pipe"],
    // A process group of its own: what cells have started can be ended with the session.
    detached: true,
  });
  let problem: Error | undefined;
  child.on("error", (error) => {
    problem = error;
  });
  return { child, mark, problem: () => problem };
}

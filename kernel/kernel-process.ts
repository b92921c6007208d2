import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Connection, parseConnection } from "./connection.js";

export interface KernelStart {
  /** The folder from which the notebook's imports resolve. */
  readonly directory: string;
  /** Where what the kernel process itself prints goes. */
  readonly stderr: "inherit" | "ignore";
  /** Environment variables besides those of this process. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** The kernel's program. */
const KERNEL = fileURLToPath(new URL("main.js", import.meta.url));

export interface KernelProcess {
  readonly child: ChildProcess;
  readonly connection: Connection;
  /** To be called once the process has ended. */
  removeFiles(): void;
}

/** A connection that no kernel serves so far, and its file. */
export interface NewConnection {
  readonly connection: Connection;
  /** The connection file. */
  readonly file: string;
  /** Holds the file, and the sockets once there are some. */
  readonly folder: string;
}

/** Sockets in a folder of our own: no port can be taken, and no other user can connect. */
export function createConnection(): NewConnection {
  const folder = mkdtempSync(join(tmpdir(), "weft-"));
  const file = join(folder, "connection.json");
  const description = {
    transport: "ipc",
    ip: join(folder, "kernel"),
    shell_port: 1,
    iopub_port: 2,
    control_port: 3,
    stdin_port: 4,
    hb_port: 5,
    key: randomBytes(16).toString("hex"),
    signature_scheme: "hmac-sha256",
  };
  writeFileSync(file, JSON.stringify(description), { mode: 0o600 });
  return { connection: parseConnection(description, file), file, folder };
}

/** Starts a kernel process that only this process can connect to. */
export function spawnKernel({ directory, stderr, environment = {} }: KernelStart): KernelProcess {
  const { connection, file, folder } = createConnection();
  const child = spawn(process.execPath, [KERNEL, file], {
    cwd: directory,
    stdio: ["ignore", "ignore", stderr],
    env: { ...process.env, ...environment, JPY_PARENT_PID: String(process.pid) },
  });
  return { child, connection, removeFiles: () => rmSync(folder, { recursive: true, force: true }) };
}

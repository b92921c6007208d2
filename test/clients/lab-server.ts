import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { root } from "./project.js";

/** Below those that Linux gives to connections. */
const FIRST_PORT = 12_000;
const PORTS = 20_000;

export interface LabServer {
  /** The notebook's page, with the token. */
  readonly page: URL;
  readonly token: string;
  /** Ends the server as Ctrl-C does; the exit code of `npm start`. */
  stop(): Promise<number>;
}

/**
 * Starts JupyterLab through `npm start`'s script, away from the user's own Jupyter settings.
 * Rejects with what the script printed when it ends before JupyterLab answers.
 */
export async function startLabServer(
  notebook: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<LabServer> {
  const settings = mkdtempSync(join(tmpdir(), "weft-jupyter-"));
  const notebookSettings = join(settings, "user", "@jupyterlab", "notebook-extension");
  mkdirSync(notebookSettings, { recursive: true });
  // Otherwise only the cells in view are in the page.
  writeFileSync(join(notebookSettings, "tracker.jupyterlab-settings"), '{ "windowingMode": "none" }');
  // Two servers that start at the same time must not find the same port free.
  const port = String(FIRST_PORT + (process.pid % PORTS));
  const options = ["--no-browser", "--port", port];
  const child = spawn(process.execPath, [join(root, "scripts", "start.mjs"), notebook, ...options], {
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      ...environment,
      JUPYTER_CONFIG_DIR: join(settings, "config"),
      JUPYTER_RUNTIME_DIR: join(settings, "runtime"),
      JUPYTERLAB_SETTINGS_DIR: join(settings, "user"),
      JUPYTERLAB_WORKSPACES_DIR: join(settings, "workspaces"),
    },
  });
  const ended = new Promise<number>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 1));
  });
  let printed = "";
  child.stderr.on("data", (chunk: Buffer) => {
    printed += chunk.toString();
  });
  const page = await new Promise<URL>((resolve, reject) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      printed += `${line}\n`;
      const address = /JupyterLab is at (\S+)/.exec(line)?.[1];
      if (address !== undefined) resolve(new URL(address));
    });
    ended.then((code) => reject(new Error(`npm start ended with exit code ${code}:\n${printed}`)), reject);
  });
  return {
    page,
    token: page.searchParams.get("token") ?? "",
    async stop() {
      child.kill("SIGINT");
      const code = await ended;
      rmSync(settings, { recursive: true, force: true });
      return code;
    },
  };
}

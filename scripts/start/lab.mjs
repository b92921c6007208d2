import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { createServer } from "node:net";
import { hostname } from "node:os";
import { basename, delimiter, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { SetupError } from "../setup/command.mjs";
import { root, venvBin, venvPython } from "../setup/paths.mjs";

const startTimeoutMs = 120_000;
const everyAddress = ["0.0.0.0", "::", "*", ""];

/**
 * Starts JupyterLab from .venv.
 * @param {{ notebook: string, ip: string, port: number, openBrowser: boolean }} options
 * @returns {{ url: string, ready: Promise<void>, ended: Promise<number>, stop(how: { force: boolean }): void }}
 *   url: the notebook, with the token; ready: settles when the server answers, or does not; ended: the exit code;
 *   stop: asks the server to end its kernels and itself, or kills it
 */
export function startLab({ notebook, ip, port, openBrowser }) {
  const token = randomBytes(24).toString("hex");
  const page = `/lab/tree/${encodeURIComponent(basename(notebook))}`;
  const args = [
    ["-m", "jupyterlab"],
    [`--ServerApp.ip=${ip}`, `--ServerApp.port=${port}`, "--ServerApp.port_retries=0"],
    [`--ServerApp.root_dir=${dirname(notebook)}`, `--LabApp.default_url=${page}`],
    [
      "--MultiKernelManager.default_kernel_name=weft",
      `--LabApp.app_settings_dir=${join(root, "scripts", "lab")}`,
    ],
    [
      "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
      "--LabApp.log_level=WARN",
      "--ServerApp.log_level=WARN",
    ],
    openBrowser ? [] : ["--no-browser"],
    process.getuid?.() === 0 ? ["--allow-root"] : [],
  ].flat();
  const server = spawn(venvPython, args, {
    cwd: dirname(notebook),
    stdio: ["ignore", "inherit", "inherit"],
    // A group of its own: Ctrl-C reaches this process alone, which then ends the server in order.
    detached: true,
    env: { ...process.env, PATH: `${venvBin}${delimiter}${process.env["PATH"]}`, JUPYTER_TOKEN: token },
  });
  const ended = new Promise((/** @type {(code: number) => void} */ resolve, reject) => {
    server.on("error", reject);
    server.on("exit", (code) => resolve(code ?? 1));
  });
  const stop = (/** @type {{ force: boolean }} */ { force }) => {
    if (server.pid === undefined || server.exitCode !== null) return;
    if (force) process.kill(-server.pid, "SIGKILL");
    else server.kill("SIGTERM");
  };
  const local = everyAddress.includes(ip) ? "127.0.0.1" : ip;
  const ready = Promise.race([
    answers(`${origin(local, port)}/api/status`, token),
    ended.then((code) => {
      throw new SetupError(`JupyterLab did not start (exit ${code}); its messages are above`);
    }),
  ]);
  const shown = everyAddress.includes(ip) ? hostname() : ip;
  return { url: `${origin(shown, port)}${page}?token=${token}`, ready, ended, stop };
}

/** The first port from `port` on that is free at `ip`. */
export async function freePort(/** @type {number} */ port, /** @type {string} */ ip) {
  for (let candidate = port; candidate < port + 100; candidate++)
    if (await isFree(candidate, ip)) return candidate;
  throw new SetupError(`the ports ${port} to ${port + 99} are all taken at ${ip}; give one with --port N`);
}

function isFree(/** @type {number} */ port, /** @type {string} */ ip) {
  return new Promise((/** @type {(free: boolean) => void} */ resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host: everyAddress.includes(ip) ? undefined : ip }, () =>
      server.close(() => resolve(true)),
    );
  });
}

async function answers(/** @type {string} */ url, /** @type {string} */ token) {
  for (const start = Date.now(); Date.now() - start < startTimeoutMs; await sleep(100)) {
    const response = await fetch(url, { headers: { Authorization: `token ${token}` } }).catch(
      () => undefined,
    );
    if (response?.ok) return;
  }
  throw new SetupError(`JupyterLab did not answer at ${url} within ${startTimeoutMs / 1000} s`);
}

function origin(/** @type {string} */ host, /** @type {number} */ port) {
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

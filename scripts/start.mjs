// `npm start [-- notebook.ipynb] [--no-browser] [--port N] [--ip ADDRESS]`: sets Weft up, then runs JupyterLab on the tour
// (or another notebook) until Ctrl-C.
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { SetupError, say } from "./setup/command.mjs";
import { main } from "./setup/entry.mjs";
import { root } from "./setup/paths.mjs";
import { setup } from "./setup/steps.mjs";
import { freePort, startLab } from "./start/lab.mjs";

const firstPort = 8888;

await main(async () => {
  const { notebook, port, ip, browser } = readOptions();
  await setup();
  const lab = startLab({
    notebook,
    ip,
    port: port ?? (await freePort(firstPort, ip)),
    openBrowser: browser && hasDisplay(),
  });
  let stopping = false;
  let since = 0;
  const stop = () => {
    // npm may pass on a Ctrl-C that this process got as well: only a later one is a second one.
    if (stopping && performance.now() - since < 1000) return;
    lab.stop({ force: stopping });
    stopping = true;
    since = performance.now();
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, stop);
  stopWithParent(() => stopping || stop());
  try {
    await lab.ready;
    say(`JupyterLab is at ${lab.url}`);
    say("Ctrl-C ends it");
    const code = await lab.ended;
    if (!stopping) throw new SetupError(`JupyterLab ended by itself (exit ${code}); its messages are above`);
  } catch (error) {
    lab.stop({ force: true });
    if (!stopping) throw error;
  }
});

/** npm keeps a SIGTERM to itself, and a test may run out of time: nobody would end the server then. */
function stopWithParent(/** @type {() => void} */ stop) {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    stop();
  }, 1000);
  timer.unref();
}

function readOptions() {
  const { values, positionals } = parseOptions();
  const notebook = resolve(
    process.env["INIT_CWD"] ?? ".",
    positionals[0] ?? join(root, "notebooks", "tour.ipynb"),
  );
  if (positionals.length > 1 || !existsSync(notebook)) {
    throw new SetupError(`there is no notebook ${positionals.length > 1 ? positionals.join(" ") : notebook}`);
  }
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65536)) {
    throw new SetupError(`--port ${values.port} is not a port; give a number from 1 to 65535`);
  }
  return { notebook, port, ip: values.ip, browser: !values["no-browser"] };
}

function parseOptions() {
  const options = /** @type {const} */ ({
    "no-browser": { type: "boolean", default: false },
    port: { type: "string" },
    ip: { type: "string", default: "127.0.0.1" },
  });
  try {
    return parseArgs({ options, allowPositionals: true });
  } catch (error) {
    const usage = "npm start [-- notebook.ipynb] [--no-browser] [--port N] [--ip ADDRESS]";
    throw new SetupError(`${error instanceof Error ? error.message : error}. Usage: ${usage}`);
  }
}

/** Whether a browser window could appear: Python would otherwise start a text browser in this terminal. */
function hasDisplay() {
  const { DISPLAY, WAYLAND_DISPLAY, BROWSER } = process.env;
  return process.platform === "darwin" || [DISPLAY, WAYLAND_DISPLAY, BROWSER].some(Boolean);
}

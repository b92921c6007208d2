import { ensurePackages } from "./apt.mjs";
import { ensureNative, ensureTypeScript } from "./build.mjs";
import { SetupError } from "./command.mjs";
import { ensureKernelspec } from "./kernelspec.mjs";
import { ensureNodeModules } from "./npm.mjs";
import { ensurePythonPackages, pythonPackages } from "./python.mjs";
import { isAtLeast } from "./version.mjs";

const oldestNode = "20.19";
const buildPackages = ["g++", "llvm-19-dev", "libzstd-dev", "zlib1g-dev", "libxml2-dev"];
const browserPackages = ["chromium", "fonts-dejavu-core"];

/**
 * Installs what running (and testing) needs, short of compiling.
 * @param {{ tests: boolean }} options tests: also the browser and the Python packages of the tests
 */
export async function installDependencies({ tests }) {
  checkNode();
  await together([
    () => ensurePackages([...buildPackages, ...pythonPackages(), ...(tests ? browserPackages : [])]),
    () => ensureNodeModules(),
  ]);
  await ensurePythonPackages("lab");
  if (tests) await ensurePythonPackages("test");
}

/** Installs and builds everything, and makes the kernel known to JupyterLab. */
export async function setup() {
  await installDependencies({ tests: false });
  await together([() => ensureTypeScript(), () => ensureNative()]);
  await ensureKernelspec();
}

function checkNode() {
  if (isAtLeast(process.versions.node, oldestNode)) return;
  throw new SetupError(
    `Node.js ${oldestNode} or later is needed, this is ${process.versions.node}. Install it from https://nodejs.org`,
  );
}

/** Runs steps side by side and waits for all of them, so that none is left running when another fails. */
async function together(/** @type {readonly (() => Promise<void>)[]} */ steps) {
  const results = await Promise.allSettled(steps.map((step) => step()));
  for (const result of results) if (result.status === "rejected") throw result.reason;
}

import { join } from "node:path";
import { structureViolations } from "../check/structure.mjs";
import { ensureNative, ensureTypeScript } from "../setup/build.mjs";
import { run, SetupError } from "../setup/command.mjs";
import { ensureKernelspec } from "../setup/kernelspec.mjs";
import { root } from "../setup/paths.mjs";
import { filesBelow } from "../setup/stamp.mjs";
import { runTap } from "./tap.mjs";

const bin = join(root, "node_modules");
/** Tests that run notebooks through clients, which takes minutes. */
const clientFolder = join(root, "dist", "test", "clients");
/** Tests in a browser: one at a time, so that they do not slow each other into their time limits. */
const browserFolder = join(root, "dist", "test", "browser");

/**
 * Everything `npm test` runs, in order.
 * @typedef {{ name: string, needed: boolean, run: () => Promise<{ passed: number, failed: number }> }} Stage
 *   needed: whether the stages after it make no sense when it fails
 * @param {string | undefined} filter a part of the path of the test files to run; all stages without it
 * @returns {readonly Stage[]}
 */
export function stages(filter) {
  const build = [
    stage("Types and build", ensureTypeScript, { needed: true }),
    stage("Native build, warnings are errors", ensureNative, { needed: true }),
    stage("Kernel spec", ensureKernelspec, { needed: true }),
  ];
  const isWanted = (/** @type {string} */ file) => filter === undefined || file.includes(filter);
  const tests = [
    {
      name: "Tests",
      needed: false,
      run: async () => {
        if (!allTestFiles().some(isWanted)) throw new SetupError(`no test file has ${filter} in its path`);
        return runTap(testFiles().filter(isWanted), { jobs: 2, timeoutSeconds: 180 });
      },
    },
    {
      name: "Clients: nbconvert, Jupyter server, the weft command",
      needed: false,
      run: () => runTap(testFilesBelow(clientFolder).filter(isWanted), { jobs: 2, timeoutSeconds: 900 }),
    },
    {
      name: "JupyterLab and Notebook in a browser",
      needed: false,
      run: () => runTap(testFilesBelow(browserFolder).filter(isWanted), { jobs: 1, timeoutSeconds: 900 }),
    },
  ];
  if (filter !== undefined) return [...build, ...tests];
  const checks = [
    stage("Types of the scripts", checkScripts),
    stage("Lint and format", lint),
    stage("Structure", checkStructure),
  ];
  return [...checks, ...build, ...tests];
}

/** A stage that passes or fails as one. */
function stage(
  /** @type {string} */ name,
  /** @type {() => Promise<unknown>} */ check,
  { needed = false } = {},
) {
  const run = async () => {
    await check();
    return { passed: 1, failed: 0 };
  };
  return { name, needed, run };
}

async function checkScripts() {
  const tsc = join(bin, "typescript", "bin", "tsc");
  await run("the scripts have type errors", process.execPath, [
    tsc,
    "-p",
    join(root, "scripts", "tsconfig.json"),
  ]);
}

async function lint() {
  const biome = join(bin, "@biomejs", "biome", "bin", "biome");
  await run("lint or format", process.execPath, [biome, "ci", "--colors=off", "--error-on-warnings", root]);
}

async function checkStructure() {
  const violations = structureViolations();
  if (violations.length > 0) throw new SetupError(violations.join("\n  "));
}

function testFiles() {
  return allTestFiles().filter((file) => !file.startsWith(clientFolder) && !file.startsWith(browserFolder));
}

function testFilesBelow(/** @type {string} */ folder) {
  return allTestFiles().filter((file) => file.startsWith(folder));
}

function allTestFiles() {
  return filesBelow(join(root, "dist", "test")).filter((file) => file.endsWith(".test.js"));
}

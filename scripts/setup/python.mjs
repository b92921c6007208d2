import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { capture, findProgram, run, SetupError, say } from "./command.mjs";
import { root, venv, venvPython } from "./paths.mjs";
import { digest, unlessFresh } from "./stamp.mjs";
import { isAtLeast } from "./version.mjs";

const oldestPython = "3.11";
const debianPython = "/usr/bin/python3";

/** The Debian packages that Python needs to make an environment: Debian's own comes without. */
export function pythonPackages() {
  return findProgram("python3") === debianPython ? ["python3-venv"] : [];
}

/**
 * Makes .venv with the pinned packages of a requirements file.
 * @param {"lab" | "test"} extra
 */
export async function ensurePythonPackages(extra) {
  const requirements = join(root, "scripts", `requirements-${extra}.txt`);
  const constraints = join(root, "scripts", "constraints.txt");
  await unlessFresh({
    stamp: join(venv, `.weft-${extra}`),
    key: digest([requirements, constraints]),
    products: [venvPython],
    work: async () => {
      await ensureVenv();
      say(`installing Python packages (${extra})`);
      const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"];
      await run("pip could not install the packages", venvPython, [
        ...pip,
        "-r",
        requirements,
        "-c",
        constraints,
      ]);
    },
  });
}

async function ensureVenv() {
  const working = await capture(venvPython, ["-m", "pip", "--version"]);
  if (working.code !== 0) await makeVenv();
  // JupyterLab runs a CommonJS file of its own; this project's package.json would make an ES module of it.
  writeFileSync(join(venv, "package.json"), '{ "type": "commonjs" }\n');
}

async function makeVenv() {
  const python = await findPython();
  say("making a Python environment in .venv");
  for (const attempt of [withVenv, withVirtualenv]) {
    rmSync(venv, { recursive: true, force: true });
    if (await attempt(python)) return;
  }
  rmSync(venv, { recursive: true, force: true });
  throw new SetupError(`${python} has neither venv nor virtualenv. As root: apt-get install -y python3-venv`);
}

async function withVenv(/** @type {string} */ python) {
  return (await capture(python, ["-m", "venv", venv])).code === 0;
}

/** virtualenv from PyPI, where Python has pip but no venv. */
async function withVirtualenv(/** @type {string} */ python) {
  const folder = join(root, "build", "virtualenv");
  const pip = ["-m", "pip", "install", "--quiet", "--target", folder, "virtualenv"];
  if ((await capture(python, pip)).code !== 0) return false;
  return (
    (await capture(python, ["-m", "virtualenv", "--quiet", venv], { env: { PYTHONPATH: folder } })).code === 0
  );
}

/** The first Python on PATH, else Debian's, that is new enough. */
async function findPython() {
  const probe = "import sys; print('%d.%d' % sys.version_info[:2])";
  for (const program of [findProgram("python3"), debianPython]) {
    if (program === undefined) continue;
    const { code, output } = await capture(program, ["-c", probe]);
    if (code === 0 && isAtLeast(output.trim(), oldestPython)) return program;
  }
  throw new SetupError(
    `Python ${oldestPython} or later is needed for JupyterLab. As root: apt-get install -y python3 python3-venv`,
  );
}

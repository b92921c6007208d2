import { capture, findProgram, run, SetupError, say } from "./command.mjs";

/**
 * Installs the Debian packages that are missing. Where there is no dpkg (another system), leaves it to the steps that need
 * the tools to say what they lack.
 * @param {readonly string[]} packages
 */
export async function ensurePackages(packages) {
  if (findProgram("dpkg-query") === undefined) return;
  const missing = await missingPackages(packages);
  if (missing.length === 0) return;
  const become = await becomeRoot();
  if (become === undefined) {
    throw new SetupError(
      `Debian packages are missing and this user may not install them. As root: apt-get update && apt-get install -y --no-install-recommends ${missing.join(" ")}`,
    );
  }
  say(`installing Debian packages: ${missing.join(" ")}`);
  const [program, ...prefix] = [...become, "env", "DEBIAN_FRONTEND=noninteractive"];
  // Another apt (a machine's first boot) may hold the lock for a while.
  const options = "-y --no-install-recommends -o DPkg::Lock::Timeout=300";
  const install = `apt-get install ${options} ${missing.join(" ")}`;
  const { code } = await capture(program, [...prefix, "sh", "-c", install]);
  if (code === 0) return;
  // No lists yet, or lists so old that they name files that the mirror no longer has. A source that cannot be reached is no
  // reason to stop: another may have the packages.
  const updateFirst = `apt-get update; ${install}`;
  await run("apt-get could not install the packages", program, [...prefix, "sh", "-c", updateFirst]);
}

async function missingPackages(/** @type {readonly string[]} */ packages) {
  const format = "${Package} ${db:Status-Status}\\n";
  const { output } = await capture("dpkg-query", ["--show", `--showformat=${format}`, ...packages]);
  const installed = new Set(output.split("\n"));
  return packages.filter((name) => !installed.has(`${name} installed`));
}

/** The words that make a command run as root, or undefined where that is impossible. */
async function becomeRoot() {
  if (process.getuid?.() === 0) return [];
  const sudo = findProgram("sudo");
  if (sudo === undefined) return undefined;
  if ((await capture(sudo, ["-n", "true"])).code === 0) return [sudo, "-n"];
  // sudo asks for the password on the terminal itself.
  return process.stdin.isTTY ? [sudo] : undefined;
}

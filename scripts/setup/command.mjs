import { spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { root } from "./paths.mjs";

/** A step of setup that cannot go on: the message says what is missing and which command mends it. */
export class SetupError extends Error {}

/**
 * Runs a command in the project's folder without a shell, so spaces in paths are harmless.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ env?: Record<string, string>, onFirstOutput?: () => void }} [options]
 * @returns {Promise<{ code: number, output: string }>} exit code (127 where the program does not exist) and stdout with stderr
 */
export function capture(program, args, { env = {}, onFirstOutput = () => {} } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    const append = (/** @type {Buffer} */ chunk) => {
      if (output === "") onFirstOutput();
      output += chunk;
    };
    child.stdout?.on("data", append);
    child.stderr?.on("data", append);
    child.on("error", (error) => resolve({ code: 127, output: error.message }));
    child.on("close", (code) => resolve({ code: code ?? 1, output }));
  });
}

/**
 * Runs a command that must succeed; its output is shown only when it fails.
 * @param {string} what what the command does, for the error: "npm could not install the packages"
 * @param {string} program
 * @param {readonly string[]} args
 * @param {Parameters<typeof capture>[2]} [options]
 * @returns {Promise<string>} the output
 */
export async function run(what, program, args, options) {
  const { code, output } = await capture(program, args, options);
  if (code === 0) return output;
  const command = [program, ...args].map(quote).join(" ");
  throw new SetupError(`${what} (exit ${code}). Try it by hand: ${command}\n${excerpt(output)}`);
}

/** The beginning and the end of a long output: the cause may stand in either. */
function excerpt(/** @type {string} */ output) {
  const lines = output.trim().split("\n");
  const shown = lines.length <= 60 ? lines : [...lines.slice(0, 40), "…", ...lines.slice(-20)];
  return shown.map((line) => `  ${line}`).join("\n");
}

/** The first of the named programs on PATH, as a full path, or undefined. */
export function findProgram(/** @type {readonly string[]} */ ...names) {
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter(Boolean);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

/** A word as a POSIX shell reads it back. */
function quote(/** @type {string} */ word) {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** One short line for each thing that setup really does. */
export function say(/** @type {string} */ line) {
  process.stdout.write(`weft: ${line}\n`);
}

function isExecutable(/** @type {string} */ path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

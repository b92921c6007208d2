#!/usr/bin/env node
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { type InstallTarget, installKernelspec, removeKernelspec } from "../kernelspec/install.js";
import { messageOf } from "../runtime/message-of.js";
// The `weft` command.
import { writeTypescriptCache } from "../runtime/typescript.js";
import { examine } from "./doctor.js";
import { notebookPage } from "./html/notebook-page.js";
import { notebookText } from "./notebook/notebook.js";
import { describeFailure, runNotebook } from "./notebook/run-notebook.js";
import { PACKAGE_VERSION } from "./package-version.js";
import { transpileCell } from "./transpile/transpile-cell.js";

const HELP = `weft ${PACKAGE_VERSION}: a Jupyter kernel for numerical work in TypeScript

  weft install [--user | --sys-prefix | --prefix DIR]
      Registers the kernel with Jupyter: for the current user (the default), for the
      active Python environment, or below DIR.
  weft uninstall [--user | --sys-prefix | --prefix DIR]
      Takes the registration back.
  weft run NOTEBOOK [--output FILE] [--html]
      Executes a notebook without Jupyter, from the notebook's own folder, and stops at
      the first error. Outputs are written into NOTEBOOK, or into FILE. With --html a
      web page is written instead: FILE, or NOTEBOOK with the ending .html.
  weft doctor
      Looks at all that the kernel needs, and says what to do where something is amiss.
  weft --version
  weft --help
`;

/** A wrong command line: shown without a stack. */
class UsageError extends Error {}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`weft: ${messageOf(error)}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}

async function main(): Promise<number> {
  const { values, positionals } = readArguments();
  const [command, argument, ...rest] = positionals;
  if (values.version === true) return print(`${PACKAGE_VERSION}\n`);
  if (values.help === true || command === undefined) return print(HELP);
  if (rest.length > 0) throw new UsageError(`'${rest[0]}' is one argument too many; see weft --help`);
  switch (command) {
    case "install":
      // The first start of the kernel should be as quick as the following ones.
      transpileCell("const x: number = await 1; x", "warm-up", new Map());
      writeTypescriptCache();
      return print(`The kernel is registered in ${installKernelspec(target(values))}\n`);
    case "uninstall":
      return print(`The registration was removed from ${removeKernelspec(target(values))}\n`);
    case "run":
      if (argument === undefined) throw new UsageError("weft run needs the path of a notebook");
      return run(argument, values.output, values.html === true);
    case "doctor":
      return doctor();
    default:
      throw new UsageError(`'${command}' is no command of weft; see weft --help`);
  }
}

/** @returns 1 where something is amiss */
async function doctor(): Promise<number> {
  let isWell = true;
  for await (const { part, isFine, text } of examine()) {
    print(`${isFine ? "ok    " : "AMISS "} ${part}: ${text}\n`);
    isWell &&= isFine;
  }
  return isWell ? 0 : 1;
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        user: { type: "boolean" },
        "sys-prefix": { type: "boolean" },
        prefix: { type: "string" },
        output: { type: "string", short: "o" },
        html: { type: "boolean" },
        version: { type: "boolean", short: "v" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    throw new UsageError(messageOf(error));
  }
}

function target(values: ReturnType<typeof readArguments>["values"]): InstallTarget {
  const chosen = [values.user, values["sys-prefix"], values.prefix].filter((value) => value !== undefined);
  if (chosen.length > 1) throw new UsageError("--user, --sys-prefix and --prefix exclude each other");
  if (values.prefix !== undefined) return { kind: "prefix", prefix: values.prefix };
  return { kind: values["sys-prefix"] === true ? "sys-prefix" : "user" };
}

async function run(path: string, output: string | undefined, asPage: boolean): Promise<number> {
  const { notebook, failure } = await runNotebook(path, (line) => process.stderr.write(`${line}\n`));
  const file = output ?? (asPage ? path.replace(/(\.ipynb)?$/, ".html") : path);
  writeFileSync(file, asPage ? notebookPage(notebook) : notebookText(notebook));
  if (failure === undefined) return 0;
  process.stderr.write(`${describeFailure(path, failure)}\n`);
  return 1;
}

function print(text: string): number {
  process.stdout.write(text);
  return 0;
}

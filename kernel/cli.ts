#!/usr/bin/env node
// The `weft` command.
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import {
  DEFAULT_NAME,
  type InstallTarget,
  installKernelspec,
  isTemporary,
  type KernelNames,
  removeKernelspec,
  specFolder,
} from "../kernelspec/install.js";
import { messageOf } from "../runtime/message-of.js";
import { writeTypescriptCache } from "../runtime/typescript.js";
import { examine } from "./doctor.js";
import { explain } from "./explain.js";
import { notebookPage } from "./html/notebook-page.js";
import { notebookText } from "./notebook/notebook.js";
import { describeFailure, runNotebook } from "./notebook/run-notebook.js";
import { PACKAGE_VERSION } from "./package-version.js";
import { transpileCell } from "./transpile/transpile-cell.js";

const HELP = `weft ${PACKAGE_VERSION}: a Jupyter kernel for numerical work in TypeScript

  weft install [--user | --sys-prefix | --prefix DIR] [--name NAME] [--display-name TEXT]
      Registers the kernel with Jupyter: for the current user (the default), for the
      active Python environment, or below DIR; as ${DEFAULT_NAME}, or as NAME.
  weft uninstall [--user | --sys-prefix | --prefix DIR] [--name NAME]
      Takes the registration back.
  weft run NOTEBOOK [--output FILE] [--html]
      Executes a notebook without Jupyter, from the notebook's own folder, and stops at
      the first error. Outputs are written into NOTEBOOK, or into FILE. With --html a
      web page is written instead: FILE, or NOTEBOOK with the ending .html.
  weft explain FILE [--function NAME] [--signature TYPES]... [--level 1..4] [--json]
               [--dump ast|array|parfor|fused|loop|llvm|asm] [--time-passes]
      The report on a file of parallel functions: what became parallel, fused and hoisted,
      and why not. TYPES of arguments are as in "float64[:, ::1], number", or in lines of the
      file: // signature: f(float64[:, ::1], number)
  weft doctor [--user | --sys-prefix | --prefix DIR] [--name NAME]
      Looks at all that the kernel needs, and says what to do where something is amiss:
      at the registration that Jupyter finds, or at the one in the place that is named.
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
  const { name = DEFAULT_NAME } = values;
  const target = chosenTarget(values);
  switch (command) {
    case "install":
      return install(target ?? { kind: "user" }, { name, displayName: values["display-name"] ?? null });
    case "uninstall":
      return print(
        `The registration was removed from ${removeKernelspec(target ?? { kind: "user" }, name)}\n`,
      );
    case "run":
      if (argument === undefined) throw new UsageError("weft run needs the path of a notebook");
      return run(argument, values.output, values.html === true);
    case "explain":
      if (argument === undefined) throw new UsageError("weft explain needs the path of a file");
      return print(
        explain({
          file: argument,
          function: values.function,
          signatures: values.signature ?? [],
          level: values.level ?? "4",
          json: values.json === true,
          dump: values.dump,
          timePasses: values["time-passes"] === true,
        }),
      );
    case "doctor":
      return doctor(name, target === undefined ? null : specFolder(target, name));
    default:
      throw new UsageError(`'${command}' is no command of weft; see weft --help`);
  }
}

function install(target: InstallTarget, names: KernelNames): number {
  print(`The kernel is registered in ${installKernelspec(target, names)}\n`);
  if (isTemporary()) {
    print(
      "It runs from a folder that npx may clear: npm install --global weft-kernel and weft install again keep it.\n",
    );
  }
  // The first start of the kernel should be as quick as the following ones.
  transpileCell("const x: number = await 1; x", "warm-up", new Map());
  writeTypescriptCache();
  return 0;
}

/** @returns 1 where something is amiss */
async function doctor(name: string, folder: string | null): Promise<number> {
  let isWell = true;
  for await (const { part, isFine, text } of examine(name, folder)) {
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
        name: { type: "string" },
        "display-name": { type: "string" },
        output: { type: "string", short: "o" },
        html: { type: "boolean" },
        function: { type: "string" },
        signature: { type: "string", multiple: true },
        level: { type: "string" },
        json: { type: "boolean" },
        dump: { type: "string" },
        "time-passes": { type: "boolean" },
        version: { type: "boolean", short: "v" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    throw new UsageError(messageOf(error));
  }
}

function chosenTarget(values: ReturnType<typeof readArguments>["values"]): InstallTarget | undefined {
  const chosen = [values.user, values["sys-prefix"], values.prefix].filter((value) => value !== undefined);
  if (chosen.length > 1) throw new UsageError("--user, --sys-prefix and --prefix exclude each other");
  if (values.prefix !== undefined) return { kind: "prefix", prefix: values.prefix };
  if (values["sys-prefix"] === true) return { kind: "sys-prefix" };
  return values.user === true ? { kind: "user" } : undefined;
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

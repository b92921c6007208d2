import { readFile } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import vm from "node:vm";
import { type DenoForCells, denoForCells } from "../foreign/deno.js";
import { tslabForCells } from "../foreign/tslab.js";
import type { Mutability } from "../transpile/declarations.js";
import { type CellContext, type CellRun, createCellRun } from "./cell-context.js";
import { type CellSources, cellFileName } from "./cell-sources.js";
import type { Display } from "./display-global.js";
import { fileSyntaxError } from "./file-syntax-error.js";
import type { Namespace } from "./namespace.js";
import type { CellBody, EvaluateRequest } from "./protocol.js";
import type { SessionMagics } from "./session-magics.js";
import { createTypescriptModules } from "./typescript-modules.js";

type CellFunction = (namespace: Record<string, unknown>, context: CellContext, deno: DenoForCells) => unknown;

export interface ScriptRun {
  readonly run: CellRun;
  /** Settles when the cell has come to its end; `undefined` when it has already. */
  readonly completion: Promise<void> | undefined;
}

export interface ScriptOptions {
  readonly namespace: Namespace;
  readonly sources: CellSources;
  readonly magics: SessionMagics;
  readonly display: Display;
  /** Loads the array library, unless that has been done. */
  loadLibrary(): void;
}

type ScriptBody = Extract<CellBody, { readonly kind: "script" }>;

/**
 * Runs a transpiled cell. Its imports resolve from the working directory.
 * @throws whatever a cell without top-level `await` throws; others reject `completion`.
 */
export type ScriptRunner = (request: EvaluateRequest, body: ScriptBody) => ScriptRun;

export function createScriptRunner(options: ScriptOptions): ScriptRunner {
  const { namespace, sources, magics, display, loadLibrary } = options;
  const deno = denoForCells(display);
  const tslab = tslabForCells(display);
  const prepareModules = createTypescriptModules();

  const evaluate = (filename: string, code: string, run: CellRun): unknown => {
    // What an import has under way could not be loaded at once.
    if (code.includes("import(")) loadLibrary();
    prepareModules(code);
    const script = new vm.Script(code, {
      filename,
      importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    });
    const cell: CellFunction = script.runInThisContext();
    return cell(namespace.values, run.context, deno);
  };

  const createRun = (
    filename: string,
    directory: string,
    request: EvaluateRequest,
    outer?: CellRun,
  ): CellRun => {
    const run = createCellRun({
      namespace: namespace.values,
      meta: { url: pathToFileURL(filename).href, dirname: directory, filename },
      magics,
      isDebugged: request.isDebugged,
      tslab,
      runFile: (file) => runFile(resolve(directory, file), request, outer ?? run),
    });
    return run;
  };

  /** `outer` is the cell that the file runs in. */
  const runFile = async (path: string, request: EvaluateRequest, outer: CellRun): Promise<void> => {
    const source = await readFile(path, "utf8");
    // Cells are transpiled elsewhere: only this needs the compiler here.
    const { transpileCell } = await import("../transpile/transpile-cell.js");
    const known = Object.keys(namespace.values).map((name): [string, Mutability] => [name, "let"]);
    const transpiled = transpileCell(source, path, new Map(known));
    if (transpiled.kind === "error") throw fileSyntaxError(path, source, transpiled);
    const { map, declared } = transpiled;
    sources.add(path, { cell: request.cell, label: basename(path), source, map }, declared.keys());
    for (const name of declared.keys()) outer.names.add(name);
    try {
      await evaluate(path, transpiled.code, createRun(path, dirname(path), request, outer));
    } finally {
      // For the rest of the cell, which was compiled without knowing of them.
      namespace.publish(declared.keys());
    }
  };

  return (request, body) => {
    const { cell, label, source } = request;
    const directory = process.cwd();
    // Each run has its own file name, so that a stack trace of an earlier run keeps its source map.
    const filename = cellFileName(directory, label, cell);
    sources.add(filename, { cell, label, source, map: body.map }, body.declared);
    const run = createRun(filename, directory, request);
    const returned = evaluate(filename, body.code, run);
    return { run, completion: body.isAsync ? Promise.resolve(returned).then(() => undefined) : undefined };
  };
}

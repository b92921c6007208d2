import { pathToFileURL } from "node:url";
import vm from "node:vm";
import { type CellContext, type CellRun, createCellRun } from "./cell-context.js";
import type { CellSources } from "./cell-sources.js";
import type { Namespace } from "./namespace.js";
import type { CellBody, EvaluateRequest } from "./protocol.js";
import { createTypescriptModules } from "./typescript-modules.js";

type CellFunction = (namespace: Record<string, unknown>, context: CellContext) => unknown;

export interface ScriptRun {
  readonly run: CellRun;
  /** Settles when the cell has come to its end; `undefined` when it has already. */
  readonly completion: Promise<void> | undefined;
}

export interface ScriptOptions {
  /** The notebook's folder, from which imports resolve. */
  readonly directory: string;
  readonly namespace: Namespace;
  readonly sources: CellSources;
  /** Receives what the magics report. */
  log(line: string): void;
}

/**
 * Runs a transpiled cell. `resumed` is called before the cell goes on after each `await` at its top level.
 * @throws whatever a cell without top-level `await` throws; others reject `completion`.
 */
export type ScriptRunner = (
  request: EvaluateRequest,
  body: Extract<CellBody, { readonly kind: "script" }>,
  resumed: () => void,
) => ScriptRun;

export function createScriptRunner({ directory, namespace, sources, log }: ScriptOptions): ScriptRunner {
  const prepareModules = createTypescriptModules();
  return (request, body, resumed) => {
    // Each run has its own file name, so that a stack trace of an earlier run keeps its source map.
    const filename = `${directory}/${request.label}#${request.cell}`;
    const { cell, label, source } = request;
    sources.add(filename, { cell, label, source, map: body.map });
    prepareModules(body.code);
    const script = new vm.Script(body.code, {
      filename,
      importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    });
    const evaluate: CellFunction = script.runInThisContext();
    const meta = { url: pathToFileURL(filename).href, dirname: directory, filename };
    const run = createCellRun(namespace.values, meta, log, resumed, request.isDebugged);
    const returned = evaluate(namespace.values, run.context);
    return { run, completion: body.isAsync ? Promise.resolve(returned).then(() => undefined) : undefined };
  };
}

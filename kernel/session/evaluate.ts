import { pathToFileURL } from "node:url";
import vm from "node:vm";
import { type CellContext, type CellRun, createCellRun } from "./cell-context.js";
import type { CellSources } from "./cell-sources.js";
import type { Namespace } from "./namespace.js";
import type { Output } from "./output.js";
import type { CellBody, EvaluateRequest } from "./protocol.js";

type CellFunction = (namespace: Record<string, unknown>, context: CellContext) => unknown;

export interface ScriptRun {
  readonly run: CellRun;
  /** Settles when the cell has come to its end; `undefined` when it has already. */
  readonly completion: Promise<void> | undefined;
}

/**
 * Runs a transpiled cell. Imports resolve from `directory`, the notebook's folder.
 * @throws whatever a cell without top-level `await` throws; others reject `completion`.
 */
export function runScript(
  request: EvaluateRequest,
  body: Extract<CellBody, { kind: "script" }>,
  directory: string,
  namespace: Namespace,
  sources: CellSources,
  output: Output,
): ScriptRun {
  // Each run has its own file name, so that a stack trace of an earlier run keeps its source map.
  const filename = `${directory}/${request.label}#${request.cell}`;
  sources.add(filename, request.label, request.source, body.map);
  const script = new vm.Script(body.code, {
    filename,
    importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  const evaluate: CellFunction = script.runInThisContext();
  const run = createCellRun(
    namespace.values,
    { url: pathToFileURL(filename).href, dirname: directory, filename },
    (line) => output.write("stdout", `${line}\n`),
  );
  const returned = evaluate(namespace.values, run.context);
  return { run, completion: body.isAsync ? Promise.resolve(returned).then(() => undefined) : undefined };
}

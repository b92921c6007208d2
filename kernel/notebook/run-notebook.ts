import { dirname, resolve } from "node:path";
import { startKernel } from "../client.js";
import type { JsonObject } from "../wire.js";
import { createOutputCollector } from "./collect-outputs.js";
import { type CodeCell, type Notebook, readNotebook } from "./notebook.js";

export interface NotebookRun {
  readonly notebook: Notebook;
  /** The first error, which ended the run. */
  readonly failure?: CellFailure;
}

export interface CellFailure {
  /** The number of the cell in the notebook, counted from 1 over all cells. */
  readonly cell: number;
  readonly error: JsonObject;
}

/**
 * Executes a notebook in a kernel of its own, in the notebook's folder, and stops at the first error. `progress`
 * receives one line for each cell.
 * @throws Error when the notebook can't be read or the kernel can't be started.
 */
export async function runNotebook(path: string, progress: (line: string) => void): Promise<NotebookRun> {
  const source = readNotebook(path);
  const directory = dirname(resolve(path));
  const client = await startKernel({ directory, stderr: "inherit" });
  const collector = createOutputCollector();
  /** By the requests that ran them: what a cell publishes late, from timers and of its types, belongs to it all the same. */
  const cells = new Map<string, CodeCell>();
  client.onUnclaimed((message) => {
    const cell = cells.get(message.parentHeader.msg_id ?? "");
    if (cell !== undefined) collector.collect(cell, message);
  });
  let failure: CellFailure | undefined;
  let languageInfo: JsonObject = {};
  try {
    const info = await client.request("shell", "kernel_info_request", {});
    languageInfo = { language_info: info.reply["language_info"] ?? {} };
    for (const [index, cell] of source.cells.entries()) {
      if (cell.kind !== "code" || cell.source.trim() === "") continue;
      const started = performance.now();
      const { reply } = await client.execute(
        cell.source,
        {},
        {
          published: (message) => {
            const { msg_id: request } = message.parentHeader;
            if (request !== undefined) cells.set(request, cell);
            collector.collect(cell, message);
          },
        },
      );
      const seconds = ((performance.now() - started) / 1000).toFixed(2);
      progress(`cell ${index + 1}/${source.cells.length}  ${seconds} s  ${firstLine(cell)}`);
      if (reply["status"] !== "ok") {
        failure = { cell: index + 1, error: reply };
        break;
      }
    }
  } finally {
    await client.shutdown();
  }
  const metadata = {
    ...source.metadata,
    ...languageInfo,
    kernelspec: { name: "weft", display_name: "TypeScript (Weft)", language: "typescript" },
  };
  const notebook = { cells: source.cells, metadata };
  return failure === undefined ? { notebook } : { notebook, failure };
}

/** The error of a failed run as text for a terminal. */
export function describeFailure(path: string, { cell, error }: CellFailure): string {
  const { traceback } = error;
  const lines = Array.isArray(traceback) ? traceback.join("\n") : `${error["ename"]}: ${error["evalue"]}`;
  return `${path}: cell ${cell} failed\n${lines}`;
}

function firstLine(cell: CodeCell): string {
  const line = cell.source.trim().split("\n", 1)[0] ?? "";
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}

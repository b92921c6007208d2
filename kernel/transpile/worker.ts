// Transpiles cells beside the kernel process's main thread, which must never wait: loading TypeScript alone takes
// longer than everything else at the start of a kernel.
import { parentPort } from "node:worker_threads";
import { collectAfter } from "../collect-garbage.js";
import { checkCompleteness } from "./completeness.js";
import { transpileCell } from "./transpile-cell.js";
import type { TranspileRequest } from "./transpiler.js";

/** Milliseconds after the start that belong to the first cell. */
const QUIET_TIME = 500;

parentPort?.on("message", (request: TranspileRequest) => {
  const { id } = request;
  try {
    const result =
      request.kind === "transpile"
        ? transpileCell(request.source, request.fileName, request.known)
        : checkCompleteness(request.source);
    parentPort?.postMessage({ id, result });
  } catch (error) {
    parentPort?.postMessage({
      id,
      failure: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  }
  collectAfter(request.source.length);
});
// The first cell should find a warm compiler.
transpileCell("const warm: number = await 1; warm", "warm-up", new Map());
// And the first question whether a cell is complete, which comes later, if at all.
setTimeout(() => ["1 + 1", "f(() => {", "( {"].map(checkCompleteness), QUIET_TIME).unref();

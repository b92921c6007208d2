import { Worker } from "node:worker_threads";
import { programFile } from "../../runtime/program-file.js";
import type { Completeness } from "./completeness.js";
import type { Mutability } from "./declarations.js";
import type { CellSyntaxError, TranspiledCell } from "./transpile-cell.js";

export type TranspileRequest =
  | {
      readonly kind: "transpile";
      readonly id: number;
      readonly source: string;
      readonly fileName: string;
      readonly known: ReadonlyMap<string, Mutability>;
    }
  | { readonly kind: "completeness"; readonly id: number; readonly source: string };

type TranspileResult = TranspiledCell | CellSyntaxError | Completeness;

type TranspileResponse =
  | { readonly id: number; readonly result: TranspileResult }
  | { readonly id: number; readonly failure: string };

/** The TypeScript compiler, in a thread of its own. */
export interface Transpiler {
  /** `fileName` is what the source map of a cell that was not run before calls it. */
  transpile(
    source: string,
    fileName: string,
    known: ReadonlyMap<string, Mutability>,
  ): Promise<TranspiledCell | CellSyntaxError>;
  completeness(source: string): Promise<Completeness>;
}

/** Cells whose scripts are kept, for when they are run again. */
const KEPT = 50;
/** Characters of such a cell. */
const LONGEST_KEPT = 100_000;

export function createTranspiler(): Transpiler {
  const worker = new Worker(programFile(new URL("worker.js", import.meta.url)));
  // The worker never keeps the kernel process alive.
  worker.unref();
  const waiting = new Map<number, { resolve(result: TranspileResult): void; reject(error: Error): void }>();
  let lastId = 0;
  worker.on("message", (response: TranspileResponse) => {
    const request = waiting.get(response.id);
    waiting.delete(response.id);
    if ("result" in response) request?.resolve(response.result);
    else request?.reject(new Error(`The cell could not be transpiled: ${response.failure}`));
  });
  worker.on("error", (error) => {
    for (const request of waiting.values()) request.reject(error);
    waiting.clear();
  });

  const ask = (make: (id: number) => TranspileRequest): Promise<TranspileResult> => {
    const request = make(++lastId);
    return new Promise((resolve, reject) => {
      waiting.set(request.id, { resolve, reject });
      worker.postMessage(request);
    });
  };
  const kept = new Map<string, TranspiledCell>();

  return {
    async transpile(source, fileName, known) {
      const key = source.length > LONGEST_KEPT ? undefined : JSON.stringify([source, ...known]);
      const before = key === undefined ? undefined : kept.get(key);
      if (before !== undefined) return before;
      const result = await ask((id) => ({ kind: "transpile", id, source, fileName, known }));
      if (result.kind === "completeness") throw new Error("The transpiler answered another question");
      if (result.kind === "transpiled" && key !== undefined) {
        kept.set(key, result);
        const [oldest] = kept.keys();
        if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
      }
      return result;
    },
    async completeness(source) {
      const result = await ask((id) => ({ kind: "completeness", id, source }));
      if (result.kind !== "completeness") throw new Error("The transpiler answered another question");
      return result;
    },
  };
}

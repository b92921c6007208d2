import { fileURLToPath } from "node:url";
import { supervise } from "../supervise.js";
import type { CorpusCase } from "./case.js";
import type { Verdict, WorkerRequest } from "./verdict.js";

const WORKER = fileURLToPath(new URL("worker.js", import.meta.url));

export interface RunOptions extends Omit<WorkerRequest, "ids"> {
  /** Milliseconds that one case may take. */
  readonly patience: number;
  readonly onVerdict?: (verdict: Verdict) => void;
}

/** Runs cases in order, in a process of their own; a case that ends it fails, and the rest goes on in a new one. */
export function runCorpus(
  cases: readonly CorpusCase[],
  { folder, threads, unfused, ...options }: RunOptions,
): Promise<readonly Verdict[]> {
  const request = (left: readonly CorpusCase[]): WorkerRequest => ({
    ids: left.map(({ id }) => id),
    folder,
    threads,
    unfused,
  });
  return supervise(cases, request, { worker: WORKER, ...options });
}

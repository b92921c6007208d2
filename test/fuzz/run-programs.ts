import { fileURLToPath } from "node:url";
import type { Verdict } from "../corpus/verdict.js";
import { supervise } from "../supervise.js";
import type { Program } from "./program.js";

const WORKER = fileURLToPath(new URL("worker.js", import.meta.url));
/** Milliseconds that one program may take, in Weft and NumPy. */
const PATIENCE = 60_000;

export interface FuzzItem {
  readonly id: string;
  readonly program: Program;
}
export interface FuzzRequest {
  readonly items: readonly FuzzItem[];
}

export function isFuzzRequest(message: unknown): message is FuzzRequest {
  return typeof message === "object" && message !== null && "items" in message;
}

/** Runs programs in Weft and in NumPy, in a process of their own; the verdicts are in their order. */
export function runPrograms(
  programs: readonly Program[],
  onVerdict?: (verdict: Verdict) => void,
): Promise<readonly Verdict[]> {
  const items = programs.map((program, index): FuzzItem => ({ id: String(index), program }));
  const options = { worker: WORKER, patience: PATIENCE };
  return supervise(
    items,
    (left): FuzzRequest => ({ items: left }),
    onVerdict === undefined ? options : { ...options, onVerdict },
  );
}

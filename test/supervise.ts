import { fork } from "node:child_process";
import process from "node:process";
import type { Verdict } from "./corpus/verdict.js";
import { isVerdict } from "./corpus/verdict.js";

export interface Supervision {
  /** The compiled page of the process; it gets one request, and sends a verdict for each item, in order. */
  readonly worker: string;
  /** Milliseconds that one item may take. */
  readonly patience: number;
  readonly onVerdict?: (verdict: Verdict) => void;
}

/**
 * Runs items in order, in a process of their own; one that ends the process, or takes too long, fails, and the rest goes on in a
 * new one. `request` makes what the process is asked for from the items that are left.
 */
export async function supervise<Item extends { readonly id: string }>(
  items: readonly Item[],
  request: (left: readonly Item[]) => object,
  { worker, patience, onVerdict }: Supervision,
): Promise<readonly Verdict[]> {
  const verdicts: Verdict[] = [];
  const add = (verdict: Verdict): void => {
    verdicts.push(verdict);
    onVerdict?.(verdict);
  };
  while (verdicts.length < items.length) {
    const ending = await runProcess(worker, request(items.slice(verdicts.length)), patience, add);
    const stuck = items[verdicts.length];
    if (stuck !== undefined) add({ id: stuck.id, problems: [ending] });
  }
  return verdicts;
}

/** Runs one process until it ends, and says how it ended. */
function runProcess(
  worker: string,
  request: object,
  patience: number,
  add: (verdict: Verdict) => void,
): Promise<string> {
  return new Promise((resolve) => {
    const child = fork(worker, {
      stdio: ["ignore", "inherit", "pipe", "ipc"],
      serialization: "advanced",
      // What each pass of the compiler makes is verified.
      env: { ...process.env, WEFT_VERIFY: "1" },
    });
    child.send(request);
    let errors = "";
    let isLate = false;
    const stop = (): void => {
      isLate = true;
      child.kill("SIGKILL");
    };
    let timer = setTimeout(stop, patience);
    child.stderr?.on("data", (text: Buffer) => {
      errors = (errors + text.toString()).slice(-2000);
    });
    child.on("message", (message) => {
      if (!isVerdict(message)) return;
      clearTimeout(timer);
      timer = setTimeout(stop, patience);
      add(message);
    });
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      const how = isLate ? `took longer than ${patience} ms` : `ended the process (${signal ?? code})`;
      resolve(`${how} ${errors}`.trim());
    });
  });
}

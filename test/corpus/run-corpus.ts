import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { CorpusCase } from "./case.js";
import { isVerdict, type Verdict, type WorkerRequest } from "./verdict.js";

const WORKER = fileURLToPath(new URL("worker.js", import.meta.url));

export interface RunOptions extends Omit<WorkerRequest, "ids"> {
  /** Milliseconds that one case may take. */
  readonly patience: number;
  readonly onVerdict?: (verdict: Verdict) => void;
}

/** Runs cases in order, in a process of their own; a case that ends it fails, and the rest goes on in a new one. */
export async function runCorpus(
  cases: readonly CorpusCase[],
  options: RunOptions,
): Promise<readonly Verdict[]> {
  const verdicts: Verdict[] = [];
  const add = (verdict: Verdict): void => {
    verdicts.push(verdict);
    options.onVerdict?.(verdict);
  };
  while (verdicts.length < cases.length) {
    const ids = cases.slice(verdicts.length).map(({ id }) => id);
    const ending = await runProcess(
      { ids, folder: options.folder, threads: options.threads, unfused: options.unfused },
      options.patience,
      add,
    );
    const stuck = cases[verdicts.length];
    if (stuck !== undefined) add({ id: stuck.id, problems: [ending] });
  }
  return verdicts;
}

/** Runs one process until it ends, and says how it ended. */
function runProcess(
  request: WorkerRequest,
  patience: number,
  add: (verdict: Verdict) => void,
): Promise<string> {
  return new Promise((resolve) => {
    const child = fork(WORKER, { stdio: ["ignore", "inherit", "pipe", "ipc"] });
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

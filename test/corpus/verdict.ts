/** What is wrong with a case; nothing where it passes. */
export interface Verdict {
  readonly id: string;
  readonly problems: readonly string[];
}

/** Whether a message between the processes of the runner is a verdict. */
export function isVerdict(message: unknown): message is Verdict {
  return typeof message === "object" && message !== null && "id" in message && "problems" in message;
}

/** In what other ways each case runs. */
export interface Variants {
  /** Numbers of threads on which each case must give the same bits. */
  readonly threads: readonly number[];
  /** Whether each case must give the same results without fusion, too. */
  readonly unfused: boolean;
}

/** What the process that runs cases is asked for. */
export interface WorkerRequest extends Variants {
  readonly ids: readonly string[];
  /** Where the cases are. */
  readonly folder: string;
}

export function isWorkerRequest(message: unknown): message is WorkerRequest {
  return typeof message === "object" && message !== null && "ids" in message && "threads" in message;
}

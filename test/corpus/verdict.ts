/** What is wrong with a case; nothing where it passes. */
export interface Verdict {
  readonly id: string;
  readonly problems: readonly string[];
}

/** Whether a message between the processes of the runner is a verdict. */
export function isVerdict(message: unknown): message is Verdict {
  return typeof message === "object" && message !== null && "id" in message && "problems" in message;
}

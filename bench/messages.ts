// What the process that measures and those that run a kernel in one system say to each other: a JSON object a line.

export interface Request {
  readonly parameters: readonly number[];
  /** How long to take samples. */
  readonly seconds: number;
}

export interface Answer {
  /** Seconds per call of each sample; short calls are batched. */
  readonly samples: readonly number[];
  readonly sum: number;
  readonly absolute: number;
  /** Seconds of the first call over those of the second: compilation. Null after the first request. */
  readonly compileSeconds: number | null;
}

export function isAnswer(value: unknown): value is Answer {
  return typeof value === "object" && value !== null && "samples" in value && "sum" in value;
}

export function isRequest(value: unknown): value is Request {
  return typeof value === "object" && value !== null && "parameters" in value && "seconds" in value;
}

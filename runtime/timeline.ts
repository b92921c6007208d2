/** What one thread did without a pause for one loop, or call of the native runtime; times are milliseconds since the call of the function began. */
export interface TimelineSpan {
  /** The loop's number in the diagnostics report; null for the call of a library function. */
  readonly loop: number | null;
  /** What it is, such as `#0 elementwise sin, line 3`. */
  readonly label: string;
  /** 0 is the thread that called. */
  readonly thread: number;
  readonly begin: number;
  readonly end: number;
}

export interface TimelineFacts {
  /** The name of the function. */
  readonly name: string;
  /** In the order in which they ended. */
  readonly spans: readonly TimelineSpan[];
  /** Threads that loops could run on. */
  readonly threads: number;
  /** The length of the call. */
  readonly milliseconds: number;
  /** Chunks that were too many to be recorded. */
  readonly dropped: number;
  /** What the function returned. */
  readonly result: unknown;
}

/** When each thread ran which chunk of a function's parallel loops, in one call. A notebook shows it as a chart. */
export class Timeline implements TimelineFacts {
  readonly name: string;
  readonly spans: readonly TimelineSpan[];
  readonly threads: number;
  readonly milliseconds: number;
  readonly dropped: number;
  readonly result: unknown;

  constructor({ name, spans, threads, milliseconds, dropped, result }: TimelineFacts) {
    this.name = name;
    this.spans = spans;
    this.threads = threads;
    this.milliseconds = milliseconds;
    this.dropped = dropped;
    this.result = result;
  }

  /** The share of the call's time that each thread was in loops, in [0, 1]. */
  busy(): readonly number[] {
    const busy = new Array<number>(this.threads).fill(0);
    for (const { thread, begin, end } of this.spans)
      if (thread < busy.length) busy[thread] = (busy[thread] ?? 0) + (end - begin) / this.milliseconds;
    return busy;
  }

  toString(): string {
    const loops = new Set(this.spans.map(({ label }) => label)).size;
    const busy = this.busy().map((share) => `${Math.round(100 * share)}%`);
    const plural = (count: number, name: string): string => `${count} ${name}${count === 1 ? "" : "s"}`;
    return `timeline of ${this.name}: ${plural(loops, "loop")} on ${plural(this.threads, "thread")}, ${this.milliseconds.toFixed(3)} ms, busy for ${busy.join(" ")} of that`;
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}

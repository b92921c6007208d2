// How long a kernel takes on more cores than there are here: what stays serial, then the slowest of what the cores compute, what
// memory delivers, and the longest piece that one thread runs alone.

/** One kernel of the suite, as measured on one thread and on two. Times in seconds for one call. */
export interface Profile {
  readonly name: string;
  readonly one: number;
  readonly two: number;
  /** Of `one`, what was spent in parallel loops. */
  readonly loops: number;
  /** Parallel loops that ran. */
  readonly joins: number;
  /** The longest pieces of all these loops together: chunks of loops, blocks of reductions. */
  readonly pieces: number;
  /** Bytes that must move between the processor and memory. */
  readonly bytes: number;
}

export interface Machine {
  readonly cores: number;
  /** Bytes per second of all cores together. */
  readonly bandwidth: number;
  /** Seconds in which a loop's threads are called and waited for. */
  readonly join: number;
}

export type Bound = "cores" | "memory" | "pieces" | "joins" | "serial part";

export interface Prediction {
  readonly seconds: number;
  /** What takes the most of it. */
  readonly bound: Bound;
}

/** What shares of a machine's time an end of each kind would take. */
export function predict(profile: Profile, { cores, bandwidth, join }: Machine): Prediction {
  const { one, loops, joins, pieces, bytes } = profile;
  const serial = Math.max(0, one - loops);
  const together: readonly (readonly [Bound, number])[] = [
    ["cores", loops / cores],
    ["memory", bytes / bandwidth],
    ["pieces", Math.min(pieces, loops)],
  ];
  const slowest = together.reduce((most, term) => (term[1] > most[1] ? term : most));
  const terms: readonly (readonly [Bound, number])[] = [
    slowest,
    ["joins", joins * join],
    ["serial part", serial],
  ];
  const [bound] = terms.reduce((most, term) => (term[1] > most[1] ? term : most));
  return { seconds: terms.reduce((sum, [, seconds]) => sum + seconds, 0), bound };
}

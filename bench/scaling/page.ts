import { type Machine, type Profile, predict } from "./model.js";

/** What was measured on the machine that the page was made on. */
export interface Measured {
  readonly processor: string;
  /** Bytes per second of the STREAM triad, on one thread and on two. */
  readonly bandwidth: readonly [one: number, two: number];
  /** Seconds of an empty parallel loop on two threads. */
  readonly join: number;
  readonly profiles: readonly Profile[];
}

const CORES = 64;
const CHANNELS = 8;
/** Bytes per second of a channel of DDR5-4800, and the share of it that STREAM reaches. */
const CHANNEL = 38.4e9;
const REACHED = 0.8;

const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
const ms = (seconds: number): string => (1000 * seconds).toPrecision(3);
const gb = (bytes: number): string => (bytes / 1e9).toFixed(1);

/** The page on scaling, in Markdown. */
export function scalingPage({ processor, bandwidth, join, profiles }: Measured): string {
  const here: Machine = { cores: 2, bandwidth: bandwidth[1], join };
  // The caller wakes each of the others.
  const large: Machine = { cores: CORES, bandwidth: CHANNELS * CHANNEL * REACHED, join: (CORES - 1) * join };
  const rows = profiles.map((profile) => {
    const { name, one, two, loops, bytes } = profile;
    const [known, there] = [predict(profile, here), predict(profile, large)];
    return row([
      `\`${name}\``,
      ms(one),
      `${((100 * Math.max(0, one - loops)) / one).toFixed(1)} %`,
      gb(bytes / one),
      (one / two).toFixed(2),
      (one / known.seconds).toFixed(2),
      (one / there.seconds).toFixed(1),
      there.bound,
    ]);
  });
  return `# Scaling

What bounds each program of the [suite](../bench/README.md), with its large inputs, on a machine of ${CORES} cores and ${CHANNELS} channels of memory.
Such a machine was not at hand: this page is a model, and \`npm run bench:scaling -- --write\` makes it from measurements.

## The model

The time of a call on p cores is

- the **serial part**: what the call spends outside parallel loops on one thread (Amdahl), and
- the **joins**: parallel loops × the time in which threads are called and waited for, and
- the slowest of: the time in parallel loops on one thread ÷ p (**cores**); the bytes that must move ÷ the bandwidth of all channels
  (**memory**); and the longest **pieces** that one thread runs alone: a chunk of a loop is 8 µs at the shortest, and a reduction has up to 64 blocks,
  or as many as make blocks of 2 ms, so that its bits do not depend on the number of threads.

Measured on ${processor}: the STREAM triad moves ${gb(bandwidth[0])} GB/s on one thread and ${gb(bandwidth[1])} GB/s on two; an empty parallel loop on two threads takes
${(1e6 * join).toFixed(2)} µs. Assumed of the large machine: ${CHANNELS} channels of DDR5-4800, of which STREAM reaches ${100 * REACHED} %, ${gb(large.bandwidth)} GB/s; cores as fast as the
measured one; and a join of ${(1e6 * large.join).toFixed(0)} µs, as the caller wakes each of the ${CORES - 1} others in turn. Arrays larger than the caches are taken to come from memory
each time, and pages to lie on the node whose cores use them, which the parallel first touch gives.

## The programs

Milliseconds of a call on one thread; the serial part of it; the bandwidth that it uses on one thread (GB/s); how much faster it is on two threads,
measured and by the model; and how much faster it would be on ${CORES} cores, with what bounds it there.

${row(["program", "1 thread", "serial", "GB/s", "2 threads", "model", `${CORES} cores`, "bound by"])}
${row(Array.from({ length: 8 }, () => "---"))}
${rows.join("\n")}

Where the measured column is below the model's, something else than the model's terms was in the way on this machine, most often another
process: it has two virtual processors, and shares them and the memory with other machines. Where it is above, that was so on one thread.

What would help at ${CORES} cores: programs that are bound by memory do too little with each byte, and only fusing them with their neighbours
helps; those that are bound by joins or pieces are too short for so many cores, and use fewer of them in the end, since a loop is cut into no more
chunks than pay; those with a serial part wait for what JavaScript or a serial loop does.
`;
}

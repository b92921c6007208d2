import { messageOf } from "../runtime/message-of.js";
import { Contender, type ContenderName } from "./contender.js";
import { type Kernel, SIZES, type Size } from "./kernels/kernel.js";

/** Times of one system and way of writing, in seconds. */
export interface Timing extends ContenderName {
  readonly minimum: number;
  readonly median: number;
  readonly compileSeconds: number | null;
  readonly sum: number;
  readonly absolute: number;
}

/** All that was measured of one kernel at one size. */
export interface Row {
  readonly kernel: string;
  readonly size: Size;
  readonly parameters: readonly number[];
  readonly threads: number;
  readonly bytes: number;
  readonly timings: readonly Timing[];
  /** Systems whose result differs from the reference by more than the kernel's tolerance, and those that failed. */
  readonly problems: readonly string[];
}

export interface MeasureOptions {
  readonly threads: number;
  readonly sizes: readonly Size[];
  /** Turns that each contender gets, and the seconds of each. */
  readonly rounds: number;
  readonly seconds: number;
  readonly python: string;
}

/** Seconds after which a contender is given up: Numba takes up to 13 s to compile, some kernels minutes. */
const PATIENCE = 120;

/** Runs a kernel in all systems, by turns within each size, since the machine may be shared and changes its speed. */
export async function measureKernel(
  kernel: Kernel,
  names: readonly ContenderName[],
  options: MeasureOptions,
): Promise<readonly Row[]> {
  const sizes = SIZES.filter((size) => options.sizes.includes(size));
  const contenders = new Map<Contender, number | null>();
  const rows: Row[] = [];
  try {
    // One after the other, so that nobody is timed while others import their libraries or compile.
    for (const name of names) {
      const contender = new Contender(name, kernel.name, options.threads, options.python);
      contenders.set(contender, null);
      contenders.set(contender, await compileSeconds(kernel, sizes, contender));
    }
    for (const size of sizes) rows.push(await measureSize(kernel, size, contenders, options));
  } finally {
    for (const contender of contenders.keys()) contender.end();
  }
  return rows;
}

/** Waits until the contender has started and compiled the kernel. One that can't fails again, with its reason, where it is measured. */
async function compileSeconds(
  kernel: Kernel,
  [first]: readonly Size[],
  contender: Contender,
): Promise<number | null> {
  if (first === undefined) return null;
  const request = { parameters: kernel.sizes[first], seconds: 0 };
  const answer = await contender.measure(request, PATIENCE).catch(() => null);
  return answer?.compileSeconds ?? null;
}

async function measureSize(
  kernel: Kernel,
  size: Size,
  contenders: ReadonlyMap<Contender, number | null>,
  { threads, rounds, seconds }: MeasureOptions,
): Promise<Row> {
  const parameters = kernel.sizes[size];
  const problems: string[] = [];
  const results = new Map<Contender, { samples: number[]; timing: Omit<Timing, "minimum" | "median"> }>();
  const failed = new Set<Contender>();
  for (let round = 0; round < rounds; round++) {
    for (const [contender, compileSeconds] of contenders) {
      if (failed.has(contender)) continue;
      const { system, idiom } = contender.name;
      try {
        const { samples, sum, absolute } = await contender.measure({ parameters, seconds }, PATIENCE);
        const known = results.get(contender);
        if (known !== undefined) {
          known.samples.push(...samples);
          continue;
        }
        results.set(contender, {
          samples: [...samples],
          timing: { system, idiom, sum, absolute, compileSeconds },
        });
      } catch (error) {
        failed.add(contender);
        problems.push(`${system} ${idiom}: ${messageOf(error)}`);
      }
    }
  }
  const timings = [...results.values()].map(({ samples, timing }) => ({ ...timing, ...summary(samples) }));
  problems.push(...disagreements(timings, kernel.tolerance));
  const bytes = kernel.bytes(...parameters);
  return { kernel: kernel.name, size, parameters, threads, bytes, timings, problems };
}

function summary(samples: readonly number[]): { readonly minimum: number; readonly median: number } {
  const sorted = samples.toSorted((a, b) => a - b);
  return { minimum: sorted[0] ?? Number.NaN, median: sorted[sorted.length >> 1] ?? Number.NaN };
}

/** NumPy's result is the reference, else that of C, else the first. */
function disagreements(timings: readonly Timing[], tolerance: number | null): readonly string[] {
  if (tolerance === null) return [];
  const reference =
    timings.find(({ system }) => system === "numpy") ??
    timings.find(({ system }) => system.startsWith("c-")) ??
    timings[0];
  if (reference === undefined) return [];
  return timings.flatMap(({ system, idiom, sum }) => {
    const difference = Math.abs(sum - reference.sum) / (reference.absolute || 1);
    if (difference <= tolerance) return [];
    return [`${system} ${idiom}: differs from ${reference.system} by ${difference.toExponential(1)}`];
  });
}

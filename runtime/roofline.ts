import type { FloatDType } from "../compiler/ir/dtype.js";

/** A parallel loop between what memory and arithmetic allow. */
export interface RooflineLoop {
  /** As `logistic #0 elementwise exp, line 3`. */
  readonly label: string;
  readonly dtype: FloatDType;
  /** Operations on floats for each byte that memory has to move at least. */
  readonly intensity: number;
  /** Billions of operations on floats in a second, over all calls. */
  readonly gigaflops: number;
  readonly calls: number;
  readonly milliseconds: number;
}

export interface RooflineFacts {
  /** What the machine's memory can do; null where that can't be measured. */
  readonly gigabytesPerSecond: number | null;
  /** Billions of operations in a second that the processor can do: for the dtypes of the loops. */
  readonly peaks: ReadonlyMap<FloatDType, number>;
  readonly threads: number;
  readonly loops: readonly RooflineLoop[];
  /** The labels of loops that compute with floats and have run, but whose work can't be counted. */
  readonly uncounted: readonly string[];
}

/** The parallel loops of a session below the roofs of the machine (Williams, Waterman and Patterson 2009). A notebook shows it as a chart. */
export class Roofline implements RooflineFacts {
  readonly gigabytesPerSecond: number | null;
  readonly peaks: ReadonlyMap<FloatDType, number>;
  readonly threads: number;
  readonly loops: readonly RooflineLoop[];
  readonly uncounted: readonly string[];

  constructor({ gigabytesPerSecond, peaks, threads, loops, uncounted }: RooflineFacts) {
    this.gigabytesPerSecond = gigabytesPerSecond;
    this.peaks = peaks;
    this.threads = threads;
    this.loops = loops;
    this.uncounted = uncounted;
  }

  /** The most that a loop of an intensity could do, in billions of operations in a second. */
  roof(dtype: FloatDType, intensity: number): number {
    const peak = this.peaks.get(dtype) ?? Number.POSITIVE_INFINITY;
    return Math.min(peak, intensity * (this.gigabytesPerSecond ?? Number.POSITIVE_INFINITY));
  }

  /** A line on the machine, and one on each loop. */
  toString(): string {
    const { gigabytesPerSecond, peaks, threads, loops, uncounted } = this;
    const roofs = [
      ...(gigabytesPerSecond === null ? [] : [`memory ${gigabytesPerSecond.toFixed(1)} GB/s`]),
      ...[...peaks].map(([dtype, peak]) => `${dtype} ${peak.toFixed(1)} GFLOP/s`),
    ];
    const lines = loops.map(
      ({ label, dtype, intensity, gigaflops }) =>
        `${label}: ${Number(intensity.toPrecision(3))} FLOP/byte, ${Number(gigaflops.toPrecision(3))} GFLOP/s, ${Math.round((100 * gigaflops) / this.roof(dtype, intensity))}% of the roof`,
    );
    const rest =
      uncounted.length === 0
        ? []
        : [`not counted, as the trips of inner loops depend on data: ${uncounted.join("; ")}`];
    return [`roofline on ${threads} threads: ${roofs.join(", ")}`, ...lines, ...rest].join("\n");
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}

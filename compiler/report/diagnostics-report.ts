/** What the compiler did with a parallel function: the JSON form of the report, and the material of its texts. */
export interface DiagnosticsReport {
  readonly function: string;
  readonly signature: string;
  /** The lines of the function. */
  readonly source: readonly string[];
  /** The number of the first of these lines, as the user counts. */
  readonly firstLine: number;
  readonly loops: readonly ReportedLoop[];
  readonly regions: readonly ReportedRegion[];
  /** Calls of native functions that do the work of whole loops. */
  readonly calls: readonly ReportedCall[];
  readonly fusion: readonly ReportedFusion[];
  /** Results that are written where an array was that nobody needs any more: allocations that are saved. */
  readonly reused: readonly ReportedReuse[];
  readonly hoisted: readonly ReportedHoist[];
  readonly notHoisted: readonly ReportedNoHoist[];
  /** What the machine's memory can do, in GB/s (the STREAM triad on all threads); null before a loop ran that moves memory. */
  readonly machineGigabytesPerSecond: number | null;
  /** Where the random numbers come from, as the report was made; null where the function draws none. */
  readonly random: ReportedSeed | null;
  readonly warnings: readonly { readonly line: number; readonly column: number; readonly message: string }[];
}

export interface ReportedSeed {
  /** A whole number of 64 bits. */
  readonly seed: string;
  /** Set by `random.seed`, rather than taken from the system. */
  readonly isChosen: boolean;
}

export interface ReportedLoop {
  readonly id: number;
  readonly line: number;
  readonly column: number;
  /** The last line of its text. */
  readonly endLine: number;
  /** "elementwise sin", "prange", "stencil", "reduction sum", … */
  readonly kind: string;
  readonly parent: number | null;
  readonly state: "parallel" | "serial" | "fused";
  readonly fusedInto: number | null;
  readonly iterationSpace: readonly string[];
  readonly reductions: readonly string[];
  /** Elements per vector; null where the loop is not vectorized, or nothing is known about it. */
  readonly vectorWidth: number | null;
  readonly notVectorized: string | null;
  /** Bounds checks that are left in the body. */
  readonly boundsChecks: number;
  /** Accesses that are checked in each iteration, and why. */
  readonly checked: readonly {
    readonly expression: string;
    readonly line: number;
    readonly reason: string;
  }[];
  /** The conditions for whose sake the loop runs in parts, each of which need not ask. */
  readonly splitAt: readonly string[];
  /** Bytes that an iteration reads and writes; inner loops are not counted. */
  readonly bytesPerIteration: number;
  readonly run: LoopRun | null;
}

/** What running the loop showed. */
export interface LoopRun {
  readonly calls: number;
  readonly milliseconds: number;
  readonly gigabytesPerSecond: number | null;
  /** Its results were larger than the processor's caches, and written past them. */
  readonly writesPastCaches: boolean;
  /** The share of the iterations that each thread ran, in [0, 1]. */
  readonly threadShares: readonly number[];
}

export interface ReportedCall {
  readonly line: number;
  readonly column: number;
  readonly expression: string;
  /** "matrix product", "sort" or "argsort". */
  readonly kind: string;
  /** What does it: "OpenBLAS 0.3.21 …", "Weft". */
  readonly library: string;
  readonly run: Pick<LoopRun, "calls" | "milliseconds"> | null;
}

export interface ReportedRegion {
  readonly id: number;
  readonly root: number;
  readonly fused: readonly number[];
  readonly serialized: readonly number[];
}
export interface ReportedFusion {
  readonly first: number;
  readonly second: number;
  readonly succeeded: boolean;
  readonly reason: string | null;
}
export interface ReportedReuse {
  readonly loop: number;
  readonly expression: string;
  readonly line: number;
  /** What made the array whose memory it takes. */
  readonly input: string;
}
export interface ReportedHoist {
  readonly loop: number;
  readonly expression: string;
  readonly line: number;
  readonly kind: "instruction" | "allocation";
}
export interface ReportedNoHoist {
  readonly loop: number;
  readonly expression: string;
  readonly line: number;
  readonly kind: "instruction" | "allocation";
  /** What an instruction needs of the iteration, or what keeps an allocation in it. */
  readonly dependency: string;
}

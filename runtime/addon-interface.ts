// The functions of build/weft.node as runtime/src/addon.cc registers them. Addresses are numbers: those of user space are
// below 2^53. Only runtime/native.ts uses this interface; it keeps every address valid while native code may use it.

/** Must equal kInterfaceVersion in runtime/src/addon.cc. */
export const interfaceVersion = 11;

/** Opaque handle of native memory that is freed with the object. */
export type Handle = object;

export interface CpuDescription {
  /** As LLVM names it, e.g. "znver4". */
  readonly name: string;
  /** LLVM's feature string, e.g. "+avx2,-avx512f,…". */
  readonly features: string;
  /** Width of the widest vector register. */
  readonly vectorBits: number;
  /** Logical processors this process may use (affinity mask and control group). */
  readonly threads: number;
  /** Physical cores behind them. */
  readonly cores: number;
  /** Sizes in bytes, 0 where unknown; level1 is the data cache. */
  readonly caches: { readonly level1: number; readonly level2: number; readonly level3: number };
}

/** A remark of LLVM's loop vectorizer, or "WritesPastCaches" of the pass that gives its loops another version. `line` and `column` are those of the IR's debug locations, 0 where it has none. */
export interface VectorizationRemark {
  readonly kind: "passed" | "missed" | "analysis";
  /** LLVM's short name, e.g. "Vectorized" or "CantVectorizeMemory". */
  readonly name: string;
  readonly function: string;
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

/** What one parallel loop of a module has done since the module was loaded. */
export interface LoopStatistics {
  /** The loop's number: the `loop` argument of weft_parallel_for and weft_parallel_reduce. */
  readonly loop: number;
  readonly calls: number;
  /** Of `calls`, those that ran on more than one thread. */
  readonly parallelCalls: number;
  /** Of `calls`, those that were to write their results past the processor's caches. */
  readonly pastCachesCalls: number;
  readonly nanoseconds: number;
  readonly iterations: number;
  /** Chunks run by each thread; element 0 is whichever thread called. */
  readonly chunksByThread: readonly number[];
}

/** How far a parallel loop that runs has come. */
export interface RunningLoop {
  readonly loop: number;
  readonly iterations: number;
  readonly finished: number;
}

/** When threads ran which chunks, in nanoseconds since the recording began. */
export interface RawTimeline {
  /** How long it went on. */
  readonly nanoseconds: number;
  /** Chunks beyond the capacity. */
  readonly dropped: number;
  /** Loop (-1 in the runtime's own functions), thread (0 is the caller), begin and end of each chunk. */
  readonly entries: BigInt64Array;
}

export interface MemoryStatistics {
  /** Buffers that kernels or arrays hold. */
  readonly liveBuffers: number;
  readonly liveBytes: number;
  /** Freed, but kept for a while for the next arrays. */
  readonly cachedBytes: number;
  readonly limitBytes: number;
}

/** The seed that random numbers come from. */
export interface RandomSeed {
  /** A whole number of 64 bits. */
  readonly seed: string;
  /** Set by the program, rather than taken from the system. */
  readonly isChosen: boolean;
}

export interface PrintRecord {
  /** The print site that knows what the slots mean. */
  readonly site: number;
  readonly slots: BigInt64Array;
}

export interface RawPrints {
  readonly records: readonly PrintRecord[];
  readonly dropped: number;
  readonly memory: Handle;
}

/** What one thread compiled of a module. */
export interface CodePart {
  /** An object file. */
  readonly object: ArrayBuffer;
  /** LLVM's module after optimization, from which assembly and IR are printed. */
  readonly bitcode: ArrayBuffer;
}

/** Machine code that is not part of any process yet. */
export interface CompiledCode {
  readonly parts: readonly CodePart[];
  /** Names of the exported functions. */
  readonly functions: readonly string[];
  readonly remarks: readonly VectorizationRemark[];
}

export interface LoadedCode {
  readonly module: Handle;
  /** Addresses of the exported functions. */
  readonly kernels: Readonly<Record<string, number>>;
}

export interface Addon {
  readonly interfaceVersion: number;
  /** Buffers of `adopt` may be transferred to other ArrayBuffers: their memory belongs to their content. */
  readonly transferable: boolean;
  compile(ir: string, level: number, remarks: boolean): CompiledCode;
  load(parts: readonly CodePart[], functions: readonly string[]): LoadedCode;
  disposeModule(module: Handle): void;
  assemblyOf(module: Handle): string;
  irOf(module: Handle): string;
  /** What a fault in the module is said to have happened in: the program, and the place of each loop by its number ("" for none). */
  nameLoops(module: Handle, program: string, places: readonly string[]): void;
  statisticsOf(module: Handle): LoopStatistics[];
  /**
   * Returns a weft_status, plus 16 where something was printed. `frame` is the address of five slots, with the addresses of the kernel, its
   * arguments, its results, its outcome and the places of memory lent to it (0 for none); what is passed behind it stays alive, as garbage may be collected during the call.
   */
  call(frame: number, keep: object): number;
  callAsync(
    kernel: number,
    args: number,
    results: number,
    outcome: number,
    keep: object,
    completion: (status: number, prints: RawPrints | undefined) => void,
  ): void;
  takePrints(): RawPrints | undefined;
  readSnapshot(memory: Handle, address: number, bytes: number): ArrayBuffer;
  /** Records the synchronous calls of this thread from now on: up to `capacity` chunks. */
  startTimeline(capacity: number): void;
  /** Ends that. @throws Error where no timeline was started. */
  takeTimeline(): RawTimeline;
  runningLoops(): RunningLoop[];
  requestStop(): void;
  addressOf(array: Uint8Array): number;
  adopt(owner: number): ArrayBuffer;
  /** Takes the memory from a buffer of `adopt`: it is free at once, or, in a Node whose V8 has other functions, at the next collection. */
  detach(buffer: ArrayBuffer): void;
  release(owner: number): void;
  memoryStats(): MemoryStatistics;
  trimMemory(): void;
  cpu(): CpuDescription;
  configureOnce(threads: number, memoryLimit: number, blas: string, pastCaches: number): void;
  /** Signals of faults are preceded, from now on, by a line on stderr that says what ran. */
  reportCrashes(): void;
  /** What C code prints to stdout is written line by line from now on, also to a pipe; `flushOutput` writes the rest. */
  streamOutput(): void;
  flushOutput(): void;
  blasDescription(): string;
  setNumThreads(count: number): void;
  numThreads(): number;
  /** Bytes per second of memory; 0 where it could not be measured. */
  measureBandwidth(): number;
  randomSeed(): RandomSeed;
}

/** Whether a loaded file is the addon that belongs to this code. */
export function isAddon(loaded: unknown): loaded is Addon {
  return (
    typeof loaded === "object" &&
    loaded !== null &&
    "interfaceVersion" in loaded &&
    loaded.interfaceVersion === interfaceVersion
  );
}

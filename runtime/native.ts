// The typed face of the native runtime, and the only loader of build/weft.node.
//
// A kernel is called with two blocks of slots (runtime/slots.ts), which callers keep and reuse: a call allocates nothing.
// Addresses are plain numbers. Whoever writes the address of a buffer into a slot keeps the buffer alive for the call.
import { existsSync, realpathSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import process, { env } from "node:process";
import { fileURLToPath } from "node:url";
import type { DType } from "../compiler/ir/dtype.js";
import {
  type Addon,
  type CpuDescription,
  isAddon,
  type LoopStatistics,
  type MemoryStatistics,
  type RandomSeed,
  type RawTimeline,
  type RunningLoop,
} from "./addon-interface.js";
import { type CallOutcome, outcomeSlots, readOutcome } from "./call-outcome.js";
import { CodeCache } from "./code-cache.js";
import { CompiledModule, type Kernel } from "./compiled-module.js";
import { DiskCache } from "./disk-cache.js";
import { type DataOf, retyped, type TypedArray, typedArrayOver } from "./dtype.js";
import { messageOf } from "./message-of.js";
import { MinorCollection } from "./minor-collection.js";
import { readNativeSettings } from "./native-settings.js";
import { pinBuffer } from "./pin-buffer.js";
import { PrintBatch } from "./print-batch.js";
import { makeSlots, putInteger, type Slots } from "./slots.js";
import { SpareResults } from "./spare-results.js";

/** Slots whose address is known, so that a call need not ask for it. */
export interface KernelSlots extends Slots {
  readonly address: number;
}

/** A kernel with the slots of its calls, and the block of slots that says where all of them are. */
export interface CallFrame {
  readonly kernel: Kernel;
  readonly args: KernelSlots;
  readonly results: KernelSlots;
  readonly places: KernelSlots;
}

export interface CompileOptions {
  readonly optLevel: 0 | 1 | 2 | 3;
  /** Record what the loop vectorizer did; needs debug locations in the IR for lines. */
  readonly remarks?: boolean;
}

export interface CallOptions {
  /** Receives what the kernel printed, in order, once it is done and whatever its outcome. Without it prints are lost. */
  readonly onPrint?: (prints: PrintBatch) => void;
}

export interface AsyncCallOptions extends CallOptions {
  /** What must live as long as the call: the buffers whose addresses are in the slots. */
  readonly keep: object;
}

const printedFlag = 16;

/** More than a chart can show; 2 MB. */
const RECORDED_CHUNKS = 65_536;

/** Must equal kMostExternalBytes in runtime/src/bind_memory.cc. */
const MOST_EXTERNAL_BYTES = 2 ** 32;

export class Native {
  readonly #addon: Addon;
  readonly #outcome: KernelSlots;
  readonly #collection: MinorCollection;
  readonly #codeCache: CodeCache;
  /** What processes with this runtime keep on disk. */
  readonly disk: DiskCache;
  /** Memory lent to the calls of frames. */
  readonly spares: SpareResults;
  readonly #sparePlaces: number;
  /** Gigabytes per second by number of threads, as far as they were measured; 0 where that failed. */
  readonly #bandwidths = new Map<number, number>();

  constructor(addon: Addon, disk: DiskCache) {
    this.#addon = addon;
    this.disk = disk;
    this.#codeCache = new CodeCache(disk);
    this.#collection = new MinorCollection(() => addon.memoryStats());
    this.#outcome = this.slots(outcomeSlots);
    this.spares = new SpareResults((buffer) => addon.detach(buffer));
    this.#sparePlaces = this.addressOf(this.spares.places.buffer);
  }

  cpu(): CpuDescription {
    return this.#addon.cpu();
  }

  /** A zeroed block of slots for the arguments or the results of a kernel. */
  slots(count: number): KernelSlots {
    const slots = makeSlots(count);
    return { ...slots, address: this.addressOf(slots.buffer) };
  }

  /**
   * Compiles LLVM IR text for this machine and loads it. The module is unloaded when it is no longer referenced.
   * @throws Error with LLVM's message, and the line of the text where LLVM's parser names one.
   */
  compile(ir: string, options: CompileOptions): CompiledModule {
    const { optLevel, remarks = false } = options;
    const { name, features } = this.cpu();
    const kept = this.#codeCache.take([name, features, String(optLevel), String(remarks), ir], () =>
      this.#addon.compile(ir, optLevel, remarks),
    );
    return new CompiledModule(this.#addon, kept);
  }

  /** Loads code that is on disk under the `keptAs` of the module it was compiled for; null where it is no longer. */
  loadKept(name: string): CompiledModule | null {
    const code = this.#codeCache.find(name);
    return code === null ? null : new CompiledModule(this.#addon, { code, name });
  }

  /**
   * What calls of a kernel on this thread need. Their results may lie in the memory of `spares`: `adoptAs` takes them.
   * @throws Error after the kernel's module was disposed
   */
  frame(kernel: Kernel, args: KernelSlots, results: KernelSlots): CallFrame {
    return this.#frame(kernel, args, results, this.#sparePlaces);
  }

  #frame(kernel: Kernel, args: KernelSlots, results: KernelSlots, spares: number): CallFrame {
    const places = this.slots(5);
    const addresses = [kernel.address(), args.address, results.address, this.#outcome.address, spares];
    for (const [at, address] of addresses.entries()) putInteger(places, at, address);
    return { kernel, args, results, places };
  }

  /** Calls a kernel on this thread and returns how it ended. */
  call(kernel: Kernel, args: KernelSlots, results: KernelSlots, options?: CallOptions): CallOutcome {
    return this.callFrame(this.#frame(kernel, args, results, 0), options);
  }

  /** As `call`, of what is called again and again. */
  callFrame(frame: CallFrame, options?: CallOptions): CallOutcome {
    this.#collection.collectWhereDue();
    frame.kernel.assertLoaded();
    const status = this.#addon.call(frame.places.address, frame);
    if (status === 0) return readOutcome(0, this.#outcome);
    // Before the prints are handed out: their receiver may call kernels of its own.
    const outcome = readOutcome(status & ~printedFlag, this.#outcome);
    if ((status & printedFlag) !== 0) {
      const prints = this.#addon.takePrints();
      if (prints !== undefined) options?.onPrint?.(new PrintBatch(this.#addon, prints));
    }
    return outcome;
  }

  /**
   * Calls a kernel on a thread of its own. The slots belong to the call until the promise settles; it rejects when the
   * system grants no thread, or with what `onPrint` throws.
   */
  callAsync(
    kernel: Kernel,
    args: KernelSlots,
    results: KernelSlots,
    options: AsyncCallOptions,
  ): Promise<CallOutcome> {
    const outcome = this.slots(outcomeSlots);
    const keep = [options.keep, args, results, outcome];
    return new Promise((resolve, reject) => {
      this.#addon.callAsync(
        kernel.address(),
        args.address,
        results.address,
        outcome.address,
        keep,
        (status, prints) => {
          try {
            if (prints !== undefined) options.onPrint?.(new PrintBatch(this.#addon, prints));
            resolve(readOutcome(status, outcome));
          } catch (error) {
            reject(error);
          }
        },
      );
    });
  }

  /** A fault of native code that ends the process is preceded, from now on, by a line on stderr that says which loop ran. */
  reportCrashes(): void {
    this.#addon.reportCrashes();
  }

  /** What native code prints to C's stdout comes line by line from now on. */
  streamOutput(): void {
    this.#addon.streamOutput();
  }

  /** Writes what native code has printed to C's stdout. */
  flushOutput(): void {
    this.#addon.flushOutput();
  }

  /**
   * The parallel loops that run in this process, one for each call that is in one: for progress bars. Callable from every
   * thread, also while another is in a synchronous call.
   */
  runningLoops(): readonly RunningLoop[] {
    return this.#addon.runningLoops();
  }

  /** Asks all kernels that run in this process, on any thread, to end as "interrupted". Callable from every thread. */
  requestStop(): void {
    this.#addon.requestStop();
  }

  /**
   * Address of a byte of a buffer. It stays the same for the buffer's life, so callers may keep it with the buffer.
   * @throws TypeError when the buffer is detached, RangeError when the offset lies outside.
   */
  addressOf(buffer: ArrayBufferLike, byteOffset = 0): number {
    return this.#addon.addressOf(new Uint8Array(buffer, byteOffset));
  }

  /**
   * The memory of an array result as ArrayBuffer, which takes over the reference that the kernel handed out in the
   * `owner` slot. Results that share an owner must be adopted once; release the other references.
   */
  adopt(owner: number): ArrayBuffer {
    const buffer = this.#addon.adopt(owner);
    this.#collection.count(buffer.byteLength);
    return this.#addon.transferable ? buffer : pinBuffer(buffer);
  }

  /** As `adopt`, of the result of a frame's call. */
  adoptAs<D extends DType>(dtype: D, owner: number): DataOf<D> {
    const spare = this.spares.take(owner);
    if (spare === null) return typedArrayOver(dtype, this.adopt(owner));
    return retyped(dtype, spare);
  }

  /** Whether an array of `adoptAs` lies where the kernel wrote it; not so where an ArrayBuffer had to be filled with a copy. */
  isInPlace(array: TypedArray): boolean {
    return this.#addon.transferable && array.byteLength <= MOST_EXTERNAL_BYTES;
  }

  /** Gives the memory of a buffer that `adopt` made back: from then on the buffer has no bytes. */
  detach(buffer: ArrayBuffer): void {
    this.#addon.detach(buffer);
  }

  /** Gives up one reference to the memory of an array result. */
  release(owner: number): void {
    this.#addon.release(owner);
  }

  /**
   * Threads of parallel loops, the calling thread included; may exceed the number of processors. For the whole process.
   * @throws RangeError unless `count` is an integer from 1 to 256.
   */
  setNumThreads(count: number): void {
    if (!Number.isInteger(count) || count < 1 || count > 256) {
      throw new RangeError(`The number of threads must be an integer from 1 to 256, not ${count}`);
    }
    this.#addon.setNumThreads(count);
  }

  /**
   * Gigabytes per second of memory, as the STREAM triad on all threads has them; null where it could not be measured. Measured at the
   * first call for a number of threads, which takes some 20 ms.
   */
  memoryBandwidth(): number | null {
    const threads = this.numThreads();
    const measured = this.#bandwidths.get(threads) ?? this.#addon.measureBandwidth() / 1e9;
    this.#bandwidths.set(threads, measured);
    return measured > 0 ? measured : null;
  }

  numThreads(): number {
    return this.#addon.numThreads();
  }

  /** What multiplies matrices, as the library describes itself: "OpenBLAS 0.3.21 …"; null for Weft's own blocks. */
  blas(): string | null {
    return this.#addon.blasDescription() || null;
  }

  /** The seed of the process: what was set last, else what the system gave. */
  randomSeed(): RandomSeed {
    return this.#addon.randomSeed();
  }

  /** Runs `action`, and records when the loops of its synchronous calls ran on which thread. @throws what `action` throws */
  recordTimeline<Value>(action: () => Value): { readonly value: Value; readonly timeline: RawTimeline } {
    this.#addon.startTimeline(RECORDED_CHUNKS);
    let timeline: RawTimeline | undefined;
    try {
      const value = action();
      timeline = this.#addon.takeTimeline();
      return { value, timeline };
    } finally {
      if (timeline === undefined) this.#addon.takeTimeline();
    }
  }

  loopStatistics(module: CompiledModule): readonly LoopStatistics[] {
    return module.loopStatistics();
  }

  memoryStats(): MemoryStatistics {
    const { liveBuffers, liveBytes, cachedBytes, limitBytes } = this.#addon.memoryStats();
    const { buffers, bytes } = this.spares.stats;
    return {
      liveBuffers: liveBuffers - buffers,
      liveBytes: liveBytes - bytes,
      cachedBytes: cachedBytes + bytes,
      limitBytes,
    };
  }

  /** Gives memory that is kept for the next arrays back to the system. */
  trimMemory(): void {
    this.spares.clear();
    this.#addon.trimMemory();
  }
}

/** WEFT_ADDON, or the nearest build/weft.node above this file, which may lie in the project or in a compiled copy of it. */
function findAddon(): string {
  const given = env["WEFT_ADDON"];
  if (given !== undefined && given !== "") return given;
  const start = dirname(fileURLToPath(import.meta.url));
  for (let folder = start; ; folder = dirname(folder)) {
    const candidate = join(folder, "build", "weft.node");
    if (existsSync(candidate)) return candidate;
    if (folder === dirname(folder)) {
      throw new Error(
        `The native runtime build/weft.node is missing above ${start}: in the project, run "npm run setup" to build it; an installed package has to be packed again after that`,
      );
    }
  }
}

/** Whether a file that exists is the addon. */
export function isAddonFile(path: string): boolean {
  try {
    return realpathSync(path) === realpathSync(findAddon());
  } catch {
    // Where there is no addon, no file is.
    return false;
  }
}

function load(): Native {
  const path = findAddon();
  const addon = loadAddon(path);
  if (!isAddon(addon)) {
    throw new Error(
      `The native runtime ${path} belongs to another version: run "npm run build:native" to rebuild it`,
    );
  }
  const settings = readNativeSettings(env);
  addon.configureOnce(settings.threads, settings.memoryLimit, settings.blas, settings.pastCaches);
  const { size, mtimeMs } = statSync(path);
  return new Native(
    addon,
    new DiskCache(settings.cacheFolder, `${process.arch} ${process.versions.v8} ${size} ${mtimeMs}`),
  );
}

function loadAddon(path: string): unknown {
  try {
    return createRequire(import.meta.url)(path);
  } catch (cause) {
    throw new Error(
      `The native runtime ${path} can't be loaded on ${process.platform} ${process.arch}: ${messageOf(cause)}; run "npm run build:native" where the package comes from, on such a machine`,
      { cause },
    );
  }
}

const loaded: Native[] = [];

/**
 * The native runtime, loaded at the first call on each thread.
 * @throws Error that says what to run when the addon is missing or outdated; RangeError for an invalid setting.
 */
export function loadNative(): Native {
  const [native = load()] = loaded;
  loaded[0] = native;
  return native;
}

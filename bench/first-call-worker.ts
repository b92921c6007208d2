// node --expose-gc dist/bench/first-call-worker.js KERNEL IDIOM SIZE: what the first calls of a process cost, as a line of JSON.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import process from "node:process";
import type { FirstCall, PeakMemory } from "./first-call.js";
import { kernelOf } from "./kernels/all-kernels.js";
import type { Kernel } from "./kernels/kernel.js";

const [name = "", idiom = "", size = ""] = process.argv.slice(2);
const kernel = kernelOf(name);
const source = (kernel.idioms[idiom] ?? "").replace("KERNEL", "kernel");

const begin = performance.now();
const { compile, NDArray } = await import("../runtime/library.js");
const { loadNative } = await import("../runtime/native.js");
const native = loadNative();
const loaded = performance.now();
const args = kernel.inputs(...kernel.sizes.s);
const ready = performance.now();
const f = compile(source)["kernel"];
if (f === undefined) throw new Error(`The suite has no ${idiom} form of ${name}`);
const declared = performance.now();
f(...args);
const called = performance.now();
f(...args);
const again = performance.now();
const first: FirstCall = {
  load: loaded - begin,
  declare: declared - ready,
  call: Math.max(0, called - declared - (again - called)),
};

const bytesOf = (value: unknown): number => {
  if (value instanceof NDArray) return value.data.byteLength;
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + bytesOf(item), 0);
  return typeof value === "object" && value !== null ? bytesOf(Object.values(value)) : 0;
};

/** The most memory that the process has had since the last reset, and what it has, in bytes. */
function residentMemory(): { readonly peak: number; readonly now: number } {
  const status = readFileSync("/proc/self/status", "utf8");
  const bytes = (field: string): number =>
    1024 * Number(new RegExp(`^${field}:\\s+(\\d+) kB`, "m").exec(status)?.[1]);
  return { peak: bytes("VmHWM"), now: bytes("VmRSS") };
}

/** Memory that the next call takes at its most, beside what the process has already. */
function peakMemory(inputs: ReturnType<Kernel["inputs"]>): PeakMemory | null {
  if (!existsSync("/proc/self/clear_refs")) return null;
  globalThis.gc?.();
  native.trimMemory();
  writeFileSync("/proc/self/clear_refs", "5");
  const before = residentMemory().now;
  const result = f?.(...inputs);
  return { taken: residentMemory().peak - before, inputs: bytesOf(inputs), outputs: bytesOf(result) };
}

const parameters = kernel.sizes[size === "l" || size === "m" ? size : "s"];
const memory = size === "" ? null : peakMemory(kernel.inputs(...parameters));
process.stdout.write(`${JSON.stringify({ first, memory })}\n`);

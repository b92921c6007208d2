// node dist/bench/weft-worker.js KERNEL IDIOM: runs one kernel in Weft as the lines of its input say (messages.ts).
import process from "node:process";
import { createInterface } from "node:readline";
import { compile, NDArray } from "../runtime/library.js";
import { checksum } from "./inputs.js";
import { kernelOf } from "./kernels/all-kernels.js";
import { wayOf } from "./kernels/kernel.js";
import { type Answer, isRequest, type Request } from "./messages.js";

/** Calls shorter than this are timed several at once. */
const SHORTEST_SAMPLE = 1e-4;
const MOST_SAMPLES = 2000;

const [name = "", idiom = ""] = process.argv.slice(2);
const kernel = kernelOf(name);
const { written, isUsing } = wayOf(idiom);
const source = (kernel.idioms[written] ?? "").replace("KERNEL", "kernel");

const now = (): number => performance.now() / 1000;
function seconds(run: () => unknown): number {
  const begin = now();
  run();
  return now() - begin;
}

// Loading the runtime, LLVM and the modules of the compiler is not the kernel's; Numba's worker calls the same program first.
compile("function total(x) { return x.sum(); }")["total"]?.(new Float64Array(8));

const begin = now();
const f = compile(source)["kernel"];
if (f === undefined) throw new Error(`The suite has no ${idiom} form of ${name}`);
let compileSeconds: number | null = now() - begin;

let bound: { readonly parameters: string; readonly args: readonly unknown[] } | null = null;
/** Inputs are kept from one request to the next of the same parameters. */
function argumentsFor(parameters: readonly number[]): readonly unknown[] {
  const key = parameters.join();
  if (bound?.parameters !== key) {
    bound = null;
    bound = { parameters: key, args: kernel.inputs(...parameters) };
  }
  return bound.args;
}

/** What the end of `using result = f(…)` does. */
function giveBack(result: unknown): void {
  if (result instanceof NDArray) result[Symbol.dispose]();
}

function answer({ parameters, seconds: budget }: Request): Answer {
  const args = argumentsFor(parameters);
  const call = (): unknown => f?.(...args);
  const run = isUsing ? () => giveBack(call()) : call;
  const first = seconds(run);
  const one = seconds(run);
  const compiling = compileSeconds === null ? null : Math.max(0, compileSeconds + first - one);
  compileSeconds = null;
  const { sum, absolute } = checksum(call());
  const batch = Math.max(1, Math.floor(SHORTEST_SAMPLE / Math.max(one, 1e-7)));
  const samples: number[] = [];
  const end = now() + budget;
  while (samples.length < 3 || (now() < end && samples.length < MOST_SAMPLES)) {
    const total = seconds(() => {
      for (let k = 0; k < batch; k++) run();
    });
    samples.push(total / batch);
  }
  return { samples, sum, absolute, compileSeconds: compiling };
}

for await (const line of createInterface({ input: process.stdin })) {
  const request: unknown = JSON.parse(line);
  if (!isRequest(request)) throw new Error(`Not a request: ${line}`);
  process.stdout.write(`${JSON.stringify(answer(request))}\n`);
}

import type { CompiledKernel } from "./compiled-kernel.js";

/** How long each pass took for a kernel, in milliseconds, as a table; a pass that runs several times has one line. */
export function passTimes(kernel: CompiledKernel): string {
  const { compilation, times } = kernel.material();
  const { native } = kernel.times;
  const passes = new Map<string, number>([["elaborate", times.elaborate]]);
  for (const { name, milliseconds } of compilation.stages)
    passes.set(name, (passes.get(name) ?? 0) + milliseconds);
  passes.set("LLVM", native);
  const whole = times.elaborate + times.passes + native;
  const row = (name: string, milliseconds: number): string =>
    `${name.padEnd(24)}${milliseconds.toFixed(2).padStart(10)} ms${((100 * milliseconds) / whole).toFixed(1).padStart(8)} %`;
  return [...Array.from(passes, ([name, milliseconds]) => row(name, milliseconds)), row("total", whole)].join(
    "\n",
  );
}

import type { CompiledKernel } from "./compiled-kernel.js";

/** One line of `--time`: where the time of a cell went, in milliseconds. */
export function timesText({ times }: CompiledKernel, parsed: number, ran: number): string {
  const parts = [
    ["parse", parsed],
    ["types", times.elaborate],
    ["passes", times.passes],
    ["LLVM", times.native],
    ["run", ran],
  ] as const;
  const total = parts.reduce((sum, [, milliseconds]) => sum + milliseconds, 0);
  const listed = parts.map(([name, milliseconds]) => `${name} ${milliseconds.toFixed(1)} ms`).join(", ");
  return `${listed}; total ${total.toFixed(1)} ms`;
}

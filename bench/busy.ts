// npm run bench:busy -- [--only KERNEL]… [--sizes sm] [--rounds N] [--seconds S]: one thread and all of them, by turns, while another
// process keeps each processor busy. A ratio is the time on one thread over that on all: 0.9 and above is what is asked for.
import { type ChildProcess, spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { execPath } from "node:process";
import { parseArgs } from "node:util";
import { Contender } from "./contender.js";
import { kernelOf } from "./kernels/all-kernels.js";
import { SIZES } from "./kernels/kernel.js";

const { values } = parseArgs({
  options: {
    only: {
      type: "string",
      multiple: true,
      default: ["sq_vec_f64,sq_sum_f64,exp_vec,heat2d,zscore_rows,mandelbrot,kde"],
    },
    sizes: { type: "string", default: "sm" },
    rounds: { type: "string", default: "5" },
    seconds: { type: "string", default: "0.3" },
  },
});

/** Seconds after which a worker is given up. */
const PATIENCE = 60;

const threads = availableParallelism();
const kernels = values.only.flatMap((text) => text.split(",")).map(kernelOf);
const sizes = SIZES.filter((size) => values.sizes.includes(size));

/** The arithmetic mean: a thread that was not running when it was waited for shows in few samples, but there for milliseconds. */
const mean = (samples: readonly number[]): number =>
  samples.reduce((sum, value) => sum + value, 0) / samples.length;
const median = (samples: readonly number[]): number =>
  samples.toSorted((a, b) => a - b)[samples.length >> 1] ?? Number.NaN;
const microseconds = (seconds: number): string => (seconds * 1e6).toFixed(1);

const load: readonly ChildProcess[] = Array.from({ length: threads }, () =>
  spawn(execPath, ["-e", "for (;;);"]),
);
try {
  console.log(
    `| kernel | size | 1 thread, µs | ${threads} threads, µs | ratio of means | ratio of medians |`,
  );
  console.log("| --- | --- | --- | --- | --- | --- |");
  for (const kernel of kernels) {
    const [idiom = ""] = Object.keys(kernel.idioms);
    const contenders = [1, threads].map(
      (count) => new Contender({ system: "weft", idiom }, kernel.name, count, ""),
    );
    for (const size of sizes) {
      const samples: number[][] = [[], []];
      for (let round = 0; round < Number(values.rounds); round++)
        for (const [k, contender] of contenders.entries()) {
          const request = { parameters: kernel.sizes[size], seconds: Number(values.seconds) };
          samples[k]?.push(...(await contender.measure(request, PATIENCE)).samples);
        }
      const [one = [], all = []] = samples;
      const cells = [
        kernel.name,
        kernel.sizes[size].join("×"),
        microseconds(mean(one)),
        microseconds(mean(all)),
      ];
      const ratios = [mean(one) / mean(all), median(one) / median(all)].map(
        (ratio) => `${ratio.toFixed(2)}×`,
      );
      console.log(`| ${[...cells, ...ratios].join(" | ")} |`);
    }
    for (const contender of contenders) contender.end();
  }
} finally {
  for (const child of load) child.kill("SIGKILL");
}

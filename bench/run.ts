// npm run bench -- [--threads N] [--sizes sml] [--only KERNEL]… [--peers SYSTEM]… [--rounds N] [--seconds S] [--json FILE] [--chart FILE]
// Weft and whatever peers are installed, on the same inputs in one run, by turns; each result is checked against the others.
// PYTHON=… names the Python whose packages are the peers. A share of the bandwidth is of the STREAM triad, measured in the run.
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { measureBandwidth } from "./bandwidth.js";
import { chart } from "./chart.js";
import { KERNELS, kernelOf } from "./kernels/all-kernels.js";
import { idiomsOf, SIZES } from "./kernels/kernel.js";
import { measureKernel, type Row } from "./measure-kernel.js";
import { findPeers, findPython, peersOf } from "./peers.js";
import { table } from "./table.js";

const { values } = parseArgs({
  options: {
    threads: { type: "string", default: "2" },
    sizes: { type: "string", default: "sml" },
    only: { type: "string", multiple: true, default: [] },
    peers: { type: "string", multiple: true, default: [] },
    rounds: { type: "string", default: "5" },
    seconds: { type: "string", default: "0.1" },
    json: { type: "string" },
    chart: { type: "string" },
  },
});
const words = (given: readonly string[]): readonly string[] => given.flatMap((text) => text.split(","));
const file = (name: string): string => resolve(process.env["INIT_CWD"] ?? ".", name);

const threads = Number(values.threads);
const kernels = values.only.length === 0 ? KERNELS : words(values.only).map(kernelOf);
const INPUTS = { s: "small inputs", m: "medium inputs", l: "large inputs" } as const;
const sizes = SIZES.filter((size) => values.sizes.includes(size));
const python = findPython();
const peers = findPeers(python);
const bandwidth = measureBandwidth(threads);
const rows: Row[] = [];
for (const kernel of kernels) {
  const own = idiomsOf(kernel).map((idiom) => ({ system: "weft", idiom }));
  const others = peersOf(peers, kernel.name, threads, words(values.peers));
  const measured = await measureKernel(kernel, [...own, ...others], {
    threads,
    sizes,
    rounds: Number(values.rounds),
    seconds: Number(values.seconds),
    python,
  });
  rows.push(...measured);
  for (const { problems, size } of measured)
    for (const problem of problems) console.error(`${kernel.name} ${size}: ${problem}`);
  console.error(`${rows.length} of ${kernels.length * sizes.length}: ${kernel.name}`);
}
console.log(table(rows, bandwidth));
if (values.json !== undefined)
  writeFileSync(file(values.json), `${JSON.stringify({ threads, bandwidth, rows }, null, 1)}\n`);
if (values.chart !== undefined) {
  const last = sizes.at(-1) ?? "l";
  const largest = rows.filter(({ size }) => size === last);
  writeFileSync(
    file(values.chart),
    chart(largest, `Time of each system over Weft's, ${threads} threads, ${INPUTS[last]}`),
  );
}
process.exitCode = rows.some(({ problems }) => problems.some((text) => text.startsWith("weft "))) ? 1 : 0;

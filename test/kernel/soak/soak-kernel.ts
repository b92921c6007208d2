import { readdirSync, readFileSync } from "node:fs";
import type { KernelClient } from "../../../kernel/client.js";
import { interrupt, resultText, startEndlessCell } from "../kernel-client.js";

export interface SoakOptions {
  readonly cells: number;
  /** How many of them are interrupted. */
  readonly interrupts: number;
  progress?(line: string): void;
}

export interface ProcessUse {
  readonly megabytes: number;
  readonly descriptors: number;
}

export interface SoakReport {
  readonly name: "kernel" | "session";
  readonly before: ProcessUse;
  readonly after: ProcessUse;
}

/**
 * The parts of the cells whose medians are compared. What is filled by the first, such as caches, was to be filled; the memory of
 * a heap goes up and down between its collections.
 */
const BEFORE = [0.2, 0.4] as const;
const AFTER = [0.8, 1] as const;
/** Looks at the processes in the course of all cells. */
const LOOKS = 100;

const PREPARE = `%config spare_session=off
require("node:v8").setFlagsFromString("--expose-gc");
globalThis.gc = require("node:vm").runInNewContext("gc");
process.pid`;

/** Cells that redeclare, allocate, print, fail, await and load. */
const CELLS: readonly ((index: number) => string)[] = [
  (index) => `const value${index % 50} = ${index}; value${index % 50}`,
  () => "let list = Array.from({ length: 1000 }, (_, i) => ({ i })); list.length",
  (index) => `console.log("line ${index}"); console.error("other");`,
  () => "throw new RangeError('wrong')",
  () => "await new Promise((r) => setTimeout(r, 1)); 1",
  () => "const array = np.zeros([100, 100]); np.sum(array)",
  () => "import { readFileSync } from 'node:fs'; typeof readFileSync",
  () => "class Point { constructor(readonly x: number) {} } new Point(3)",
  () => "display.html('<b>1</b>')",
  (index) => `function twice(x: number) { return x * ${index}; } twice(2)`,
];

const ENDLESS = [
  "for (;;) {}",
  "await new Promise(() => {})",
  "for (;;) await null",
  "setTimeout(() => { for (;;) {} }); await new Promise(() => {})",
];

/**
 * Runs cells of many kinds, interrupts some, and compares the resident memory and the open descriptors of both processes when
 * they are warm with those towards the end.
 * @throws Error when a cell is answered wrongly.
 */
export async function soak(
  kernel: KernelClient,
  { cells, interrupts, progress }: SoakOptions,
): Promise<SoakReport[]> {
  const session = Number(resultText(await kernel.execute(PREPARE)));
  const use = async (): Promise<readonly [ProcessUse, ProcessUse]> => {
    // What nothing refers to any more is not what a session keeps.
    await kernel.execute("globalThis.gc()");
    return [useOf(Number(kernel.process.pid)), useOf(session)];
  };
  const every = Math.max(1, Math.floor(cells / interrupts));
  const looks: { readonly share: number; readonly uses: readonly [ProcessUse, ProcessUse] }[] = [];
  for (let index = 0; index < cells; index++) {
    const make = CELLS[index % CELLS.length];
    if (make === undefined) continue;
    await kernel.execute(make(index), { stop_on_error: false });
    if (index % every === 0) {
      const { answer } = await startEndlessCell(
        kernel,
        ENDLESS[(index / every) % ENDLESS.length] ?? "for (;;) {}",
      );
      await interrupt(kernel);
      const { reply } = await answer;
      if (reply["ename"] !== "Interrupted")
        throw new Error(`Cell ${index} ended as ${JSON.stringify(reply)}`);
    }
    if (index % Math.ceil(cells / LOOKS) !== 0) continue;
    const uses = await use();
    looks.push({ share: index / cells, uses });
    if (looks.length % (LOOKS / 20) !== 1) continue;
    progress?.(`${index} cells: kernel ${uses[0].megabytes} MB, session ${uses[1].megabytes} MB`);
  }
  const over = ([begin, end]: readonly [number, number], process: 0 | 1): ProcessUse =>
    medianUse(looks.filter(({ share }) => share >= begin && share < end).map(({ uses }) => uses[process]));
  return [
    { name: "kernel", before: over(BEFORE, 0), after: over(AFTER, 0) },
    { name: "session", before: over(BEFORE, 1), after: over(AFTER, 1) },
  ];
}

function medianUse(uses: readonly ProcessUse[]): ProcessUse {
  const median = (values: readonly number[]): number =>
    values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
  return {
    megabytes: median(uses.map(({ megabytes }) => megabytes)),
    descriptors: median(uses.map(({ descriptors }) => descriptors)),
  };
}

function useOf(pid: number): ProcessUse {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const kilobytes = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]);
  return { megabytes: Math.round(kilobytes / 1000), descriptors: readdirSync(`/proc/${pid}/fd`).length };
}

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

/** The share of the cells after which memory counts: what is filled by then, such as caches, was to be filled. */
const WARM_UP = 0.2;

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
 * it is warm with those at the end.
 * @throws Error when a cell is answered wrongly.
 */
export async function soak(
  kernel: KernelClient,
  { cells, interrupts, progress }: SoakOptions,
): Promise<SoakReport[]> {
  const session = Number(resultText(await kernel.execute("%config spare_session=off\nprocess.pid")));
  const use = async (): Promise<readonly [ProcessUse, ProcessUse]> => {
    await kernel.execute("globalThis.gc?.()");
    return [useOf(Number(kernel.process.pid)), useOf(session)];
  };
  const every = Math.max(1, Math.floor(cells / interrupts));
  let before = await use();
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
    if (index === Math.floor(cells * WARM_UP)) before = await use();
    if (index % 500 === 0 && progress !== undefined) {
      const [kernelUse, sessionUse] = await use();
      progress(`${index} cells: kernel ${kernelUse.megabytes} MB, session ${sessionUse.megabytes} MB`);
    }
  }
  const after = await use();
  return [
    { name: "kernel", before: before[0], after: after[0] },
    { name: "session", before: before[1], after: after[1] },
  ];
}

function useOf(pid: number): ProcessUse {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const kilobytes = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]);
  return { megabytes: Math.round(kilobytes / 1000), descriptors: readdirSync(`/proc/${pid}/fd`).length };
}

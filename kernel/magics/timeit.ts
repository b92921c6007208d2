import { CELL } from "../transpile/runtime-names.js";
import { type CellMagic, type LineMagic, MagicError } from "./magic.js";
import { formatDuration } from "./time.js";

/** `%timeit EXPRESSION` evaluates often enough for a trustworthy time, and reports median and spread. */
export const timeit: LineMagic = {
  name: "%timeit",
  usage: "%timeit EXPRESSION",
  summary: "Evaluates an expression often, and says what time it takes.",
  takes: "expression",
  rewrite(argument) {
    const expression = argument.replace(/;\s*$/, "");
    if (expression === "") throw new MagicError(`%timeit needs an expression: ${timeit.usage}`);
    return isAwaiting(expression)
      ? `await ${CELL}.timeitAwaiting(async () => (${expression}));`
      : `${CELL}.timeit(() => (${expression}));`;
  },
};

/** `%%timeit` does so with the statements of the cell; what they declare stays within. */
export const timeitCell: CellMagic = {
  name: "%%timeit",
  usage: "%%timeit",
  summary: "Runs the cell often, and says what time it takes. What it declares is gone afterwards.",
  hasCode: true,
  expand(argument, body, expandLines) {
    if (argument !== "") throw new MagicError(`Usage: ${timeitCell.usage}, with the statements below it`);
    const expanded = expandLines(body);
    const head = isAwaiting(body) ? `await ${CELL}.timeitAwaiting(async () => {` : `${CELL}.timeit(() => {`;
    // The magic's own line, empty in the body, takes the head.
    const at = body.length - body.trimStart().length;
    const line = Math.max(0, body.lastIndexOf("\n", at - 1));
    return { ...expanded, source: `${body.slice(0, line)}${head}${expanded.source.slice(line)}\n});` };
  },
};

const isAwaiting = (code: string): boolean => /\bawait\b/.test(code);

/** Measurements whose median is reported. */
const ROUNDS = 7;
/** Milliseconds that one measurement takes at least, by repeating the call. */
const ROUND_TIME = 40;

/** Calls `work` repeatedly. The first calls, which compile and warm up, don't count. */
export function measureRepeatedly(work: () => unknown, log: (line: string) => void): void {
  let calls = 1;
  while (measure(work, calls) < ROUND_TIME && calls < 1e9) calls *= 2;
  report(
    Array.from({ length: ROUNDS }, () => measure(work, calls) / calls),
    calls,
    log,
  );
}

/** The same for work that is awaited, one call after the other. */
export async function measureAwaiting(
  work: () => Promise<unknown>,
  log: (line: string) => void,
): Promise<void> {
  let calls = 1;
  while ((await measureAwaited(work, calls)) < ROUND_TIME && calls < 1e9) calls *= 2;
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) times.push((await measureAwaited(work, calls)) / calls);
  report(times, calls, log);
}

function report(times: readonly number[], calls: number, log: (line: string) => void): void {
  const sorted = times.toSorted((a, b) => a - b);
  const [least = 0, most = 0, median = 0] = [sorted[0], sorted.at(-1), sorted[ROUNDS >> 1]];
  log(
    `${formatDuration(median)} per call (median of ${ROUNDS} rounds of ${calls.toLocaleString("en")} call${calls === 1 ? "" : "s"}, ` +
      `${formatDuration(least)} to ${formatDuration(most)})`,
  );
}

function measure(work: () => unknown, calls: number): number {
  const start = performance.now();
  for (let call = 0; call < calls; call++) work();
  return performance.now() - start;
}

async function measureAwaited(work: () => Promise<unknown>, calls: number): Promise<number> {
  const start = performance.now();
  for (let call = 0; call < calls; call++) await work();
  return performance.now() - start;
}

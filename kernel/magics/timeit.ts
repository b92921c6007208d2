import { CELL } from "../transpile/runtime-names.js";
import { type LineMagic, MagicError } from "./magic.js";
import { formatDuration } from "./time.js";

/** `%timeit EXPRESSION` evaluates often enough for a trustworthy time, and reports median and spread. */
export const timeit: LineMagic = {
  name: "timeit",
  usage: "%timeit EXPRESSION",
  rewrite(argument) {
    const expression = argument.replace(/;\s*$/, "");
    if (expression === "") throw new MagicError(`%timeit needs an expression: ${timeit.usage}`);
    return `${CELL}.timeit(() => (${expression}));`;
  },
};

/** Measurements whose median is reported. */
const ROUNDS = 7;
/** Milliseconds that one measurement takes at least, by repeating the call. */
const ROUND_TIME = 40;

/** Calls `work` repeatedly. The first calls, which compile and warm up, don't count. */
export function measureRepeatedly(work: () => unknown, log: (line: string) => void): void {
  let calls = 1;
  while (measure(work, calls) < ROUND_TIME && calls < 1e9) calls *= 2;
  const times = Array.from({ length: ROUNDS }, () => measure(work, calls) / calls).sort((a, b) => a - b);
  const [least = 0, most = 0, median = 0] = [times[0], times.at(-1), times[ROUNDS >> 1]];
  log(
    `${formatDuration(median)} per call (median of ${ROUNDS} rounds of ${calls.toLocaleString("en")} calls, ` +
      `${formatDuration(least)} to ${formatDuration(most)})`,
  );
}

function measure(work: () => unknown, calls: number): number {
  const start = performance.now();
  for (let call = 0; call < calls; call++) work();
  return performance.now() - start;
}

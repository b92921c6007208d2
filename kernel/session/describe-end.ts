/** How a session process ended, as the end of a sentence. `words` is the end of what it printed to stderr. */
export function describeEnd(code: number | null, signal: NodeJS.Signals | null, words: string): string {
  if (/JavaScript heap out of memory|Allocation failed - /.test(words)) {
    return "it ran out of memory: JavaScript's heap reached its limit, which NODE_OPTIONS=--max-old-space-size=MEGABYTES raises";
  }
  if (signal === null) return `it ended with exit code ${code}`;
  return `it was ended by ${signal}${MEANINGS[signal] ?? ""}${parallelPlace(signal, words)}`;
}

/** What native code says it ran: the parallel loop, with its place and its function. */
function parallelPlace(signal: string, words: string): string {
  const places = [...words.matchAll(/^weft: (SIG[A-Z]+) (in .*)$/gm)];
  const noted = places.flatMap(([, name, place]) => (name === signal ? [place] : []));
  return noted.length === 0 ? "" : `, ${noted.join(" and ")}`;
}

const MEANINGS: Readonly<Partial<Record<NodeJS.Signals, string>>> = {
  SIGSEGV: ", a segmentation fault of native code",
  SIGBUS: ", a bus error of native code",
  SIGILL: ", an illegal instruction in native code",
  SIGFPE: ", an arithmetic fault of native code",
  SIGABRT: ", which native code or process.abort() raises",
  SIGKILL: ", from outside; the system does so when memory runs out",
};

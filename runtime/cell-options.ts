import { ParallelSyntaxError } from "../compiler/diagnostic.js";
import type { SourceText } from "../compiler/source.js";

export type DiagnosticsLevel = 1 | 2 | 3 | 4;

/** What the `%%parallel` line of a cell asks for. */
export interface CellOptions {
  /** Print the diagnostics report of what the cell compiles. */
  readonly diagnostics: DiagnosticsLevel | null;
  /** The most threads that the cell's statements use; null leaves the session's number. */
  readonly threads: number | null;
  readonly fastMath: boolean;
  readonly bounds: boolean;
  /** Whether loops are fused; without it each loop of the report runs by itself. */
  readonly fuse: boolean;
  readonly progress: boolean;
  readonly time: boolean;
  /** The stage whose IR is printed. */
  readonly dump: string | null;
}

export const DEFAULT_OPTIONS: CellOptions = {
  diagnostics: null,
  threads: null,
  fastMath: false,
  bounds: true,
  fuse: true,
  progress: false,
  time: false,
  dump: null,
};

const KNOWN =
  "--diagnostics=1..4, --threads=N, --fastmath, --no-bounds, --no-fuse, --progress, --time and --dump=STAGE";

/** The level that a text names; null where it names none. */
export function parseLevel(text: string): DiagnosticsLevel | null {
  const level = Number(text);
  return level === 1 || level === 2 || level === 3 || level === 4 ? level : null;
}

/**
 * Reads the options of the `%%parallel` line that a cell may begin with; `defaults` holds for what it does not say.
 * @throws ParallelSyntaxError that lists the options, for one that is unknown or has a wrong value
 */
export function parseCellOptions(source: SourceText, defaults: CellOptions = DEFAULT_OPTIONS): CellOptions {
  const header = /^\s*%%parallel\b([^\n]*)/.exec(source.text);
  if (header === null) return defaults;
  let options = defaults;
  const words = header[1] ?? "";
  const begin = header[0].length - words.length;
  for (const match of words.matchAll(/\S+/g)) {
    const change = readOption(match[0]);
    if (typeof change === "string") {
      const start = begin + match.index;
      throw new ParallelSyntaxError(change, { source, start, end: start + match[0].length });
    }
    options = { ...options, ...change };
  }
  return options;
}

function readOption(word: string): Partial<CellOptions> | string {
  const [, name = word, value] = /^(--[\w-]+)(?:=(.*))?$/.exec(word) ?? [];
  const plain = FLAGS[name];
  if (plain !== undefined) return value === undefined ? plain : `${name} takes no value: write ${name} alone`;
  switch (name) {
    case "--diagnostics": {
      const diagnostics = parseLevel(value ?? "1");
      return diagnostics === null ? `--diagnostics takes a level from 1 to 4, not ${value}` : { diagnostics };
    }
    case "--threads": {
      const threads = Number(value);
      const fits = value !== undefined && value !== "" && Number.isInteger(threads) && threads >= 1;
      return fits ? { threads } : `--threads takes a whole number of 1 or more, as in --threads=4`;
    }
    case "--dump":
      return value === undefined || value === ""
        ? "--dump takes the name of a stage, or all"
        : { dump: value };
    default:
      return `%%parallel has no option ${word}. It has ${KNOWN}.`;
  }
}

const FLAGS: Readonly<Record<string, Partial<CellOptions>>> = {
  "--fastmath": { fastMath: true },
  "--no-bounds": { bounds: false },
  "--no-fuse": { fuse: false },
  "--progress": { progress: true },
  "--time": { time: true },
};

import { loadParallelSession } from "../../runtime/load-parallel-session.js";
import type { ParallelSession } from "../../runtime/parallel-session.js";
import type { Roofline } from "../../runtime/roofline.js";
import type { Namespace } from "../session/namespace.js";

export interface ParallelResult {
  readonly value: unknown;
  readonly hasValue: boolean;
  /** The names that the cell declared or changed. */
  readonly names: readonly string[];
}

/** Runs `%%parallel` cells over the same variables as the cells of TypeScript. */
export interface ParallelCells {
  /** Loads the compiler, then runs it on small programs, which makes the first cell faster: a short step at a time. */
  prepare(): AsyncGenerator<undefined, void>;
  /** With `isCheck` the cell is compiled only. @throws the errors of the parallel language, and those of the program */
  run(source: string, label: string, isCheck: boolean): Promise<ParallelResult>;
  /** The loops that have run, beside what the machine can do. @throws Error where none has */
  roofline(): Promise<Roofline>;
}

export interface ParallelOptions {
  readonly namespace: Namespace;
  log(line: string): void;
  /** Called once, when native code can run from then on. */
  loaded(): void;
  /** Displays a diagnostics report. */
  showReport(report: object): void;
  /** Begins to show the progress of loops; what it returns ends that. */
  watchProgress(): () => void;
}

export function createParallelCells({
  namespace,
  log,
  loaded,
  showReport,
  watchProgress,
}: ParallelOptions): ParallelCells {
  let session: Promise<ParallelSession> | undefined;
  let changed = new Set<string>();
  const { values } = namespace;
  const scope = {
    has: (name: string) => name in values,
    get: (name: string) => values[name],
    names: () => Object.keys(values),
    set(name: string, value: unknown) {
      values[name] = value;
      changed.add(name);
    },
  };

  const load = async (): Promise<ParallelSession> => {
    const created = loadParallelSession({ scope, log, showReport, watchProgress });
    loaded();
    return created;
  };

  const loadOnce = (): Promise<ParallelSession> => {
    // A load that failed (a missing addon) is tried again by the next cell.
    session ??= load().catch((error: unknown) => {
      session = undefined;
      throw error;
    });
    return session;
  };

  return {
    async *prepare() {
      const parallel = await loadOnce();
      for (const step of parallel.warmUpSteps()) {
        yield;
        step();
      }
    },
    roofline: async () => (await loadOnce()).roofline(),
    async run(source, label, isCheck) {
      const parallel = await loadOnce();
      changed = new Set();
      if (isCheck) {
        parallel.checkCell(source, label);
        log("No errors: the cell compiles");
        return { value: undefined, hasValue: false, names: [] };
      }
      try {
        const { value, hasValue } = parallel.runCell(source, label);
        return { value, hasValue, names: [...changed] };
      } finally {
        namespace.publish(changed);
      }
    },
  };
}

import { reportOf } from "../magics/parallel-diagnostics.js";
import { runTimed } from "../magics/time.js";
import { measureRepeatedly } from "../magics/timeit.js";
import { createSettle } from "./settle.js";

/** What a running cell may ask of the session: the second parameter of the function that `transpileCell` makes. */
export interface CellContext {
  /** Keeps the value of the cell's last expression. */
  result(value: unknown): void;
  /** Passes `value` on to `await`; never settles once the cell has been interrupted. */
  settle(value: unknown): Promise<unknown>;
  /** The same for `for await`. */
  iterate(values: AsyncIterable<unknown> | Iterable<unknown>): AsyncIterable<unknown>;
  /** Puts imported names into the namespace object. */
  bind(module: Readonly<Record<string, unknown>>, specifier: string, names: readonly ImportedName[]): void;
  readonly meta: { readonly url: string; readonly dirname: string; readonly filename: string };
  /** `%time` */
  time(work: () => Promise<unknown>): Promise<unknown>;
  /** `%timeit` */
  timeit(work: () => unknown): void;
  /** `%parallel_diagnostics` */
  parallelDiagnostics(name: string, level: number): unknown;
}

type ImportedName = readonly [local: string, exported: string, isOptional: boolean];

/** One run of a cell. */
export interface CellRun {
  readonly context: CellContext;
  readonly value: unknown;
  readonly hasValue: boolean;
  /** Nothing of the cell continues after this, as far as it stands still at a top-level `await`. */
  abandon(): void;
}

export function createCellRun(
  namespace: Record<string, unknown>,
  meta: CellContext["meta"],
  log: (line: string) => void,
  resumed: () => void,
  isDebugged: boolean,
): CellRun {
  let value: unknown;
  let hasValue = false;
  let abandoned = false;

  const settle = createSettle({ isAbandoned: () => abandoned, resumed, isDebugged });

  const context: CellContext = {
    result(last) {
      value = last;
      hasValue = true;
    },
    settle,
    async *iterate(values) {
      const iterator =
        Symbol.asyncIterator in values ? values[Symbol.asyncIterator]() : values[Symbol.iterator]();
      try {
        for (;;) {
          const step = await settle(iterator.next());
          if (!isIteratorResult(step)) throw new TypeError("The iterator returned a value that is no object");
          if (step.done === true) return;
          yield await settle(step.value);
        }
      } finally {
        await iterator.return?.();
      }
    },
    bind(module, specifier, names) {
      for (const [local, exported, isOptional] of names) {
        // Node finds the exports of a CommonJS module by reading its text, and misses some: `default` has them all.
        const from = exported in module ? module : module["default"];
        if (exported === "*") namespace[local] = module;
        else if (hasExport(from, exported)) namespace[local] = from[exported];
        else if (!isOptional) {
          throw new SyntaxError(
            `'${specifier}' has no export '${exported}' (if it is a type, write 'import type')`,
          );
        }
      }
    },
    meta,
    time: (work) => runTimed(work, log),
    timeit: (work) => measureRepeatedly(work, log),
    parallelDiagnostics: (name, level) => reportOf(namespace[name], name, level),
  };
  return {
    context,
    get value() {
      return value;
    },
    get hasValue() {
      return hasValue;
    },
    abandon() {
      abandoned = true;
    },
  };
}

function hasExport(module: unknown, name: string): module is Readonly<Record<string, unknown>> {
  return (typeof module === "object" || typeof module === "function") && module !== null && name in module;
}

function isIteratorResult(step: unknown): step is IteratorResult<unknown> {
  return typeof step === "object" && step !== null;
}

import type { Tslab } from "../foreign/tslab.js";
import type { SessionMagics } from "./session-magics.js";
import { createSettle } from "./settle.js";

/** What a running cell may ask of the session: the second parameter of the function that `transpileCell` makes. */
export interface CellContext extends SessionMagics {
  /** Keeps the value of the cell's last expression. */
  result(value: unknown): void;
  /** Passes `value` on to `await`; never settles once the cell has been interrupted. */
  settle(value: unknown): Promise<unknown>;
  /** The same for `for await`. */
  iterate(values: AsyncIterable<unknown> | Iterable<unknown>): AsyncIterable<unknown>;
  /** Puts imported names into the namespace object. */
  bind(module: Readonly<Record<string, unknown>>, specifier: string, names: readonly ImportedName[]): void;
  readonly meta: { readonly url: string; readonly dirname: string; readonly filename: string };
  /** `%run` */
  runFile(file: string): Promise<void>;
  /** What the import of `tslab` gives. */
  readonly tslab: Tslab;
}

type ImportedName = readonly [local: string, exported: string, isOptional: boolean];

/** One run of a cell. */
export interface CellRun {
  readonly context: CellContext;
  readonly value: unknown;
  readonly hasValue: boolean;
  /** The names that files declared which the cell ran. */
  readonly names: Set<string>;
  /** Nothing of the cell continues after this, as far as it stands still at a top-level `await`. */
  abandon(): void;
}

export interface CellRunOptions {
  readonly namespace: Record<string, unknown>;
  readonly meta: CellContext["meta"];
  readonly magics: SessionMagics;
  readonly isDebugged: boolean;
  readonly tslab: Tslab;
  runFile(file: string): Promise<void>;
}

export function createCellRun(options: CellRunOptions): CellRun {
  const { namespace, meta, magics, isDebugged, tslab, runFile } = options;
  let value: unknown;
  let hasValue = false;
  let abandoned = false;

  const settle = createSettle({ isAbandoned: () => abandoned, isDebugged });

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
    ...magics,
    tslab,
    runFile: async (file) => void (await settle(runFile(file))),
  };
  return {
    context,
    names: new Set(),
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

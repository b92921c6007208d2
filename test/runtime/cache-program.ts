import { type CompileOptions, Native } from "../../runtime/native.js";
import { NDArray } from "../../runtime/ndarray.js";
import { np } from "../../runtime/np.js";
import { ParallelSession } from "../../runtime/parallel-session.js";
import { mapScope } from "../../runtime/scope.js";
import { functionOf } from "./function-of.js";

/** Cells, calls and reports of a session with the arrays a (6), b (2, 3) and c (3, of int32). */
export interface CacheProgram {
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly cells: readonly string[];
  /** Functions, each with the names of variables. */
  readonly calls?: readonly (readonly [name: string, ...args: string[]])[];
  /** Functions, each with types. */
  readonly reports?: readonly (readonly [name: string, ...types: string[]])[];
}

export interface CacheProgramResult {
  /** Of the cells, then of the calls: their values or errors. */
  readonly outcomes: readonly unknown[];
  readonly lines: readonly string[];
  readonly reports: readonly string[];
  /** The programs that went through the compiler in order to run. */
  readonly compiled: readonly string[];
}

let compiled: string[] = [];
const { compile } = Native.prototype;
Native.prototype.compile = function count(this: Native, ir: string, options: CompileOptions) {
  compiled.push(/define i32 @weft_(\w+)\(ptr %context, ptr noalias/.exec(ir)?.[1] ?? "?");
  return compile.call(this, ir, options);
};

/** Runs the cells in a session of its own, then compiles functions and calls them. */
export function runCacheProgram(program: CacheProgram): CacheProgramResult {
  compiled = [];
  const lines: string[] = [];
  const variables = new Map<string, unknown>([
    ["a", np.array([1, 2, 3, 4, 5, 6], "float64")],
    ["b", np.array([1, 2, 3, 4, 5, 6], "float64").reshape(2, 3)],
    ["c", np.array([1, 2, 3], "int32")],
    ...Object.entries(program.variables ?? {}),
  ]);
  const session = new ParallelSession({ scope: mapScope(variables), log: (line) => lines.push(line) });
  const outcomes = [
    ...program.cells.map((cell) => outcome(() => session.runCell(cell).value)),
    ...(program.calls ?? []).map(([name, ...args]) =>
      outcome(() => functionOf(variables, name)(...args.map((arg) => variables.get(arg)))),
    ),
  ];
  const reports = (program.reports ?? []).map(([name, ...types]) => {
    const f = functionOf(variables, name);
    f.compile(...types);
    const stages = (["ast", "array", "parfor", "loop", "llvm", "asm"] as const).map((form) =>
      f.inspect(form),
    );
    return [String(f.parallelDiagnostics({ format: "text", level: 4 })), ...stages].join("\n");
  });
  return { outcomes, lines, reports, compiled };
}

function outcome(run: () => unknown): unknown {
  try {
    const value = run();
    return value instanceof NDArray ? value.toArray() : value;
  } catch (error) {
    return `${error instanceof Error ? `${error.name}: ${error.message}` : error}`;
  }
}

import { codeFrame } from "./code-frame.js";
import type { Debugger } from "./debug/debugger.js";
import type { LanguageClient } from "./language/language-client.js";
import type { TypeProblem } from "./language/type-errors.js";
import { type ExpandedCell, expandMagics } from "./magics/expand-magics.js";
import { MagicError } from "./magics/magic.js";
import { requestedTypecheck, type TypecheckMode } from "./magics/typecheck.js";
import { type ErrorContent, INTERRUPTED } from "./messages.js";
import type { CellBody } from "./session/protocol.js";
import type { CellResult, Supervisor } from "./session/supervisor.js";
import type { Mutability } from "./transpile/declarations.js";
import type { Transpiler } from "./transpile/transpiler.js";

export interface CellOptions {
  /** Identifies the run. */
  readonly cell: number;
  /** What stack traces call it. */
  readonly label: string;
  readonly allowStdin: boolean;
  /** Receives what is to be said beside the cell's own output. */
  note(text: string): void;
}

/** From the text of a cell to its outcome: magics, transpilation, type check, evaluation. */
export interface CellPipeline {
  run(code: string, options: CellOptions): Promise<CellResult>;
  /** Stops the running cell, wherever it is on its way. */
  interrupt(): void;
  /** Forgets all names: the session is a fresh one. */
  reset(): void;
}

interface PreparedCell {
  readonly body: CellBody;
  readonly declared: ReadonlyMap<string, Mutability>;
}

export function createCellPipeline(
  transpiler: Transpiler,
  language: LanguageClient,
  supervisor: Supervisor,
  debug: Pick<Debugger, "isAttached" | "prepare">,
): CellPipeline {
  const known = new Map<string, Mutability>();
  let typecheck: TypecheckMode = "off";
  let interrupts = 0;

  const prepare = async (code: string, label: string): Promise<PreparedCell | ErrorContent> => {
    let expanded: ExpandedCell;
    try {
      expanded = expandMagics(code);
    } catch (error) {
      if (!(error instanceof MagicError)) throw error;
      return sourceError(error.name, error.message, code, label, error);
    }
    if (expanded.kind === "parallel") return { body: { kind: "parallel" }, declared: new Map() };
    const transpiled = await transpiler.transpile(expanded.source, label, known);
    if (transpiled.kind === "error") {
      return sourceError(transpiled.name, transpiled.message, code, label, transpiled);
    }
    const { code: script, map, isAsync, declared } = transpiled;
    const { isTimed } = expanded;
    return {
      declared,
      body: { kind: "script", code: script, map, isAsync, declared: [...declared.keys()], isTimed },
    };
  };

  return {
    async run(code, { cell, label, allowStdin, note }) {
      const before = interrupts;
      const prepared = await prepare(code, label);
      if ("ename" in prepared) return failed(prepared);
      const { body, declared } = prepared;
      const isDebugged = debug.isAttached() && body.kind === "script";
      if (isDebugged) await debug.prepare({ cell, label, source: code, map: body.map });
      if (interrupts !== before) return failed(INTERRUPTED);
      typecheck = requestedTypecheck(code) ?? typecheck;
      const isChecked = typecheck !== "off" && body.kind === "script";
      const checked = isChecked ? language.check(code) : Promise.resolve([]);
      if (typecheck === "error") {
        const [first] = await checked;
        if (first !== undefined) {
          return failed(sourceError("TypeCheckError", problemText(first), code, label, first));
        }
      }
      const request = { kind: "evaluate", cell, label, source: code, body, allowStdin, isDebugged } as const;
      const result = await supervisor.evaluate(request);
      for (const problem of await checked) {
        note(
          `${label}:${problem.line}:${problem.column}: ${problemText(problem)}\n${frameOf(code, problem)}\n`,
        );
      }
      for (const { name } of result.names) known.set(name, declared.get(name) ?? "let");
      language.note({
        kind: "cell",
        source: code,
        names: result.names,
        isParallel: body.kind === "parallel",
      });
      return result;
    },
    interrupt() {
      interrupts++;
      supervisor.send({ kind: "interrupt" });
    },
    reset() {
      known.clear();
      language.clear();
    },
  };
}

interface Position {
  readonly line: number;
  readonly column?: number;
}

/** An error in the text of a cell that never ran. */
function sourceError(
  ename: string,
  evalue: string,
  code: string,
  label: string,
  position: Position,
): ErrorContent {
  const { line, column = 1 } = position;
  return {
    ename,
    evalue,
    traceback: [
      `\u001b[31m${ename}\u001b[39m: ${evalue}`,
      "",
      ...frameOf(code, position).split("\n"),
      "",
      `    at ${label}:${line}:${column}`,
    ],
  };
}

function frameOf(code: string, { line, column = 1 }: Position): string {
  return codeFrame(code, line, column);
}

function problemText({ code, message }: TypeProblem): string {
  return `${message} (TS${code})`;
}

function failed(error: ErrorContent): CellResult {
  return { names: [], outcome: { kind: "error", error } };
}

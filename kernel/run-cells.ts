import { codeFrame } from "./code-frame.js";
import { collectAfter } from "./collect-garbage.js";
import type { Debugger } from "./debug/debugger.js";
import { emphasized } from "./emphasized.js";
import type { LanguageClient } from "./language/language-client.js";
import { lostSession } from "./lost-session.js";
import { expandMagics } from "./magics/expand-magics.js";
import { type ExpandedCell, MagicError } from "./magics/magic.js";
import { type ErrorContent, INTERRUPTED } from "./messages.js";
import type { CellBody } from "./session/protocol.js";
import type { CellResult, Supervisor } from "./session/supervisor.js";
import type { Settings } from "./settings.js";
import type { Mutability } from "./transpile/declarations.js";
import type { Transpiler } from "./transpile/transpiler.js";
import { createWarningQueue, problemText, unsaidProblems, warningTexts } from "./type-warnings.js";

export interface CellOptions {
  /** Identifies the run. */
  readonly cell: number;
  /** What stack traces call it. */
  readonly label: string;
  readonly allowStdin: boolean;
  /** Whether type errors are looked for, if the user wants it. */
  readonly isTypechecked: boolean;
  /** Receives what is to be said beside the cell's own output. */
  note(text: string, name?: "stdout" | "stderr"): void;
}

export interface PipelineResult extends CellResult {
  /** What is to be shown under the cell of its type errors, when the outcome has been shown. */
  readonly warnings: Promise<readonly string[]>;
}

/** From the text of a cell to its outcome: magics, transpilation, type check, evaluation. */
export interface CellPipeline {
  run(code: string, options: CellOptions): Promise<PipelineResult>;
  /** Stops the running cell, wherever it is on its way. */
  interrupt(): void;
  settings(): Settings;
  /** Forgets all names, as the session is a fresh one; says what is lost. `running` is the label of the cell that ran. */
  lose(reason: string, running: string | undefined): ErrorContent;
}

type PreparedCell =
  | { readonly kind: "failed"; readonly error: ErrorContent }
  | { readonly kind: "checked" }
  | {
      readonly kind: "ready";
      readonly body: CellBody;
      readonly source: string;
      readonly declared: ReadonlyMap<string, Mutability>;
    };

export function createCellPipeline(
  transpiler: Transpiler,
  language: LanguageClient,
  supervisor: Supervisor,
  debug: Pick<Debugger, "isAttached" | "prepare">,
  initial: Settings,
): CellPipeline {
  const known = new Map<string, Mutability>();
  const warnings = createWarningQueue();
  let settings = initial;
  let interrupts = 0;

  const prepare = async (code: string, label: string): Promise<PreparedCell> => {
    const refuse = (name: string, message: string, position: Position): PreparedCell => ({
      kind: "failed",
      error: sourceError(name, message, code, label, position),
    });
    let expanded: ExpandedCell;
    try {
      expanded = expandMagics(code, settings);
    } catch (error) {
      if (!(error instanceof MagicError)) throw error;
      return refuse(error.name, error.message, error);
    }
    const parallel = (source: string, isCheck: boolean): PreparedCell => ({
      kind: "ready",
      body: { kind: "parallel", isCheck },
      source,
      declared: new Map(),
    });
    if (expanded.kind === "parallel") return parallel(code, false);
    if (expanded.kind === "check" && expanded.isParallel) return parallel(expanded.source, true);
    const transpiled = await transpiler.transpile(expanded.source, label, known);
    if (transpiled.kind === "error") return refuse(transpiled.name, transpiled.message, transpiled);
    if (expanded.kind === "check") return { kind: "checked" };
    settings = { ...settings, ...expanded.changes };
    supervisor.keepSpare(settings.spareSession);
    const { code: script, map, isAsync, declared } = transpiled;
    const { isTimed } = expanded;
    const body = {
      kind: "script",
      code: script,
      map,
      isAsync,
      declared: [...declared.keys()],
      isTimed,
    } as const;
    return { kind: "ready", declared, source: code, body };
  };

  return {
    async run(code, { cell, label, allowStdin, isTypechecked, note }) {
      const before = interrupts;
      const prepared = await prepare(code, label);
      if (prepared.kind === "failed") return failed(prepared.error);
      if (interrupts !== before) return failed(INTERRUPTED);
      if (prepared.kind === "checked") {
        const texts = warningTexts(code, label, await language.check(code, true));
        if (texts.length === 0) note("No errors\n", "stdout");
        return { names: [], isReset: false, outcome: { kind: "ok" }, warnings: Promise.resolve(texts) };
      }
      language.hush();
      const { body, source, declared } = prepared;
      const isDebugged = debug.isAttached() && body.kind === "script";
      if (isDebugged) await debug.prepare({ cell, label, source: code, map: body.map });
      if (interrupts !== before) return failed(INTERRUPTED);
      const isChecked = isTypechecked && settings.typecheck !== "off" && body.kind === "script";
      const isStrict = settings.typecheck === "strict";
      const checked = isChecked ? language.check(code, isStrict) : Promise.resolve([]);
      if (isChecked && isStrict) {
        const [first] = await checked;
        if (interrupts !== before) return failed(INTERRUPTED);
        if (first !== undefined) {
          return failed(sourceError("TypeCheckError", problemText(first), code, label, first));
        }
      }
      const request = { kind: "evaluate", cell, label, source, body, allowStdin, isDebugged } as const;
      const result = await supervisor.evaluate(request);
      // Until now its copies were in use.
      collectAfter(code.length);
      if (result.isReset) forget();
      for (const { name } of result.names) known.set(name, declared.get(name) ?? "let");
      language.note({
        kind: "cell",
        source: code,
        names: result.names,
        isParallel: body.kind === "parallel",
      });
      const texts = checked.then((problems) =>
        warningTexts(code, label, unsaidProblems(problems, result.outcome)),
      );
      const isPatient = interrupts === before && language.isWarm();
      if (settings.typecheck !== "off") language.warmUpWhenQuiet();
      return { ...result, warnings: warnings.wait(texts, isPatient, note) };
    },
    interrupt() {
      interrupts++;
      warnings.interrupt();
      supervisor.interrupt();
    },
    settings: () => settings,
    lose(reason, running) {
      const error = lostSession(reason, running, [...known.keys()]);
      forget();
      return error;
    },
  };

  function forget(): void {
    known.clear();
    language.clear();
  }
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
      `${emphasized(ename)}: ${evalue}`,
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

function failed(error: ErrorContent): PipelineResult {
  return { names: [], isReset: false, outcome: { kind: "error", error }, warnings: Promise.resolve([]) };
}

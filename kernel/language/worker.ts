// The TypeScript language service, in a thread of its own: it answers while a cell runs, and the second that it takes
// to start is nobody else's.
import { parentPort } from "node:worker_threads";
import { blankMagics } from "../magics/blank-magics.js";
import type { LiveName } from "../session/protocol.js";
import { completeAt } from "./completions.js";
import { createKnownNames, type KnownInfo, usedNameAt } from "./known-names.js";
import type { ExecutedCell, LanguageAnswer, LanguageMessage, LanguageQuestion } from "./language-client.js";
import { createCellLanguageService } from "./language-service.js";
import { isParallelCell } from "./parallel-cell.js";
import { createParallelTypes, declareInferred, type InferredTypes, withInferred } from "./parallel-types.js";
import { quickInfoAt } from "./quick-info.js";
import { createSessionDocument } from "./session-document.js";
import { typeErrorsOf } from "./type-errors.js";

const language = createCellLanguageService(process.cwd());
const document = createSessionDocument();
const parallelTypes = createParallelTypes();
const knownNames = createKnownNames(language);
/** The cell in the program that is there, and where what the session has declared ends in it; undefined once that is not all. */
let current: { readonly cell: string; readonly end: number } | undefined;

parentPort?.on("message", (message: LanguageMessage) => {
  switch (message.kind) {
    case "cell":
      note(message);
      return;
    case "clear":
      current = undefined;
      document.clear();
      parallelTypes.clear();
      return;
    case "complete":
    case "inspect":
    case "check":
      void respond(message);
      return;
    default: {
      const unknown: never = message;
      throw new Error(`Unknown message ${JSON.stringify(unknown)}`);
    }
  }
});

function note(cell: ExecutedCell): void {
  parallelTypes.note(cell);
  const { source, names, isParallel } = cell;
  if (isParallel) {
    document.addNames(source, names);
    if (names.length > 0) current = undefined;
    return;
  }
  const text = blankMagics(source);
  const added = document.addCell(text, names);
  if (added === "nothing") return;
  const isThere = added === "all" && current?.cell === text;
  current = isThere ? { cell: text, end: Number.POSITIVE_INFINITY } : undefined;
  if (isThere) setImmediate(lookUp, names.slice(0, MOST_LOOKED_UP));
}

/** Names of a cell that are looked up before anybody asks. */
const MOST_LOOKED_UP = 5;

/** Looks up what a cell has just declared, which is what is asked for first; the checker that has seen the cell knows it already. */
function lookUp(names: readonly LiveName[]): void {
  for (const { name, type } of names) {
    if (current === undefined) return;
    const used = { root: name, properties: [], isCalled: type === "function", isArgument: false };
    knownNames.find(used, document.declares, current.end);
  }
}

/** Each kind of question loads and compiles what the next ones need: these come behind the first, for which somebody waits. */
const FIRST_QUESTIONS: readonly Pick<LanguageQuestion, "kind" | "code">[] = [
  { kind: "complete", code: "np.a" },
  { kind: "inspect", code: "Math.abs" },
  { kind: "inspect", code: "noSuchName" },
  { kind: "check", code: "/** */\nfunction first(shape: number[]) { console.log(`${np.zeros(shape)}`); }" },
];
let isFresh = true;

async function warmUp(directory: string): Promise<void> {
  isFresh = false;
  for (const { kind, code } of FIRST_QUESTIONS) {
    await resultOf({ kind, code, cursor: code.length, id: 0, directory, variables: [] });
  }
  const used = usedNameAt("first([1])", 1);
  if (used !== undefined) knownNames.find(used, () => true, Number.POSITIVE_INFINITY);
}

const NOTHING_INFERRED: InferredTypes = new Map();

/** A question that TypeScript fails on is answered by nothing: the next one may well succeed. */
async function resultOf(question: LanguageQuestion): Promise<LanguageAnswer> {
  try {
    const cell = blankMagics(question.code);
    const isParallel = isParallelCell(question.code);
    const types = isParallel ? await parallelTypes.infer(cell, question.variables) : NOTHING_INFERRED;
    language.setParallel(isParallel);
    if (language.move(question.directory)) current = undefined;
    return answer(question, cell, types);
  } catch (error) {
    process.stderr.write(
      `The language service failed: ${error instanceof Error ? error.stack : String(error)}\n`,
    );
    return undefined;
  }
}

async function respond(question: LanguageQuestion): Promise<void> {
  parentPort?.postMessage({ id: question.id, result: await resultOf(question) });
  if (isFresh) await warmUp(question.directory);
}

/** What the program that is there knows of the name at the cursor; undefined where a new one has to be asked. */
function knownAt(cell: string, cursor: number): Exclude<KnownInfo, { readonly kind: "unclear" }> | undefined {
  if (current === undefined) return undefined;
  const used = usedNameAt(cell, cursor);
  if (used === undefined) return undefined;
  const found = knownNames.find(used, document.declares, current.end);
  if (found.kind !== "known") return found.kind === "nothing" ? found : undefined;
  const source = used.properties.length === 0 ? document.parallelSource(used.root) : undefined;
  return source === undefined ? found : { kind: "known", info: { ...found.info, source } };
}

function answer(
  { kind, code, cursor }: LanguageQuestion,
  text: string,
  types: InferredTypes,
): LanguageAnswer {
  const isParallel = isParallelCell(code);
  const known = kind === "inspect" && !isParallel ? knownAt(text, cursor) : undefined;
  if (known !== undefined) return known.kind === "known" ? known.info : undefined;
  const { before: inferred, cell } = declareInferred(text, types);
  const before = document.textBefore(text) + inferred;
  current = !isParallel ? { cell: text, end: before.length } : undefined;
  switch (kind) {
    case "complete":
      return completeAt(language, before, cell, cursor);
    case "inspect":
      return withInferred(quickInfoAt(language, before, cell, cursor), types);
    case "check":
      return { problems: typeErrorsOf(language, before, cell, /^\s*%run\b/m.test(code)) };
    default: {
      const unknown: never = kind;
      throw new Error(`Unknown question ${String(unknown)}`);
    }
  }
}

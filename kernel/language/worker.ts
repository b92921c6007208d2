// The TypeScript language service, in a thread of its own: it answers while a cell runs, and the second that it takes
// to start is nobody else's.
import { parentPort, workerData } from "node:worker_threads";
import { blankMagics } from "../magics/blank-magics.js";
import { completeAt } from "./completions.js";
import type { LanguageAnswer, LanguageMessage, LanguageQuestion, LanguageStart } from "./language-client.js";
import { createCellLanguageService } from "./language-service.js";
import { createParallelTypes, declareInferred, type InferredTypes, withInferred } from "./parallel-types.js";
import { quickInfoAt } from "./quick-info.js";
import { createSessionDocument, isParallelCell } from "./session-document.js";
import { typeErrorsOf } from "./type-errors.js";

const start: LanguageStart = workerData;
const language = createCellLanguageService(start.directory);
const document = createSessionDocument();
const parallelTypes = createParallelTypes();

parentPort?.on("message", (message: LanguageMessage) => {
  switch (message.kind) {
    case "cell":
      parallelTypes.note(message);
      if (message.isParallel) document.addNames(message.source, message.names);
      else document.addCell(blankMagics(message.source), message.names);
      return;
    case "clear":
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

const NOTHING_INFERRED: InferredTypes = new Map();

/** A question that TypeScript fails on is answered by nothing: the next one may well succeed. */
async function respond(question: LanguageQuestion): Promise<void> {
  let result: LanguageAnswer;
  try {
    const cell = blankMagics(question.code);
    const isParallel = isParallelCell(question.code);
    const types = isParallel ? await parallelTypes.infer(cell) : NOTHING_INFERRED;
    language.setParallel(isParallel);
    result = answer(question, cell, types);
  } catch (error) {
    process.stderr.write(
      `The language service failed: ${error instanceof Error ? error.stack : String(error)}\n`,
    );
  }
  parentPort?.postMessage({ id: question.id, result });
}

function answer(
  { kind, code, cursor }: LanguageQuestion,
  text: string,
  types: InferredTypes,
): LanguageAnswer {
  const { before: inferred, cell } = declareInferred(text, types);
  const before = document.textBefore(text) + inferred;
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

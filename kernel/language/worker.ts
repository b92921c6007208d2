// The TypeScript language service, in a thread of its own: it answers while a cell runs, and the second that it takes
// to start is nobody else's.
import { parentPort, workerData } from "node:worker_threads";
import { blankMagics } from "../magics/blank-magics.js";
import { completeAt } from "./completions.js";
import type { LanguageAnswer, LanguageMessage, LanguageQuestion, LanguageStart } from "./language-client.js";
import { createCellLanguageService } from "./language-service.js";
import { quickInfoAt } from "./quick-info.js";
import { createSessionDocument, isParallelCell } from "./session-document.js";
import { typeErrorsOf } from "./type-errors.js";

const start: LanguageStart = workerData;
const language = createCellLanguageService(start.directory);
const document = createSessionDocument();

parentPort?.on("message", (message: LanguageMessage) => {
  switch (message.kind) {
    case "cell":
      if (message.isParallel) document.addNames(message.source, message.names);
      else document.addCell(blankMagics(message.source), message.names);
      return;
    case "clear":
      document.clear();
      return;
    case "complete":
    case "inspect":
    case "check":
      parentPort?.postMessage({ id: message.id, result: answer(message) });
      return;
    default: {
      const unknown: never = message;
      throw new Error(`Unknown message ${JSON.stringify(unknown)}`);
    }
  }
});

/** A question that TypeScript fails on is answered by nothing: the next one may well succeed. */
function answer({ kind, code, cursor }: LanguageQuestion): LanguageAnswer {
  const cell = blankMagics(code);
  const before = document.textBefore(cell);
  language.setParallel(isParallelCell(code));
  try {
    switch (kind) {
      case "complete":
        return completeAt(language, before, cell, cursor);
      case "inspect":
        return quickInfoAt(language, before, cell, cursor);
      case "check":
        return { problems: typeErrorsOf(language, before, cell, /^\s*%run\b/m.test(code)) };
      default: {
        const unknown: never = kind;
        throw new Error(`Unknown question ${String(unknown)}`);
      }
    }
  } catch (error) {
    process.stderr.write(
      `The language service failed: ${error instanceof Error ? error.stack : String(error)}\n`,
    );
    return undefined;
  }
}

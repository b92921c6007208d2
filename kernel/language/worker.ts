// The TypeScript language service, in a thread of its own: it answers while a cell runs, and the second that it takes
// to start is nobody else's.
import { parentPort, workerData } from "node:worker_threads";
import { completeAt } from "./completions.js";
import type { LanguageMessage, LanguageStart } from "./language-client.js";
import { createCellLanguageService } from "./language-service.js";
import { quickInfoAt } from "./quick-info.js";
import { blankMagic, createSessionDocument } from "./session-document.js";

const start: LanguageStart = workerData;
const language = createCellLanguageService(start.directory);
const document = createSessionDocument();

parentPort?.on("message", (message: LanguageMessage) => {
  switch (message.kind) {
    case "cell":
      if (message.isParallel) document.addNames(message.source, message.names);
      else document.addCell(blankMagic(message.source), message.names);
      return;
    case "clear":
      document.clear();
      return;
    case "complete":
    case "inspect": {
      const code = blankMagic(message.code);
      const answer = message.kind === "complete" ? completeAt : quickInfoAt;
      try {
        const result = answer(language, document.text(), code, message.cursor);
        parentPort?.postMessage({ id: message.id, result });
      } catch (error) {
        process.stderr.write(
          `The language service failed: ${error instanceof Error ? error.stack : String(error)}\n`,
        );
        parentPort?.postMessage({ id: message.id, result: undefined });
      }
      return;
    }
    default: {
      const unknown: never = message;
      throw new Error(`Unknown message ${JSON.stringify(unknown)}`);
    }
  }
});

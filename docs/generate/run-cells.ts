import { stripVTControlCharacters } from "node:util";
import { startKernel } from "../../kernel/client.js";
import { createOutputCollector } from "../../kernel/notebook/collect-outputs.js";
import type { CodeCell } from "../../kernel/notebook/notebook.js";
import { isJsonObject, type JsonObject } from "../../kernel/wire.js";

/**
 * What each cell shows as text, one after the other in a fresh kernel. Errors count as output: their name, message and
 * code frame. What depends on the machine is left out.
 */
export async function runCells(cells: readonly string[], directory: string): Promise<readonly string[]> {
  // Whether a loop takes long depends on the machine.
  const client = await startKernel({ directory, stderr: "inherit", environment: { WEFT_PROGRESS: "off" } });
  const collector = createOutputCollector();
  const outputs: string[] = [];
  try {
    for (const source of cells) {
      const cell: CodeCell = { kind: "code", source, original: {}, executionCount: null, outputs: [] };
      await client.execute(
        source,
        {},
        {
          published: (message) => collector.collect(cell, message),
        },
      );
      outputs.push(withoutMeasurements(cell.outputs.map(textOf).join("\n").trimEnd()));
    }
  } finally {
    await client.shutdown();
  }
  return outputs;
}

function textOf(output: JsonObject): string {
  const { data, text, ename, evalue, traceback } = output;
  if (typeof text === "string") return text.trimEnd();
  if (isJsonObject(data)) return String(data["text/plain"] ?? "");
  const message = `${ename}: ${evalue}`.replace(/\n+\S*cell\[\d+\]:\d+:\d+\n/, "\n\n");
  if (message.includes("\n")) return message;
  const frame = Array.isArray(traceback) ? traceback.map(String).join("\n") : "";
  const lines = stripVTControlCharacters(frame).split("\n");
  return [message, "", ...lines.filter((line) => /^(> | {2})\s*\d* \|/.test(line))].join("\n").trimEnd();
}

/** Times, rates and the width of this processor's vectors differ from machine to machine. */
const withoutMeasurements = (text: string): string =>
  text
    .replace(/^Time: \S+ \S+$/gm, "Time: …")
    .replace(
      /^.* per call \(median of (\d+) rounds of .*$/gm,
      "… per call (median of $1 rounds of … calls, … to …)",
    )
    .replace(/\b\d+(\.\d+)? (ms|s|GB\/s)\b/g, "… $2")
    .replace(/\(\d+% of the memory's [\d.]+\)/g, "(…% of the memory's …)")
    .replace(/; vectors of \d+/g, "; vectors of …")
    .replace(/; threads?: [\d%, ]+/g, "");

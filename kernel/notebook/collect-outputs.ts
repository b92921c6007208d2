import { isJsonObject, type JsonObject, type WireMessage } from "../wire.js";
import type { CodeCell } from "./notebook.js";

/** Puts the messages that kernels publish into cells, as a notebook holds them. */
export interface OutputCollector {
  collect(cell: CodeCell, message: WireMessage): void;
}

/** One collector for a whole notebook: an update may concern what an earlier cell displayed. */
export function createOutputCollector(): OutputCollector {
  const displays = new Map<string, JsonObject[]>();
  const shown = new Map<JsonObject, string>();
  const clearLater = new WeakSet<CodeCell>();

  const add = (cell: CodeCell, output: JsonObject): void => {
    if (clearLater.delete(cell)) cell.outputs = [];
    cell.outputs.push(output);
  };

  const addStream = (cell: CodeCell, name: string, text: string): void => {
    const last = clearLater.has(cell) ? undefined : cell.outputs.at(-1);
    if (last?.["output_type"] === "stream" && last["name"] === name) {
      cell.outputs[cell.outputs.length - 1] = { ...last, text: overwrite(`${last["text"]}${text}`) };
    } else {
      add(cell, { output_type: "stream", name, text: overwrite(text) });
    }
  };

  const collect: OutputCollector["collect"] = (cell, { header, content }) => {
    switch (header.msg_type) {
      case "execute_input":
        if (typeof content["execution_count"] === "number") cell.executionCount = content["execution_count"];
        return;
      case "stream":
        addStream(cell, String(content["name"]), String(content["text"]));
        return;
      case "execute_result":
      case "display_data": {
        const output: JsonObject = {
          output_type: header.msg_type,
          ...(header.msg_type === "execute_result"
            ? { execution_count: content["execution_count"] ?? null }
            : {}),
          data: content["data"] ?? {},
          metadata: content["metadata"] ?? {},
        };
        add(cell, output);
        const id = displayId(content);
        if (id !== undefined) {
          shown.set(output, id);
          displays.set(id, cell.outputs);
        }
        return;
      }
      case "update_display_data": {
        const id = displayId(content);
        const outputs = id === undefined ? undefined : displays.get(id);
        if (id === undefined || outputs === undefined) return;
        for (const [index, output] of outputs.entries()) {
          if (shown.get(output) !== id) continue;
          const updated = { ...output, data: content["data"] ?? {}, metadata: content["metadata"] ?? {} };
          outputs[index] = updated;
          shown.set(updated, id);
        }
        return;
      }
      case "error":
        add(cell, {
          output_type: "error",
          ename: content["ename"] ?? "Error",
          evalue: content["evalue"] ?? "",
          traceback: content["traceback"] ?? [],
        });
        return;
      case "clear_output":
        if (content["wait"] === true) clearLater.add(cell);
        else cell.outputs = [];
        return;
      default:
    }
  };
  return { collect };
}

/** What a terminal would show of a text with carriage returns: each `\r` begins its line anew. */
function overwrite(text: string): string {
  return text.replace(/\r+\n/g, "\n").replace(/[^\n]*\r(?=[^\n])/g, "");
}

function displayId({ transient }: JsonObject): string | undefined {
  const id = isJsonObject(transient) ? transient["display_id"] : undefined;
  return typeof id === "string" ? id : undefined;
}

import type { DapEvent } from "../debug/dap.js";
import type { Debugger } from "../debug/debugger.js";
import { createLineMap } from "../debug/line-map.js";
import type { SourceLines } from "../debug/source-commands.js";
import type { Handler } from "../dispatch.js";
import { expandMagics } from "../magics/expand-magics.js";
import type { Publication } from "../messages.js";
import { DEFAULT_SETTINGS } from "../settings.js";
import type { Transpiler } from "../transpile/transpiler.js";

export function debugHandler(debug: Debugger): Handler {
  return ({ message }) => debug.request(message.content);
}

let events = 0;

export function debugEvent(event: DapEvent): Publication {
  return { type: "debug_event", content: { seq: ++events, type: "event", ...event } };
}

/** The lines of a cell, as far as it can run under a debugger. */
export function cellLines(transpiler: Transpiler): (source: string) => Promise<SourceLines> {
  return async (source) => {
    let expanded: ReturnType<typeof expandMagics>;
    try {
      expanded = expandMagics(source, DEFAULT_SETTINGS);
    } catch (error) {
      return { kind: "declined", message: error instanceof Error ? error.message : String(error) };
    }
    if (expanded.kind === "parallel") {
      const message =
        "A %%parallel cell becomes native code, in which nothing can stop: set the breakpoint in an ordinary cell, before or after the call";
      return { kind: "declined", message };
    }
    if (expanded.kind === "check") return { kind: "declined", message: "What follows %check does not run" };
    const transpiled = await transpiler.transpile(expanded.source, "cell", new Map());
    return transpiled.kind === "error"
      ? { kind: "declined", message: `${transpiled.name}: ${transpiled.message}` }
      : { kind: "lines", lines: createLineMap(transpiled.map) };
  };
}

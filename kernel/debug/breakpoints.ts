import type { Json, JsonObject } from "../wire.js";
import { isJsonObject } from "../wire.js";
import { DebugError } from "./dap.js";
import { type InspectorLink, VIEW } from "./inspector-link.js";
import type { Scripts, UserScript } from "./scripts.js";
import type { SourceLines } from "./source-commands.js";

/** The breakpoints that clients have set, in all scripts that their sources became. */
export interface Breakpoints {
  /** Replaces the breakpoints of a source. What it answers has one entry for each breakpoint, in order. */
  set(path: string, wanted: Json | undefined): Promise<readonly JsonObject[]>;
  /** Sets the breakpoints of a script's source in that script. */
  apply(script: UserScript): Promise<void>;
  has(path: string): boolean;
  /** As `debugInfo` lists them. */
  list(): readonly JsonObject[];
  clear(): void;
}

interface Breakpoint {
  readonly line: number;
  readonly condition?: string;
  readonly logMessage?: string;
}

export interface BreakpointOptions {
  readonly link: InspectorLink;
  readonly scripts: Scripts;
  linesOf(path: string): Promise<SourceLines>;
}

export function createBreakpoints({ link, scripts, linesOf }: BreakpointOptions): Breakpoints {
  const bySource = new Map<string, readonly Breakpoint[]>();
  /** What the inspector calls those that are set. */
  const ids = new Map<string, string[]>();

  const place = async (script: UserScript, breakpoint: Breakpoint): Promise<void> => {
    const position = script.lines.position(breakpoint.line);
    if (position === undefined) return;
    const { lineNumber, columnNumber } = position;
    const { breakpointId } = await link.post("Debugger.setBreakpointByUrl", {
      urlRegex: script.urlPattern,
      lineNumber,
      columnNumber,
      ...conditionOf(breakpoint),
    });
    ids.set(script.path, [...(ids.get(script.path) ?? []), breakpointId]);
  };

  const apply = async (script: UserScript): Promise<void> => {
    await Promise.all((bySource.get(script.path) ?? []).map((breakpoint) => place(script, breakpoint)));
  };

  return {
    async set(path, wanted) {
      const removed = ids.get(path) ?? [];
      ids.delete(path);
      await Promise.all(
        removed.map((breakpointId) => link.post("Debugger.removeBreakpoint", { breakpointId })),
      );
      const parsed = parseBreakpoints(wanted);
      const known = await linesOf(path);
      if (known.kind === "declined") {
        bySource.delete(path);
        return parsed.map(({ line }) => declined(path, line, known.message));
      }
      const settled = parsed.map((each) => ({ ...each, at: known.lines.position(each.line)?.line }));
      const valid = settled.flatMap(({ at, ...each }) => (at === undefined ? [] : [{ ...each, line: at }]));
      if (valid.length > 0) bySource.set(path, valid);
      else bySource.delete(path);
      await Promise.all(scripts.withPath(path).map(apply));
      return settled.map(({ line, at }) =>
        at === undefined
          ? declined(path, line, "There is no code on this line or below it")
          : { verified: true, line: at, source: { path } },
      );
    },
    apply,
    has: (path) => bySource.has(path),
    list: () =>
      [...bySource].map(([source, breakpoints]) => ({
        source,
        breakpoints: breakpoints.map((each) => ({ ...each })),
      })),
    clear() {
      bySource.clear();
      ids.clear();
    },
  };
}

function declined(path: string, line: number, message: string): JsonObject {
  return { verified: false, line, message, source: { path } };
}

function parseBreakpoints(wanted: Json | undefined): Breakpoint[] {
  if (!Array.isArray(wanted)) throw new DebugError("'breakpoints' must be a list");
  return wanted.map((each: Json) => {
    const { line, condition, logMessage } = isJsonObject(each) ? each : {};
    if (typeof line !== "number") throw new DebugError("A breakpoint must have the number of a line");
    return {
      line,
      ...(typeof condition === "string" && condition !== "" ? { condition } : {}),
      ...(typeof logMessage === "string" && logMessage !== "" ? { logMessage } : {}),
    };
  });
}

/** A message is logged by a condition that never holds. In both, the names of cells are visible. */
function conditionOf({ condition, logMessage }: Breakpoint): { readonly condition?: string } {
  const log =
    logMessage === undefined
      ? undefined
      : `(console.log(\`${logMessage.replace(/[\\`$]/g, "\\$&").replace(/\{/g, "${")}\`), false)`;
  const terms = [condition === undefined ? undefined : `(${condition})`, log].filter(
    (term) => term !== undefined,
  );
  return terms.length === 0 ? {} : { condition: `(${VIEW}.publish(), ${terms.join(" && ")})` };
}

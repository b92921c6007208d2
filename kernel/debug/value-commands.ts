import { integer, text } from "../request-content.js";
import type { JsonObject } from "../wire.js";
import type { Command } from "./execution-commands.js";
import type { Frame, Pause } from "./pause.js";
import type { Variables } from "./variables.js";

/**
 * The requests about the stack and its values. A client may still ask about a pause that has just ended: it gets empty
 * lists, as clients don't expect an error there.
 */
export function valueCommands(pause: Pause, variables: Variables): Readonly<Record<string, Command>> {
  const find = (parameters: JsonObject, key: string): Frame | undefined => {
    const id = integer(parameters, key, 0);
    return pause.frames().find((frame) => frame.id === id);
  };
  /** The frame that a request names; the innermost where it names none. */
  const frameOf = (parameters: JsonObject): Frame | undefined =>
    find(parameters, "frameId") ?? pause.frames()[0];

  return {
    stackTrace(parameters) {
      const frames = pause.frames().map(toDap);
      const start = integer(parameters, "startFrame", 0);
      const levels = integer(parameters, "levels", 0);
      return {
        stackFrames: frames.slice(start, levels === 0 ? undefined : start + levels),
        totalFrames: frames.length,
      };
    },
    scopes(parameters) {
      const frame = find(parameters, "frameId");
      return { scopes: frame === undefined ? [] : variables.scopes(frame) };
    },
    variables: async (parameters) => ({
      variables: await variables.parts(integer(parameters, "variablesReference", 0)),
    }),
    inspectVariables: async () => ({ variables: await variables.globals() }),
    evaluate: (parameters) => variables.evaluate(text(parameters, "expression"), frameOf(parameters)),
    richInspectVariables: (parameters) =>
      variables.rich(text(parameters, "variableName"), frameOf(parameters)),
    copyToGlobals: (parameters) =>
      variables.assign(
        text(parameters, "dstVariableName"),
        text(parameters, "srcVariableName"),
        find(parameters, "srcFrameId") ?? pause.frames()[0],
      ),
  };
}

function toDap({ id, script, line, call, isCell }: Frame): JsonObject {
  // The variables of the cells are properties of an object, and their functions are called by its name.
  const name = call.functionName.replace("__weft.", "");
  return {
    id,
    name: isCell ? script.name : name || "(anonymous)",
    line,
    column: 1,
    source: { name: script.name, path: script.path },
  };
}

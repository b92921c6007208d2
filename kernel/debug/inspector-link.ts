import type { Debugger, Runtime } from "node:inspector";
import {
  DEBUG_VIEW,
  type DebugView,
  type InspectorCommand,
  type InspectorEvent,
} from "./inspector-protocol.js";

/** The methods of V8's inspector that are used: what each takes and gives. */
interface InspectorMethods {
  readonly "Debugger.enable": [undefined, Debugger.EnableReturnType];
  readonly "Debugger.disable": [undefined, object];
  readonly "Debugger.setBlackboxPatterns": [Debugger.SetBlackboxPatternsParameterType, object];
  readonly "Debugger.setPauseOnExceptions": [Debugger.SetPauseOnExceptionsParameterType, object];
  readonly "Debugger.setBreakpointByUrl": [
    Debugger.SetBreakpointByUrlParameterType,
    Debugger.SetBreakpointByUrlReturnType,
  ];
  readonly "Debugger.removeBreakpoint": [Debugger.RemoveBreakpointParameterType, object];
  readonly "Debugger.pause": [undefined, object];
  readonly "Debugger.resume": [undefined, object];
  readonly "Debugger.stepOver": [undefined, object];
  readonly "Debugger.stepInto": [undefined, object];
  readonly "Debugger.stepOut": [undefined, object];
  readonly "Debugger.evaluateOnCallFrame": [
    Debugger.EvaluateOnCallFrameParameterType,
    Debugger.EvaluateOnCallFrameReturnType,
  ];
  readonly "Debugger.getScriptSource": [
    Debugger.GetScriptSourceParameterType,
    Debugger.GetScriptSourceReturnType,
  ];
  readonly "Runtime.evaluate": [Runtime.EvaluateParameterType, Runtime.EvaluateReturnType];
  readonly "Runtime.callFunctionOn": [Runtime.CallFunctionOnParameterType, Runtime.CallFunctionOnReturnType];
}

/** The kernel's connection to the inspector of the session's main thread. */
export interface InspectorLink {
  /** @throws Error what the inspector answers, or that the session ended before it did */
  post<Method extends keyof InspectorMethods>(
    method: Method,
    parameters: InspectorMethods[Method][0],
  ): Promise<InspectorMethods[Method][1]>;
  /** Calls a function of the session's view of its values. The main thread may be paused, or in the middle of a cell. */
  view<Name extends keyof DebugView>(
    name: Name,
    ...parameters: Parameters<DebugView[Name]>
  ): Promise<ReturnType<DebugView[Name]>>;
  /** The same for an object that the inspector knows. */
  viewOf<Name extends "scope" | "hold" | "rich">(
    name: Name,
    objectId: string,
  ): Promise<ReturnType<DebugView[Name]>>;
  answered(event: Extract<InspectorEvent, { readonly id: number }>): void;
  /** Nothing that was asked will be answered any more. */
  lost(): void;
}

/** How code that the inspector runs in the session finds the view. */
export const VIEW = `globalThis[Symbol.for(${JSON.stringify(DEBUG_VIEW)})]`;

export function createInspectorLink(send: (command: InspectorCommand) => void): InspectorLink {
  const waiting = new Map<number, { resolve(json: string): void; reject(error: Error): void }>();
  let lastId = 0;

  const post: InspectorLink["post"] = async (method, parameters) => {
    const id = ++lastId;
    const json = await new Promise<string>((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      send({ kind: "post", id, method, ...(parameters === undefined ? {} : { parameters }) });
    });
    return JSON.parse(json);
  };

  return {
    post,
    async view(name, ...parameters) {
      const expression = `${VIEW}.${name}(${parameters.map((each) => JSON.stringify(each)).join(", ")})`;
      return returned(await post("Runtime.evaluate", { expression, silent: true, returnByValue: true }));
    },
    async viewOf(name, objectId) {
      const functionDeclaration = `function () { return ${VIEW}.${name}(this); }`;
      return returned(
        await post("Runtime.callFunctionOn", {
          objectId,
          functionDeclaration,
          silent: true,
          returnByValue: true,
        }),
      );
    },
    answered(event) {
      const asked = waiting.get(event.id);
      waiting.delete(event.id);
      if (event.kind === "result") asked?.resolve(event.json);
      else asked?.reject(new Error(event.message));
    },
    lost() {
      for (const { reject } of waiting.values()) reject(new Error("The session ended"));
      waiting.clear();
    },
  };
}

/** What the view returned. It is this program's own code, so the type is taken at its word. */
function returned({ result, exceptionDetails }: Runtime.EvaluateReturnType) {
  if (exceptionDetails !== undefined) {
    throw new Error(`The session's values can't be read: ${exceptionDetails.exception?.description}`);
  }
  return result.value;
}

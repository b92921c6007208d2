import type { Runtime } from "node:inspector";
import { inspect } from "node:util";
import type { Json, JsonObject } from "../wire.js";
import { DebugError } from "./dap.js";
import { type InspectorLink, VIEW } from "./inspector-link.js";
import { type DebugVariable, FIRST_REFERENCE } from "./inspector-protocol.js";
import type { Frame, Pause } from "./pause.js";

/** Looks at the values of the session: those of a frame while it is paused, those of the cells at any time. */
export interface Variables {
  scopes(frame: Frame): readonly JsonObject[];
  /** The variables of a scope, or the parts of a value. */
  parts(reference: number): Promise<readonly JsonObject[]>;
  /** The variables of all cells. */
  globals(): Promise<readonly JsonObject[]>;
  /** The value of an expression in a frame, or without one among the variables of the cells. */
  evaluate(expression: string, frame: Frame | undefined): Promise<JsonObject>;
  /** The value of a variable as a MIME bundle. */
  rich(name: string, frame: Frame | undefined): Promise<JsonObject>;
  /** Makes the value of an expression in a frame a variable of the cells. */
  assign(name: string, expression: string, frame: Frame | undefined): Promise<JsonObject>;
  /** Whether values are shown with their types. */
  showTypes(shown: boolean): void;
  /** The values that were shown are out of date. */
  release(): void;
}

/** The parameters that the transpilation of a cell brings in. */
const INTERNAL = /^(__weft|__cell|Deno)$/;

export function createVariables(link: InspectorLink, pause: Pause): Variables {
  const scopes = new Map<number, () => Promise<readonly DebugVariable[]>>();
  let withTypes = true;

  const toDap = ({ name, value, type, variablesReference }: DebugVariable): JsonObject => ({
    name,
    value,
    evaluateName: name,
    variablesReference,
    ...(withTypes ? { type } : {}),
  });

  const addScope = (name: string, read: () => Promise<readonly DebugVariable[]>): JsonObject => {
    const variablesReference = scopes.size + 1;
    scopes.set(variablesReference, read);
    return { name, variablesReference, expensive: false };
  };

  /** The variables of some of a frame's scopes; of two with one name, the inner one. */
  const chain = async (frame: Frame, types: readonly string[]): Promise<readonly DebugVariable[]> => {
    const wanted = frame.call.scopeChain.filter(({ type }) => types.includes(type));
    const found = await Promise.all(
      wanted.map(({ object }) =>
        object.objectId === undefined ? [] : link.viewOf("scope", object.objectId),
      ),
    );
    const byName = new Map<string, DebugVariable>();
    for (const variable of found.flat()) {
      if (!INTERNAL.test(variable.name) && !byName.has(variable.name)) byName.set(variable.name, variable);
    }
    return [...byName.values()];
  };

  const locals = async (frame: Frame): Promise<readonly DebugVariable[]> => {
    const own = await chain(frame, ["block", "catch", "local", "with", "eval"]);
    const receiver = frame.call.this;
    if (receiver.objectId === undefined || frame.isCell) return own;
    return [{ ...(await link.viewOf("hold", receiver.objectId)), name: "this" }, ...own];
  };

  const run = async (expression: string, frame: Frame | undefined): Promise<Runtime.RemoteObject> => {
    await link.view("publish");
    const { result, exceptionDetails } = await (frame === undefined
      ? link.post("Runtime.evaluate", { expression, silent: true })
      : link.post("Debugger.evaluateOnCallFrame", {
          callFrameId: frame.call.callFrameId,
          expression,
          silent: true,
        }));
    if (exceptionDetails !== undefined) throw new DebugError(messageOf(exceptionDetails));
    return result;
  };

  const shown = async (found: Runtime.RemoteObject): Promise<DebugVariable> =>
    found.objectId === undefined
      ? { name: "", value: primitiveText(found), type: found.type, variablesReference: 0 }
      : await link.viewOf("hold", found.objectId);

  const result = async (found: Runtime.RemoteObject): Promise<JsonObject> => {
    const { value, type, variablesReference } = await shown(found);
    return { result: value, type, variablesReference };
  };

  return {
    scopes: (frame) => [
      // A cell's own variables are those of all cells.
      addScope("Locals", async () => [
        ...(await locals(frame)),
        ...(frame.isCell ? await link.view("globals") : []),
      ]),
      ...(hasOuter(frame) ? [addScope("Closure", () => chain(frame, ["closure", "module", "script"]))] : []),
      addScope("Globals", () => link.view("globals")),
    ],
    async parts(reference) {
      const scope = reference < FIRST_REFERENCE ? scopes.get(reference) : () => link.view("parts", reference);
      return ((await scope?.()) ?? []).map(toDap);
    },
    async globals() {
      if (!pause.isPaused()) await link.view("release");
      return (await link.view("globals")).map(toDap);
    },
    evaluate: async (expression, frame) => result(await run(expression, frame)),
    async rich(name, frame) {
      const found = await run(name, frame);
      const data =
        found.objectId === undefined
          ? { "text/plain": primitiveText(found) }
          : await link.viewOf("rich", found.objectId);
      return { data, metadata: {} };
    },
    async assign(name, expression, frame) {
      const value = await run(`${VIEW}.assign(${JSON.stringify(name)}, (${expression}))`, frame);
      return result(value);
    },
    showTypes(wanted) {
      withTypes = wanted;
    },
    release() {
      scopes.clear();
      // Else the session would keep them for good. One that has ended keeps nothing.
      link.view("release").catch(() => undefined);
    },
  };
}

function hasOuter({ call, isCell }: Frame): boolean {
  return !isCell && call.scopeChain.some(({ type }) => type === "closure" || type === "module");
}

function primitiveText({ value, unserializableValue, description }: Runtime.RemoteObject): string {
  const known: Json | undefined = value;
  return typeof known === "string" ? inspect(known) : (unserializableValue ?? description ?? String(known));
}

function messageOf({ exception, text }: Runtime.ExceptionDetails): string {
  return exception?.description?.split("\n", 1)[0] ?? text;
}

import type { Test } from "tap";
import type { Answer, KernelClient } from "../../kernel/client.js";
import { isJsonObject, type JsonObject, type WireMessage } from "../../kernel/wire.js";
import { testKernel } from "./kernel-client.js";
import type { Allowances } from "./protocol/order-faults.js";

/** A debugger's client, with what the tests ask for again and again. */
export interface DebugClient {
  readonly kernel: KernelClient;
  /** The whole response. */
  send(command: string, parameters?: JsonObject): Promise<JsonObject>;
  /** The body of a response that must be a success. */
  ask(command: string, parameters?: JsonObject): Promise<JsonObject>;
  /** Sets breakpoints in a cell; what the debugger says of each. */
  breakpoints(code: string, ...points: readonly (number | JsonObject)[]): Promise<readonly JsonObject[]>;
  /** The next event of a kind that is still to come, or has come and was not taken. */
  event(name: string): Promise<JsonObject>;
  /** Runs a cell until it stops; its answer comes when it has ended. */
  runToStop(code: string): Promise<{ readonly stopped: JsonObject; readonly answer: Promise<Answer> }>;
  /** Goes on in some way, and waits for the next stop. */
  step(command: "next" | "stepIn" | "stepOut" | "continue"): Promise<JsonObject>;
  /** The stack as `name:line`, from the innermost call outwards. */
  stack(): Promise<readonly string[]>;
  /** The variables of a scope of the innermost frame: name to text. */
  variables(scope: string): Promise<Readonly<Record<string, string>>>;
}

/** A kernel with a debugger attached. */
export async function debugKernel(t: Test, directory?: string, allowed?: Allowances): Promise<DebugClient> {
  const kernel = await testKernel(t, directory, allowed);
  const client = debugClient(kernel);
  await client.ask("initialize", { clientID: "test" });
  await client.ask("attach");
  return client;
}

export function debugClient(kernel: KernelClient): DebugClient {
  const events: JsonObject[] = [];
  const wanted: { readonly name: string; resolve(event: JsonObject): void }[] = [];
  let seq = 0;

  const take = ({ header, content: event }: WireMessage): void => {
    if (header.msg_type !== "debug_event") return;
    const index = wanted.findIndex(({ name }) => name === event["event"]);
    if (index < 0) events.push(event);
    else wanted.splice(index, 1)[0]?.resolve(event);
  };
  kernel.onUnclaimed(take);

  const client: DebugClient = {
    kernel,
    async send(command, parameters = {}) {
      const content = { type: "request", seq: ++seq, command, arguments: parameters };
      return (await kernel.request("control", "debug_request", content)).reply;
    },
    async ask(command, parameters) {
      const { success, message, body } = await client.send(command, parameters);
      if (success !== true) throw new Error(`${command}: ${String(message)}`);
      return isJsonObject(body) ? body : {};
    },
    async breakpoints(code, ...points) {
      const { sourcePath } = await client.ask("dumpCell", { code });
      const { breakpoints } = await client.ask("setBreakpoints", {
        source: { path: sourcePath ?? "" },
        breakpoints: points.map((point) => (typeof point === "number" ? { line: point } : point)),
      });
      return objects(breakpoints);
    },
    event(name) {
      const index = events.findIndex((event) => event["event"] === name);
      const [come] = index < 0 ? [] : events.splice(index, 1);
      if (come !== undefined) return Promise.resolve(come);
      return new Promise((resolve) => wanted.push({ name, resolve }));
    },
    async runToStop(code) {
      const answer = kernel.execute(code);
      const ended = answer.then(({ reply }) => {
        throw new Error(`The cell came to its end without a stop: ${JSON.stringify(reply)}`);
      });
      const stopped = await Promise.race([client.event("stopped"), ended]);
      ended.catch(() => undefined);
      return { stopped: bodyOf(stopped), answer };
    },
    async step(command) {
      await client.ask(command, { threadId: 1 });
      return bodyOf(await client.event("stopped"));
    },
    async stack() {
      const { stackFrames } = await client.ask("stackTrace", { threadId: 1 });
      return objects(stackFrames).map(({ name, line }) => `${name}:${line}`);
    },
    async variables(scope) {
      const { stackFrames } = await client.ask("stackTrace", { threadId: 1 });
      const frameId = objects(stackFrames)[0]?.["id"] ?? 0;
      const { scopes } = await client.ask("scopes", { frameId });
      const found = objects(scopes).find(({ name }) => name === scope);
      if (found === undefined) throw new Error(`There is no scope ${scope}`);
      const { variables } = await client.ask("variables", {
        variablesReference: found["variablesReference"] ?? 0,
      });
      return Object.fromEntries(objects(variables).map(({ name, value }) => [String(name), String(value)]));
    },
  };
  return client;
}

export function objects(list: JsonObject[string] | undefined): readonly JsonObject[] {
  return Array.isArray(list) ? list.filter(isJsonObject) : [];
}

function bodyOf({ body }: JsonObject): JsonObject {
  return isJsonObject(body) ? body : {};
}

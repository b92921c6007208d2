import t from "tap";
import { createDispatcher, type Handler, type Route } from "../../kernel/dispatch.js";
import { createHeader } from "../../kernel/messages.js";
import { RequestError } from "../../kernel/request-content.js";
import type { JsonObject, WireMessage } from "../../kernel/wire.js";

interface Sent {
  readonly channel: string;
  readonly message: WireMessage;
}

function request(type: string, content: JsonObject = {}): WireMessage {
  return {
    identities: [Buffer.from("client")],
    header: createHeader(type, "client"),
    parentHeader: {},
    metadata: {},
    content,
    buffers: [],
  };
}

function setUp(routes: Record<string, Route>) {
  const sent: Sent[] = [];
  const dispatcher = createDispatcher(
    new Map(Object.entries(routes)),
    { send: (channel, message) => sent.push({ channel, message }) },
    "kernel",
    { has: (id) => id === undefined || id === null || id === "side" },
  );
  /** What was sent in answer to one request, in short. */
  const summary = (of: WireMessage): string[] =>
    sent
      .filter(({ message }) => message.parentHeader.msg_id === of.header.msg_id)
      .map(({ channel, message: { header, content } }) =>
        header.msg_type === "status" ? String(content["execution_state"]) : `${channel}:${header.msg_type}`,
      );
  return { dispatcher, sent, summary };
}

const queued = (handle: Handler): Route => ({
  lane: "queued",
  handle,
  aborted: () => ({ status: "aborted" }),
});
const immediate = (handle: Handler): Route => ({ lane: "immediate", handle });
const settled = () => new Promise((resolve) => setImmediate(resolve));

t.test("busy, outputs, reply, idle", async (t) => {
  const { dispatcher, sent, summary } = setUp({
    execute_request: queued(async ({ publish }) => {
      publish({ type: "stream", content: { name: "stdout", text: "x" } });
      await settled();
      publish({ type: "stream", content: { name: "stdout", text: "y" } });
      return { status: "ok" };
    }),
  });
  const message = request("execute_request");
  dispatcher.dispatch("shell", message);
  await settled();
  await settled();
  t.same(summary(message), ["busy", "iopub:stream", "iopub:stream", "shell:execute_reply", "idle"]);
  const reply = sent.find(({ channel }) => channel === "shell")?.message;
  t.same(reply?.identities, message.identities, "the reply goes to the client that asked");
});

t.test("idle and a reply follow an error of the handler too", async (t) => {
  const { dispatcher, sent, summary } = setUp({
    history_request: immediate(() => {
      throw new RequestError("'n' must be a number, not \"x\"");
    }),
  });
  const message = request("history_request");
  dispatcher.dispatch("shell", message);
  await settled();
  t.same(summary(message), ["busy", "shell:history_reply", "idle"]);
  t.match(sent[1]?.message.content, {
    status: "error",
    ename: "RequestError",
    evalue: /'n' must be a number/,
  });
});

t.test("queued requests wait for each other, immediate ones do not", async (t) => {
  let finish = (): void => undefined;
  const running = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const { dispatcher, summary } = setUp({
    execute_request: queued(async () => {
      await running;
      return { status: "ok" };
    }),
    complete_request: immediate(() => ({ status: "ok" })),
  });
  const [first, second, question] = [
    request("execute_request"),
    request("execute_request"),
    request("complete_request"),
  ];
  for (const message of [first, second, question]) dispatcher.dispatch("shell", message);
  await settled();
  t.same(summary(first), ["busy"]);
  t.same(summary(second), []);
  t.same(summary(question), ["busy", "shell:complete_reply", "idle"]);
  finish();
  await settled();
  t.same(summary(second), ["busy", "shell:execute_reply", "idle"]);
});

t.test("an aborted queue gets replies, and later requests run", async (t) => {
  const { dispatcher, sent, summary } = setUp({
    execute_request: queued(async () => {
      await settled();
      return { status: "ok" };
    }),
  });
  const messages = [1, 2, 3].map(() => request("execute_request"));
  for (const message of messages) dispatcher.dispatch("shell", message);
  for (const message of messages) dispatcher.abortQueue({ message });
  for (let turn = 0; turn < 4; turn++) await settled();
  const later = request("execute_request");
  dispatcher.dispatch("shell", later);
  await settled();
  await settled();
  const statuses = [...messages, later].map(
    (of) =>
      sent.find(
        ({ channel, message }) => channel === "shell" && message.parentHeader.msg_id === of.header.msg_id,
      )?.message.content["status"],
  );
  t.same(statuses, ["ok", "aborted", "aborted", "ok"]);
  t.same(summary(messages[1] ?? later), ["busy", "shell:execute_reply", "idle"]);
});

t.test("shells do not wait for each other", async (t) => {
  let finish = (): void => undefined;
  const running = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const { dispatcher, sent, summary } = setUp({
    execute_request: queued(async () => {
      await running;
      return { status: "ok" };
    }),
  });
  const inShell = (message: WireMessage, id: string): WireMessage => ({
    ...message,
    header: { ...message.header, subshell_id: id },
  });
  const main = request("execute_request");
  const [first, second] = [request("execute_request"), request("execute_request")].map((message) =>
    inShell(message, "side"),
  );
  if (first === undefined || second === undefined) throw new Error("two messages were made");
  const lost = inShell(request("execute_request"), "deleted");
  for (const message of [main, first, second, lost]) dispatcher.dispatch("shell", message);
  await settled();
  t.same(summary(main), ["busy"]);
  t.same(summary(first), ["busy"]);
  t.same(summary(second), [], "cells of one shell are still one after the other");
  t.same(summary(lost), ["busy", "shell:execute_reply", "idle"]);
  t.match(
    sent.find(({ message }) => message.content["status"] === "error")?.message.content["evalue"],
    /no subshell 'deleted'/,
  );
  dispatcher.abortQueue({ message: main });
  finish();
  await settled();
  t.same(summary(second), ["busy", "shell:execute_reply", "idle"]);
  t.equal(
    sent.filter(({ message }) => message.content["status"] === "aborted").length,
    0,
    "of another shell",
  );
});

t.test("unknown messages are ignored", async (t) => {
  const { dispatcher, sent } = setUp({});
  for (const type of ["no_such_request", "__proto__", "constructor"])
    dispatcher.dispatch("shell", request(type));
  await settled();
  t.same(sent, []);
});

t.test("comm messages have statuses but no reply", async (t) => {
  const { dispatcher, summary } = setUp({ comm_msg: immediate(() => undefined) });
  const message = request("comm_msg");
  dispatcher.dispatch("shell", message);
  await settled();
  t.same(summary(message), ["busy", "idle"]);
});

t.test("what hurries is done before anything is published", async (t) => {
  const published: number[] = [];
  const hurrying: Route = {
    ...immediate(() => ({ status: "ok" })),
    hurry: () => void published.push(sent.length),
  };
  const { dispatcher, sent, summary } = setUp({ interrupt_request: hurrying });
  const message = request("interrupt_request");
  dispatcher.dispatch("control", message);
  await settled();
  t.same(published, [0]);
  t.same(summary(message), ["busy", "control:interrupt_reply", "idle"]);
});

// The checker that watches every kernel of the tests finds what it is there for.
import t from "tap";
import { createHeader } from "../../../kernel/messages.js";
import type { Header, JsonObject, WireMessage } from "../../../kernel/wire.js";
import { type Observed, orderFaults } from "./order-faults.js";

let clock = Date.parse("2026-01-01T00:00:00Z");

function made(type: string, content: JsonObject, parent?: Header): WireMessage {
  clock += 1;
  const header = { ...createHeader(type, "session"), date: new Date(clock).toISOString() };
  return { identities: [], header, parentHeader: parent ?? {}, metadata: {}, content, buffers: [] };
}

const asked = (message: WireMessage): Observed => ({ from: "client", channel: "shell", message });
const published = (message: WireMessage): Observed => ({ from: "kernel", channel: "iopub", message });
const replied = (message: WireMessage): Observed => ({ from: "kernel", channel: "shell", message });
const welcome = published(made("iopub_welcome", { subscription: "" }));

/** All that a client sees of a cell, by name, in the right order. */
function cell(settings: JsonObject = {}) {
  const request = made("execute_request", { code: "1", silent: false, allow_stdin: false, ...settings });
  const { header } = request;
  const state = (execution_state: string) => published(made("status", { execution_state }, header));
  return {
    asked: asked(request),
    busy: state("busy"),
    input: published(made("execute_input", { code: "1", execution_count: 1 }, header)),
    stream: published(made("stream", { name: "stdout", text: "x" }, header)),
    result: published(
      made("execute_result", { data: { "text/plain": "1" }, metadata: {}, execution_count: 1 }, header),
    ),
    reply: replied(
      made("execute_reply", { status: "ok", execution_count: 1, user_expressions: {}, payload: [] }, header),
    ),
    idle: state("idle"),
  };
}

type Cell = ReturnType<typeof cell>;

const faultsOf = (...observed: readonly Observed[]) => orderFaults([welcome, ...observed]);
const ordered = (exchange: Cell): readonly Observed[] => Object.values(exchange);

function changed({ from, channel, message }: Observed, content: JsonObject, parent: object = {}): Observed {
  return {
    from,
    channel,
    message: {
      ...message,
      content: { ...message.content, ...content },
      parentHeader: { ...message.parentHeader, ...parent },
    },
  };
}

t.test("what a kernel does right is no fault", async (t) => {
  t.same(faultsOf(...ordered(cell()), ...ordered(cell())), []);
  const { asked, busy, reply, idle } = cell();
  t.same(faultsOf(asked, busy, changed(reply, { status: "aborted" }), idle), [], "an aborted cell");
  t.same(orderFaults(ordered(cell()).slice(0, -1)), [], "before the client was subscribed");
});

const plants: readonly (readonly [
  name: string,
  plant: (right: Cell) => readonly Observed[],
  fault: RegExp,
])[] = [
  ["no idle", ({ idle: _, ...rest }) => Object.values(rest), /the states 'busy'/],
  [
    "two idles",
    (right) => [...ordered(right), { ...right.idle, message: copy(right.idle) }],
    /'busy idle idle'/,
  ],
  ["no reply", ({ reply: _, ...rest }) => Object.values(rest), /execute_request has 0 replies/],
  [
    "two replies",
    (right) => [...ordered(right), { ...right.reply, message: copy(right.reply) }],
    /2 replies/,
  ],
  ["one message twice", (right) => [...ordered(right), right.reply], /two messages have the id/],
  [
    "a reply on another channel",
    (right) => ordered({ ...right, reply: { ...right.reply, channel: "control" } }),
    /sent on shell, and its reply came on control/,
  ],
  [
    "output before busy",
    ({ asked, busy, stream, ...rest }) => [asked, stream, busy, ...Object.values(rest)],
    /stream came before busy/,
  ],
  [
    "output after idle",
    ({ stream, ...rest }) => [...Object.values(rest), stream],
    /execute_request: stream came after idle/,
  ],
  [
    "output before the input",
    ({ asked, busy, input, stream, ...rest }) => [asked, busy, stream, input, ...Object.values(rest)],
    /execute_input is not the first after busy/,
  ],
  [
    "a reply after idle",
    ({ reply, ...rest }) => [...Object.values(rest), { ...reply, message: copy(reply) }],
    /the reply came after idle/,
  ],
  [
    "outputs that changed places",
    ({ asked, busy, input, stream, result, ...rest }) => [
      ...[asked, busy, input, result, stream],
      ...Object.values(rest),
    ],
    /its outputs changed places/,
  ],
  [
    "a parent that nobody sent",
    (right) => ordered({ ...right, stream: changed(right.stream, {}, { msg_id: "another" }) }),
    /stream on iopub has a parent that nobody sent/,
  ],
  [
    "a parent header that was changed",
    (right) => ordered({ ...right, result: changed(right.result, {}, { username: "somebody" }) }),
    /execute_result: the parent header is not the header of the execute_request/,
  ],
  [
    "another count in the result",
    (right) => ordered({ ...right, result: changed(right.result, { execution_count: 7 }) }),
    /two execution counts/,
  ],
  [
    "an error that is not published",
    (right) => ordered({ ...right, reply: changed(right.reply, { status: "error" }) }),
    /status error published 0 errors/,
  ],
  [
    "other code in the input",
    (right) => ordered({ ...right, input: changed(right.input, { code: "2" }) }),
    /execute_input has other code/,
  ],
  ["output of a silent cell", () => ordered(cell({ silent: true })), /a silent cell published stream/],
  [
    "input that the client does not take",
    ({ asked, busy, ...rest }) => [
      asked,
      busy,
      { from: "kernel", channel: "stdin", message: made("input_request", {}, parentOf(asked)) },
      ...Object.values(rest),
    ],
    /a client that takes no input was asked/,
  ],
];

for (const [name, plant, fault] of plants) {
  t.test(name, async (t) => {
    t.match(faultsOf(...plant(cell())).join("\n"), fault);
  });
}

t.test("cells of one shell at the same time", async (t) => {
  const [first, second] = [cell(), cell()];
  const { idle, ...begun } = first;
  const mixed = [...Object.values(begun), ...ordered(second), idle];
  t.match(faultsOf(...mixed).join("\n"), /a cell began before the one before it/);
});

t.test("allowances", async (t) => {
  const { stream, ...rest } = cell();
  t.same(orderFaults([welcome, ...Object.values(rest), stream], { lateOutput: true }), []);
  const { reply: _, ...cut } = cell();
  t.same(orderFaults([welcome, ...Object.values(cut)], { unanswered: true }), []);
});

function copy({ message }: Observed): WireMessage {
  return made(
    message.header.msg_type,
    message.content,
    parentOf({ from: "kernel", channel: "shell", message }),
  );
}

function parentOf({ from, message }: Observed): Header {
  if (from === "client") return message.header;
  const { parentHeader } = message;
  if (!("msg_id" in parentHeader)) throw new Error("A message without a parent");
  return { ...createHeader("", ""), ...parentHeader };
}

import t from "tap";
import { createHeader } from "../../../kernel/messages.js";
import type { JsonObject } from "../../../kernel/wire.js";
import { messageFaults } from "./message-schemas.js";

const faults = (type: string, content: JsonObject, header: object = {}): readonly string[] =>
  messageFaults({
    identities: [],
    header: { ...createHeader(type, "session"), ...header },
    parentHeader: createHeader("execute_request", "client"),
    metadata: {},
    content,
    buffers: [],
  });

const plain = { data: { "text/plain": "1" }, metadata: {} };

t.test("messages of the protocol", async (t) => {
  for (const [type, content] of [
    ["execute_reply", { status: "aborted" }],
    [
      "execute_reply",
      { status: "ok", execution_count: 1, payload: [], user_expressions: { a: { status: "ok", ...plain } } },
    ],
    ["inspect_reply", { status: "ok", found: false, data: {}, metadata: {} }],
    ["is_complete_reply", { status: "incomplete", indent: "  " }],
    ["execute_result", { ...plain, execution_count: 1 }],
    ["list_subshell_reply", { status: "ok", subshell_id: [] }],
    ["update_display_data", { ...plain, transient: { display_id: "a" } }],
  ] as const) {
    t.same(faults(type, content), [], type);
  }
});

const plants: readonly (readonly [type: string, content: JsonObject, fault: RegExp])[] = [
  ["status", { execution_state: "asleep" }, /status.execution_state is "asleep", none of busy,idle,starting/],
  ["stream", { name: "log", text: "a" }, /stream.name is "log"/],
  ["stream", { name: "stdout", text: "" }, /stream.text is ""/],
  ["stream", { name: "stdout" }, /stream.text is missing/],
  ["execute_result", { ...plain, execution_count: "1" }, /execution_count is "1", no integer/],
  ["display_data", { data: { text: "1" }, metadata: {} }, /has the key 'text'/],
  ["display_data", { data: { "text/plain": 1 }, metadata: {} }, /text\/plain is 1/],
  ["display_data", { ...plain, transient: null }, /transient is null, no object/],
  ["error", { ename: "E", evalue: "", traceback: "E" }, /traceback is "E", no array/],
  ["execute_reply", { status: "abort" }, /status is "abort"/],
  ["execute_reply", { status: "error", execution_count: 1 }, /execute_reply/],
  ["inspect_reply", { status: "ok", data: {}, metadata: {} }, /found is missing/],
  [
    "complete_reply",
    { status: "ok", matches: [], cursor_start: -1, cursor_end: 0, metadata: {} },
    /less than 0/,
  ],
  ["comm_msg", { comm_id: "", data: {} }, /comm_id is ""/],
  ["surprise_reply", {}, /surprise_reply is no message of the protocol/],
];
for (const [type, content, fault] of plants) {
  t.test(`${type} ${JSON.stringify(content)}`, async (t) => {
    t.match(faults(type, content).join("\n"), fault);
  });
}

t.test("headers", async (t) => {
  const status = { execution_state: "idle" };
  t.match(faults("status", status, { date: "yesterday" }).join(), /header.date is "yesterday"/);
  t.match(faults("status", status, { version: "4.1" }).join(), /header.version is "4.1"/);
  t.match(faults("status", status, { msg_id: "" }).join(), /header.msg_id is ""/);
});

import { createHeader } from "../../../kernel/messages.js";
import type { RequestChannel } from "../../../kernel/sockets.js";
import { DELIMITER, type Json, type JsonObject, type Signer } from "../../../kernel/wire.js";

/** A message as a hostile or broken client may send it. */
export interface FuzzedMessage {
  /** What is wrong with it. */
  readonly name: string;
  readonly channel: RequestChannel;
  readonly frames: readonly (Buffer | string)[];
  /** The request that has to be answered exactly once; undefined when nothing may be answered. */
  readonly answered: string | undefined;
}

/** Requests that change nothing, whatever their fields are. */
const REQUESTS: readonly (readonly [type: string, content: JsonObject])[] = [
  ["kernel_info_request", {}],
  ["complete_request", { code: "Math.ab", cursor_pos: 7 }],
  ["inspect_request", { code: "Math", cursor_pos: 2, detail_level: 0 }],
  ["is_complete_request", { code: "f(" }],
  ["history_request", { hist_access_type: "tail", n: 3, output: false, raw: true }],
  ["comm_info_request", {}],
  [
    "execute_request",
    { code: "1", silent: true, store_history: false, user_expressions: {}, stop_on_error: false },
  ],
];

const VALUES: readonly Json[] = [
  null,
  true,
  0,
  -1,
  1e308,
  4294967296,
  "",
  "\u0000",
  "\ud800",
  "😀".repeat(50),
  [],
  {},
  [[[[[[]]]]]],
  { __proto__: null, constructor: 1 },
];

/** Makes the messages that `random` determines. */
export function fuzzedMessage(random: () => number, signer: Signer): FuzzedMessage {
  const pick = <T>(from: readonly T[]): T => {
    const picked = from[Math.floor(random() * from.length)];
    if (picked === undefined) throw new Error("There is nothing to choose from");
    return picked;
  };
  const [type, content] = pick(REQUESTS);
  const channel: RequestChannel = random() < 0.7 ? "shell" : "control";
  const header = createHeader(type, "fuzz");
  const signed = (parts: readonly (string | Buffer)[]): (Buffer | string)[] => [
    DELIMITER,
    signer.sign(parts),
    ...parts,
  ];
  const parts = (shown: unknown, body: unknown): string[] => [
    JSON.stringify(shown),
    "{}",
    "{}",
    JSON.stringify(body),
  ];
  const whole = signed(parts(header, content));
  const unanswered = (
    name: string,
    frames: readonly (Buffer | string)[],
    on: RequestChannel = channel,
  ): FuzzedMessage => ({
    name,
    channel: on,
    frames,
    answered: undefined,
  });
  const answered = (name: string, frames: readonly (Buffer | string)[]): FuzzedMessage => ({
    name,
    channel,
    frames,
    answered: header.msg_id,
  });

  const kinds: readonly (() => FuzzedMessage)[] = [
    () => answered("valid", whole),
    () => unanswered("wrong HMAC", [DELIMITER, "0".repeat(64), ...parts(header, content)]),
    () => unanswered("no signature", [DELIMITER, "", ...parts(header, content)]),
    () => unanswered("truncated", whole.slice(0, Math.floor(random() * whole.length))),
    () => unanswered("no delimiter", whole.slice(1)),
    () => unanswered("not JSON", signed(["{", "{}", "{}", "{"])),
    () => unanswered("bytes that are no text", signed([Buffer.from([0xff, 0xfe, 0]), "{}", "{}", "{}"])),
    () => unanswered("content that is no object", signed(parts(header, pick([1, "x", null, [1]])))),
    () => unanswered("header of other types", signed(parts(pick(VALUES), content))),
    () =>
      unanswered(
        "unknown type",
        signed(parts(createHeader(pick(["nothing_request", "__proto__", "toString", ""]), "fuzz"), content)),
      ),
    () => unanswered("wrong channel", whole, "stdin"),
    () =>
      unanswered(
        "comm of nobody",
        signed(parts(createHeader("comm_msg", "fuzz"), { comm_id: "nothing", data: {} })),
      ),
    () =>
      unanswered(
        "many frames",
        Array.from({ length: 300 }, () => "x"),
      ),
    () => unanswered("flipped byte", flipped(whole, random)),
    () => answered("many buffers", [...whole, ...Array.from({ length: 50 }, () => Buffer.alloc(10))]),
    () => answered("huge", signed(parts(header, { ...content, more: "x".repeat(200_000) }))),
    () =>
      answered(
        "deep",
        signed(parts(header, { ...content, more: JSON.parse("[".repeat(500) + "]".repeat(500)) })),
      ),
    () =>
      answered(
        "cursor out of range",
        signed(parts(header, { ...content, cursor_pos: pick([-5, 1e9, 1e308, 0.5]) })),
      ),
    () => {
      const [name = "code"] = [pick([...Object.keys(content), "code"])];
      return answered("field of another type", signed(parts(header, { ...content, [name]: pick(VALUES) })));
    },
    () =>
      answered(
        "own __proto__",
        signed([
          ...parts(header, content).slice(0, 3),
          `{"__proto__":{"code":"1"},${JSON.stringify(content).slice(1)}`.replace(",}", "}"),
        ]),
      ),
  ];
  return pick(kinds)();
}

/** A byte of one of the signed frames is another one. */
function flipped(frames: readonly (Buffer | string)[], random: () => number): Buffer[] {
  const copied = frames.map((frame) => Buffer.from(frame));
  const frame = copied[2 + Math.floor(random() * (copied.length - 2))];
  if (frame !== undefined && frame.length > 0) {
    const at = Math.floor(random() * frame.length);
    frame[at] = (frame[at] ?? 0) ^ (1 + Math.floor(random() * 255));
  }
  return copied;
}

import t from "tap";
import { createHeader } from "../../kernel/messages.js";
import {
  createSigner,
  DELIMITER,
  decodeMessage,
  encodeMessage,
  type WireMessage,
} from "../../kernel/wire.js";

const signer = createSigner("secret", "hmac-sha256");

const message: WireMessage = {
  identities: [Buffer.from("client")],
  header: createHeader("execute_request", "session"),
  parentHeader: {},
  metadata: { a: 1 },
  content: { code: "'é🚀'" },
  buffers: [Buffer.of(0, 255)],
};

const frames = (): Buffer[] => encodeMessage(message, signer).map((frame) => Buffer.from(frame));

t.test("a message comes back as it was", async (t) => {
  const decoded = decodeMessage(frames(), signer);
  t.match(decoded, { kind: "message", message });
});

t.test("the signature is HMAC-SHA256 of the four JSON frames", async (t) => {
  const known = createSigner("key", "hmac-sha256");
  t.equal(
    known.sign(["The quick brown fox ", "jumps over ", "the lazy dog"]),
    "f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8",
  );
});

t.test("tampering with any signed frame is noticed", async (t) => {
  const first = frames().findIndex((frame) => frame.equals(DELIMITER)) + 1;
  for (let at = first; at < first + 5; at++) {
    const changed = frames();
    changed[at] = Buffer.concat([changed[at] ?? Buffer.of(), Buffer.from(" ")]);
    t.match(decodeMessage(changed, signer), { kind: "rejected", reason: "bad signature" }, `frame ${at}`);
  }
});

t.test("an empty key means no signatures", async (t) => {
  const open = createSigner("", "hmac-sha256");
  t.equal(open.sign(["a"]), "");
  t.match(decodeMessage(frames(), open), { kind: "message" });
});

t.test("an unknown scheme is refused", async (t) => {
  t.throws(() => createSigner("key", "rot13"), /Signature scheme 'rot13' is not supported/);
});

t.test("invalid frames are rejected with a reason, never thrown on", async (t) => {
  const signed = (...parts: string[]): Buffer[] =>
    [DELIMITER, signer.sign(parts), ...parts].map((frame) => Buffer.from(frame));
  const header = JSON.stringify(message.header);
  const cases: readonly (readonly [string, Buffer[], RegExp])[] = [
    ["nothing", [], /delimiter/],
    ["no delimiter", [Buffer.from("x")], /delimiter/],
    ["cut short", frames().slice(0, 4), /fewer than six/],
    ["a header of text", signed("nope", "{}", "{}", "{}"), /header/],
    ["a header that is null", signed("null", "{}", "{}", "{}"), /header/],
    ["a header that is a list", signed("[1]", "{}", "{}", "{}"), /header/],
    ["no msg_type", signed('{"msg_id":"a"}', "{}", "{}", "{}"), /header/],
    [
      "a msg_type inherited",
      signed('{"__proto__":{"msg_type":"x","msg_id":"y"}}', "{}", "{}", "{}"),
      /header/,
    ],
    ["content that is null", signed(header, "{}", "{}", "null"), /content/],
    ["content cut short", signed(header, "{}", "{}", "{"), /content/],
  ];
  for (const [name, sent, reason] of cases) {
    t.match(decodeMessage(sent, signer), { kind: "rejected", reason }, name);
  }
});

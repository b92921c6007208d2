import { createHmac, timingSafeEqual } from "node:crypto";

/** The frame that separates routing identities from the message. */
export const DELIMITER = Buffer.from("<IDS|MSG>");

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

export interface Header {
  readonly msg_id: string;
  readonly msg_type: string;
  readonly session: string;
  readonly username: string;
  readonly date: string;
  readonly version: string;
  /** The subshell that a request is for; the main shell without. */
  readonly subshell_id?: string | null;
}

/** A Jupyter message as it stands on the wire. `identities` are ZeroMQ's routing frames. */
export interface WireMessage {
  readonly identities: readonly Buffer[];
  readonly header: Header;
  readonly parentHeader: Header | Record<string, never>;
  readonly metadata: JsonObject;
  readonly content: JsonObject;
  readonly buffers: readonly Uint8Array[];
}

/** How messages are signed: HMAC with the connection's key, or not at all when the key is empty. */
export interface Signer {
  /** The hex signature of the four JSON frames; "" when messages are not signed. */
  sign(frames: readonly (Buffer | string)[]): string;
  /** Compares in constant time. */
  verify(signature: Buffer, frames: readonly Buffer[]): boolean;
}

export type Decoded =
  | { readonly kind: "message"; readonly message: WireMessage; readonly signature: string }
  | { readonly kind: "rejected"; readonly reason: string };

/** `scheme` is the connection file's `signature_scheme`, such as `hmac-sha256`. */
export function createSigner(key: string, scheme: string): Signer {
  if (key === "") return { sign: () => "", verify: () => true };
  const algorithm = /^hmac-(\w+)$/.exec(scheme)?.[1];
  if (algorithm === undefined) {
    throw new Error(`Signature scheme '${scheme}' is not supported: use hmac-sha256`);
  }
  const sign = (frames: readonly (Buffer | string)[]): string => {
    const hmac = createHmac(algorithm, key);
    for (const frame of frames) hmac.update(frame);
    return hmac.digest("hex");
  };
  return {
    sign,
    verify(signature, frames) {
      const expected = Buffer.from(sign(frames));
      return signature.length === expected.length && timingSafeEqual(signature, expected);
    },
  };
}

export function encodeMessage(message: WireMessage, signer: Signer): (Uint8Array | string)[] {
  const parts = [
    JSON.stringify(message.header),
    JSON.stringify(message.parentHeader),
    JSON.stringify(message.metadata),
    JSON.stringify(message.content),
  ];
  return [...message.identities, DELIMITER, signer.sign(parts), ...parts, ...message.buffers];
}

/** Reads untrusted frames. Never throws: what is no valid message is `rejected` with the reason. */
export function decodeMessage(frames: readonly Buffer[], signer: Signer): Decoded {
  const at = frames.findIndex((frame) => frame.equals(DELIMITER));
  if (at < 0) return rejected("no <IDS|MSG> delimiter");
  const [signature, header, parent, metadata, content] = frames.slice(at + 1, at + 6);
  if (
    signature === undefined ||
    header === undefined ||
    parent === undefined ||
    metadata === undefined ||
    content === undefined
  ) {
    return rejected("fewer than six frames");
  }
  if (!signer.verify(signature, [header, parent, metadata, content])) return rejected("bad signature");
  const parsedHeader = parseHeader(parseJson(header));
  if (parsedHeader === undefined) return rejected("the header is not a message header");
  const parsedContent = parseJson(content);
  if (!isJsonObject(parsedContent)) return rejected("the content is not a JSON object");
  const parsedMetadata = parseJson(metadata);
  return {
    kind: "message",
    signature: signature.toString("latin1"),
    message: {
      identities: frames.slice(0, at),
      header: parsedHeader,
      parentHeader: parseHeader(parseJson(parent)) ?? {},
      metadata: isJsonObject(parsedMetadata) ? parsedMetadata : {},
      content: parsedContent,
      buffers: frames.slice(at + 6),
    },
  };
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function rejected(reason: string): Decoded {
  return { kind: "rejected", reason };
}

function parseJson(frame: Buffer): Json | undefined {
  try {
    const value: Json = JSON.parse(frame.toString("utf8"));
    return value;
  } catch {
    return undefined;
  }
}

function parseHeader(value: Json | undefined): Header | undefined {
  if (!isJsonObject(value)) return undefined;
  const text = (key: string): string => {
    const field = Object.hasOwn(value, key) ? value[key] : undefined;
    return typeof field === "string" ? field : "";
  };
  const msgId = text("msg_id");
  const msgType = text("msg_type");
  if (msgId === "" || msgType === "") return undefined;
  const { subshell_id: subshell, ...others } = value;
  return {
    // A reply gives the header back as it came, with fields that are not known here.
    ...others,
    ...(typeof subshell === "string" || subshell === null ? { subshell_id: subshell } : {}),
    msg_id: msgId,
    msg_type: msgType,
    session: text("session"),
    username: text("username"),
    date: text("date"),
    version: text("version"),
  };
}

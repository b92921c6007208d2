import { readFileSync } from "node:fs";
import { messageOf } from "../runtime/message-of.js";

/** What the client wrote into the connection file. Ports are TCP ports, or suffixes of the path for `ipc`. */
export interface Connection {
  readonly transport: "tcp" | "ipc";
  readonly ip: string;
  readonly shellPort: number;
  readonly iopubPort: number;
  readonly controlPort: number;
  readonly stdinPort: number;
  readonly heartbeatPort: number;
  readonly key: string;
  readonly signatureScheme: string;
  /** CURVE key pair (Z85) when the client asks for an encrypted connection. */
  readonly curve?: { readonly publicKey: string; readonly secretKey: string };
}

/** @throws Error naming the file and the field when the file is missing, is no JSON, or lacks a field. */
export function readConnectionFile(path: string): Connection {
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new Error(`Connection file '${path}' can't be read: ${messageOf(error)}`);
  }
  return parseConnection(parsed, path);
}

/** Checks every field of a parsed connection file. `path` only serves the error message. */
export function parseConnection(parsed: unknown, path: string): Connection {
  if (typeof parsed !== "object" || parsed === null) {
    throw new Error(`Connection file '${path}' holds no JSON object`);
  }
  const fields = new Map<string, unknown>(Object.entries(parsed));
  const fail = (name: string, wanted: string): never => {
    throw new Error(
      `Connection file '${path}': '${name}' must be ${wanted}, not ${JSON.stringify(fields.get(name))}`,
    );
  };
  const port = (name: string): number => {
    const value = fields.get(name);
    if (typeof value === "number" && Number.isInteger(value) && value > 0 && value < 65536) return value;
    return fail(name, "a port number");
  };
  const text = (name: string, fallback: string): string => {
    const value = fields.get(name) ?? fallback;
    return typeof value === "string" ? value : fail(name, "a string");
  };
  const transport = text("transport", "tcp");
  if (transport !== "tcp" && transport !== "ipc") return fail("transport", "'tcp' or 'ipc'");
  const publicKey = text("curve_publickey", "");
  const secretKey = text("curve_secretkey", "");
  return {
    transport,
    ip: text("ip", "127.0.0.1"),
    shellPort: port("shell_port"),
    iopubPort: port("iopub_port"),
    controlPort: port("control_port"),
    stdinPort: port("stdin_port"),
    heartbeatPort: port("hb_port"),
    key: text("key", ""),
    signatureScheme: text("signature_scheme", "hmac-sha256"),
    ...(publicKey !== "" && secretKey !== "" ? { curve: { publicKey, secretKey } } : {}),
  };
}

export function endpoint(connection: Connection, port: number): string {
  return connection.transport === "tcp" ? `tcp://${connection.ip}:${port}` : `ipc://${connection.ip}-${port}`;
}

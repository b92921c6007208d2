import { readFileSync } from "node:fs";
import { messageOf } from "../runtime/message-of.js";

/**
 * How clients reach the kernel, and how messages are signed. Ports are TCP ports, or suffixes of the path for `ipc`; a
 * TCP port of 0 is any free one.
 */
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
  /** Where the kernel reports the ports that it has chosen by itself (JEP 66). */
  readonly registration?: Registration;
}

/** What a registration file has instead of ports. */
export interface Registration {
  readonly kernelId: string;
  readonly endpoint: string;
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

/**
 * Checks every field of a parsed connection file, or registration file. `path` only serves the error message.
 * @throws Error naming the file and the field.
 */
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
  const common = {
    transport,
    key: text("key", ""),
    signatureScheme: text("signature_scheme", "hmac-sha256"),
    ...(publicKey !== "" && secretKey !== "" ? { curve: { publicKey, secretKey } } : {}),
  } as const;
  if (fields.has("registration_port")) {
    const registrationIp = text("registration_ip", text("ip", "127.0.0.1"));
    const ip = text("ip", transport === "ipc" ? registrationIp : "127.0.0.1");
    const registration = {
      kernelId: text("kernel_id", ""),
      endpoint: endpoint({ transport, ip: registrationIp }, port("registration_port")),
    };
    return { ...common, ip, ...ownPorts(transport), registration };
  }
  return {
    ...common,
    ip: text("ip", "127.0.0.1"),
    shellPort: port("shell_port"),
    iopubPort: port("iopub_port"),
    controlPort: port("control_port"),
    stdinPort: port("stdin_port"),
    heartbeatPort: port("hb_port"),
  };
}

type Ports = Pick<Connection, "shellPort" | "iopubPort" | "controlPort" | "stdinPort" | "heartbeatPort">;

/** The ports of a kernel that chooses them: suffixes of paths are its own by its process id. */
function ownPorts(transport: Connection["transport"]): Ports {
  const port = (index: number): number => (transport === "tcp" ? 0 : process.pid * 10 + index);
  return {
    shellPort: port(1),
    iopubPort: port(2),
    controlPort: port(3),
    stdinPort: port(4),
    heartbeatPort: port(5),
  };
}

/** The connection file's text for other clients. */
export function connectionFileText(connection: Connection): string {
  const { curve } = connection;
  return JSON.stringify({
    transport: connection.transport,
    ip: connection.ip,
    shell_port: connection.shellPort,
    iopub_port: connection.iopubPort,
    control_port: connection.controlPort,
    stdin_port: connection.stdinPort,
    hb_port: connection.heartbeatPort,
    key: connection.key,
    signature_scheme: connection.signatureScheme,
    ...(curve === undefined ? {} : { curve_publickey: curve.publicKey, curve_secretkey: curve.secretKey }),
  });
}

export function endpoint({ transport, ip }: Pick<Connection, "transport" | "ip">, port: number): string {
  if (transport === "ipc") return `ipc://${ip}-${port}`;
  return `tcp://${ip}:${port === 0 ? "*" : port}`;
}

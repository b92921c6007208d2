import type { ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import type { Connection } from "./connection.js";
import { type KernelProcess, type KernelStart, spawnKernel } from "./kernel-process.js";
import { createHeader } from "./messages.js";
import { connectClientSockets, type RequestChannel } from "./sockets.js";
import { createSigner, decodeMessage, encodeMessage, type JsonObject, type WireMessage } from "./wire.js";

/** Sees every message of a client, in the order in which it sends and receives them. */
export type ObserveMessage = (
  from: "client" | "kernel",
  channel: RequestChannel | "iopub",
  message: WireMessage,
) => void;

export interface ClientOptions extends KernelStart {
  readonly observe?: ObserveMessage;
}

/** What a request may carry beside its content. */
export interface RequestExtras {
  readonly subshellId?: string;
  readonly buffers?: readonly Uint8Array[];
}

/** What the kernel sends in answer to one request. */
export interface RequestListener {
  /** Every message on IOPub that belongs to the request, statuses included. */
  published?(message: WireMessage): void;
  /** The kernel asks for a line of input; the result is sent to it. */
  asked?(prompt: string, password: boolean): string | Promise<string>;
}

export interface Answer {
  readonly reply: JsonObject;
  readonly published: readonly WireMessage[];
}

/** A kernel of our own and the client side of its connection, without any Python. */
export interface KernelClient {
  readonly process: ChildProcess;
  /** Resolves when both the reply and the status `idle` are in. Rejects when the kernel process ends before. */
  request(
    channel: RequestChannel,
    type: string,
    content: JsonObject,
    listener?: RequestListener,
    extras?: RequestExtras,
  ): Promise<Answer>;
  execute(
    code: string,
    options?: JsonObject,
    listener?: RequestListener,
    extras?: RequestExtras,
  ): Promise<Answer>;
  /** Sends frames as they are, signed or not: for what a broken client may send. */
  sendRaw(channel: RequestChannel, frames: (Uint8Array | string)[]): void;
  /** Messages that belong to no request that still waits. */
  onUnclaimed(listener: (message: WireMessage) => void): void;
  /** Resolves when the kernel's heartbeat has answered. */
  ping(): Promise<void>;
  readonly connection: Connection;
  /** Leaves the kernel running. */
  disconnect(): void;
  /** Asks the kernel to end, waits for it, and cleans up. */
  shutdown(): Promise<void>;
}

/** Milliseconds that a kernel gets to end by itself. */
const SHUTDOWN_LIMIT = 5000;
/** Milliseconds between attempts to reach a kernel that is still starting. */
const RETRY = 100;

/**
 * Starts a kernel and resolves once it answers and its outputs arrive.
 * @throws Error when the kernel process ends at its start.
 */
export async function startKernel(options: ClientOptions): Promise<KernelClient> {
  return connectKernel(spawnKernel(options), options);
}

/** Connects a client to a kernel that runs already. */
export async function connectKernel(
  { child, connection, removeFiles }: KernelProcess,
  options: Pick<ClientOptions, "observe"> = {},
): Promise<KernelClient> {
  const signer = createSigner(connection.key, connection.signatureScheme);
  const session = randomUUID();
  const waiting = new Map<string, Waiting>();
  let unclaimed: (message: WireMessage) => void = () => undefined;
  const ended = new Promise<never>((_, reject) => {
    child.on("exit", (code, signal) => {
      reject(new Error(`The kernel process ended (${signal ?? `exit code ${code}`})`));
    });
  });
  // Those who wait for an answer are told; nobody else has to listen.
  ended.catch(() => undefined);

  const sockets = connectClientSockets(connection, session, {
    received(channel, frames) {
      const decoded = decodeMessage(frames, signer);
      if (decoded.kind === "rejected") {
        throw new Error(`The kernel sent an invalid message on ${channel}: ${decoded.reason}`);
      }
      const { message } = decoded;
      options.observe?.("kernel", channel, message);
      const parent = message.parentHeader.msg_id;
      const request = parent === undefined ? undefined : waiting.get(parent);
      if (request === undefined || parent === undefined) {
        unclaimed(message);
      } else if (channel === "stdin") {
        void answerInput(message, request.listener);
      } else if (channel === "iopub") {
        request.published.push(message);
        request.listener.published?.(message);
        if (message.content["execution_state"] === "idle") request.isIdle = true;
      } else {
        request.reply = message.content;
      }
      if (parent !== undefined && request?.reply !== undefined && request.isIdle) {
        waiting.delete(parent);
        request.resolve({ reply: request.reply, published: request.published });
      }
    },
  });

  function send(
    channel: RequestChannel,
    type: string,
    content: JsonObject,
    { subshellId, buffers = [] }: RequestExtras = {},
    parent?: WireMessage,
  ): string {
    const header = createHeader(type, session);
    const message: WireMessage = {
      identities: [],
      header: subshellId === undefined ? header : { ...header, subshell_id: subshellId },
      parentHeader: parent?.header ?? {},
      metadata: {},
      content,
      buffers,
    };
    options.observe?.("client", channel, message);
    sockets.send(channel, encodeMessage(message, signer));
    return header.msg_id;
  }

  async function answerInput(message: WireMessage, listener: RequestListener): Promise<void> {
    const { prompt, password } = message.content;
    const value = (await listener.asked?.(String(prompt), password === true)) ?? "";
    send("stdin", "input_reply", { status: "ok", value }, {}, message);
  }

  const request: KernelClient["request"] = (channel, type, content, listener = {}, extras = {}) => {
    const answer = new Promise<Answer>((resolve) => {
      const id = send(channel, type, content, extras);
      // Comm messages get no reply.
      const reply = type.startsWith("comm_") && !type.endsWith("_request") ? {} : undefined;
      waiting.set(id, { listener, resolve, published: [], reply, isIdle: false });
    });
    return Promise.race([answer, ended]);
  };

  const cleanUp = (): void => {
    sockets.close();
    removeFiles();
  };

  const client: KernelClient = {
    process: child,
    request,
    execute: (code, executeOptions = {}, listener = {}, extras = {}) =>
      request(
        "shell",
        "execute_request",
        {
          code,
          silent: false,
          store_history: true,
          user_expressions: {},
          allow_stdin: listener.asked !== undefined,
          stop_on_error: true,
          ...executeOptions,
        },
        listener,
        extras,
      ),
    ping: sockets.ping,
    connection,
    disconnect: sockets.close,
    sendRaw: (channel, frames) => sockets.send(channel, frames),
    onUnclaimed(listener) {
      unclaimed = listener;
    },
    async shutdown() {
      const exited = new Promise((resolve) => {
        if (child.exitCode !== null || child.signalCode !== null) resolve(undefined);
        else child.on("exit", resolve);
      });
      send("control", "shutdown_request", { restart: false });
      const limit = setTimeout(() => child.kill("SIGKILL"), SHUTDOWN_LIMIT);
      await exited;
      clearTimeout(limit);
      cleanUp();
    },
  };
  try {
    await ready(client, ended);
  } catch (error) {
    cleanUp();
    throw error;
  }
  return client;
}

interface Waiting {
  readonly listener: RequestListener;
  readonly resolve: (answer: Answer) => void;
  readonly published: WireMessage[];
  reply: JsonObject | undefined;
  isIdle: boolean;
}

/** A subscription takes a moment to arrive: asks until an answer comes back whole, its `idle` included. */
async function ready(client: KernelClient, ended: Promise<never>): Promise<void> {
  const answers: Promise<unknown>[] = [ended];
  for (;;) {
    answers.push(client.request("shell", "kernel_info_request", {}).then(() => "ready"));
    const pause = new Promise((resolve) => setTimeout(resolve, RETRY));
    if ((await Promise.race([...answers, pause])) === "ready") return;
  }
}

import {
  Dealer,
  Router,
  type Socket,
  Subscriber,
  XPublisher,
  Proxy as ZmqProxy,
  Request as ZmqRequest,
} from "zeromq";
import { messageOf } from "../runtime/message-of.js";
import { type Connection, endpoint } from "./connection.js";
import { hasCode } from "./has-code.js";
import { createPublishQueue, type PublishingSocket } from "./publish-queue.js";
import { createSendQueue, type Frames, type SendQueue } from "./send-queue.js";

export type RequestChannel = "shell" | "control" | "stdin";

export interface SocketListener {
  /** A multipart message arrived. Must not throw. */
  received(channel: RequestChannel, frames: Buffer[]): void;
  /** A client subscribed to IOPub; `topic` is what it subscribed to. */
  subscribed(topic: string): void;
  /** Outputs come faster than clients read them, or no longer do: the session has to wait meanwhile. */
  congested(isCongested: boolean): void;
}

/** The kernel's side of a connection: everything that is sent is queued, one queue for each socket. */
export interface KernelSockets {
  /** With the ports that were bound. */
  readonly connection: Connection;
  send(channel: RequestChannel | "iopub", frames: Frames): void;
  /** Resolves when everything was handed to ZeroMQ, then closes the sockets. */
  close(): Promise<void>;
}

/** Milliseconds that closing sockets may take to deliver what is queued. */
const LINGER = 500;
/** Milliseconds after the start in which this thread answers the heartbeat itself. */
const HEARTBEAT_DELAY = 200;
/** Messages that ZeroMQ holds for a subscriber of IOPub that is behind: full ones, of a cell that prints, are 64 kB each. */
const PUBLISH_MARK = 200;

/**
 * Binds the five sockets of a connection. The heartbeat echoes by itself.
 * @throws Error when a port is taken.
 */
export async function bindKernelSockets(
  connection: Connection,
  listener: SocketListener,
): Promise<KernelSockets> {
  const curve =
    connection.curve === undefined ? {} : { curveServer: true, curveSecretKey: connection.curve.secretKey };
  const options = { linger: LINGER, sendHighWaterMark: 0, ...curve };
  const shell = new Router(options);
  const control = new Router(options);
  const stdin = new Router(options);
  const heartbeat = new Router(options);
  // Without "allSubs" only the first client's subscription is seen, and the second gets no welcome.
  const iopub = new XPublisher({
    ...options,
    verbosity: "allSubs",
    sendHighWaterMark: PUBLISH_MARK,
    noDrop: true,
  });
  const bind = async (socket: Socket & Bindable, port: number): Promise<number> => {
    await socket.bind(endpoint(connection, port));
    return Number(/\d+$/.exec(socket.lastEndpoint ?? "")?.[0] ?? port);
  };
  const [shellPort, controlPort, stdinPort, heartbeatPort, iopubPort] = await Promise.all([
    bind(shell, connection.shellPort),
    bind(control, connection.controlPort),
    bind(stdin, connection.stdinPort),
    bind(heartbeat, connection.heartbeatPort),
    bind(iopub, connection.iopubPort),
  ]);
  // The start of another thread would be in the way of the first request.
  const stopHeartbeat = echoFor(heartbeat, HEARTBEAT_DELAY).then(() => echoHeartbeat(heartbeat));

  const queues = {
    shell: createSendQueue(shell),
    control: createSendQueue(control),
    stdin: createSendQueue(stdin),
    iopub: createPublishQueue(publishing(iopub), {
      congested: listener.congested,
      dropping: () => process.stderr.write("A client does not read: what is published is dropped for it\n"),
    }),
  };
  void receiveAll(shell, (frames) => listener.received("shell", frames));
  void receiveAll(control, (frames) => listener.received("control", frames));
  void receiveAll(stdin, (frames) => listener.received("stdin", frames));
  void receiveAll(iopub, ([frame]) => {
    if (frame?.[0] === 1) listener.subscribed(frame.subarray(1).toString("utf8"));
  });

  return {
    connection: { ...connection, shellPort, controlPort, stdinPort, heartbeatPort, iopubPort },
    send: (channel, frames) => queues[channel].send(frames),
    async close() {
      queues.iopub.hurry();
      await Promise.all(Object.values(queues).map((queue) => queue.drained()));
      const stop = await stopHeartbeat;
      await stop();
      for (const socket of [shell, control, stdin, iopub]) socket.close();
    },
  };
}

function publishing(socket: XPublisher): PublishingSocket {
  return {
    send: (frames) => socket.send(frames),
    setDropping(isDropping) {
      const { emitWarning } = process;
      // zeromq.js warns that the option waits for the next bind, which is not so: ZeroMQ asks for it at each message.
      process.emitWarning = () => undefined;
      try {
        socket.noDrop = !isDropping;
      } finally {
        process.emitWarning = emitWarning;
      }
    },
  };
}

interface Bindable {
  bind(endpoint: string): Promise<void>;
}

/**
 * Sends one message to a ROUTER, and resolves with its answer.
 * @throws Error when none comes within `milliseconds`.
 */
export async function askOnce(address: string, frames: Frames, milliseconds: number): Promise<Buffer[]> {
  const socket = new Dealer({ linger: 0, sendTimeout: milliseconds, receiveTimeout: milliseconds });
  try {
    socket.connect(address);
    await socket.send(frames);
    return await socket.receive();
  } catch (error) {
    throw new Error(`${address} did not answer within ${milliseconds / 1000} s: ${messageOf(error)}`);
  } finally {
    socket.close();
  }
}

/** A client's side of a connection: what `weft run` and the tests speak through. */
export interface ClientSockets {
  send(channel: RequestChannel, frames: Frames): void;
  /** Resolves when the heartbeat has answered. */
  ping(): Promise<void>;
  close(): void;
}

export interface ClientListener {
  received(channel: RequestChannel | "iopub", frames: Buffer[]): void;
}

export function connectClientSockets(
  connection: Connection,
  identity: string,
  listener: ClientListener,
): ClientSockets {
  const options = { linger: 0, sendHighWaterMark: 0, receiveHighWaterMark: 0, reconnectInterval: 10 };
  const shell = new Dealer({ ...options, routingId: identity });
  const control = new Dealer({ ...options, routingId: identity });
  const stdin = new Dealer({ ...options, routingId: identity });
  const iopub = new Subscriber({ linger: 0, receiveHighWaterMark: 0, reconnectInterval: 10 });
  shell.connect(endpoint(connection, connection.shellPort));
  control.connect(endpoint(connection, connection.controlPort));
  stdin.connect(endpoint(connection, connection.stdinPort));
  iopub.connect(endpoint(connection, connection.iopubPort));
  iopub.subscribe("");
  void receiveAll(shell, (frames) => listener.received("shell", frames));
  void receiveAll(control, (frames) => listener.received("control", frames));
  void receiveAll(stdin, (frames) => listener.received("stdin", frames));
  void receiveAll(iopub, (frames) => listener.received("iopub", frames));
  const heartbeat = new ZmqRequest(options);
  heartbeat.connect(endpoint(connection, connection.heartbeatPort));
  const queues: Record<RequestChannel, SendQueue> = {
    shell: createSendQueue(shell),
    control: createSendQueue(control),
    stdin: createSendQueue(stdin),
  };
  return {
    send: (channel, frames) => queues[channel].send(frames),
    close() {
      for (const socket of [shell, control, stdin, iopub, heartbeat]) socket.close();
    },
    async ping() {
      await heartbeat.send("ping");
      await heartbeat.receive();
    },
  };
}

async function receiveAll(
  socket: Socket & AsyncIterable<Buffer[]>,
  received: (frames: Buffer[]) => void,
): Promise<void> {
  // The array is held while the next message is waited for: it must not hold this one.
  for await (const frames of socket) received(frames.splice(0));
}

/** Answers a bound heartbeat from this thread, for so many milliseconds. */
async function echoFor(heartbeat: Router, milliseconds: number): Promise<void> {
  const end = performance.now() + milliseconds;
  const before = heartbeat.receiveTimeout;
  for (let left = milliseconds; left > 0; left = Math.ceil(end - performance.now())) {
    heartbeat.receiveTimeout = left;
    try {
      await heartbeat.send(await heartbeat.receive());
    } catch (error) {
      // Nothing came in time.
      if (!hasCode(error, "EAGAIN")) throw error;
    }
  }
  heartbeat.receiveTimeout = before;
}

/**
 * Answers a bound heartbeat from a thread of ZeroMQ's own, however busy this one is: a proxy passes what comes on to a socket that
 * is connected with itself. (ZeroMQ 4.3.5 crashes where a steerable proxy has one socket for both ends.)
 * @returns a function that ends the thread and closes the heartbeat.
 */
async function echoHeartbeat(heartbeat: Router): Promise<() => Promise<void>> {
  const mirror = new Dealer({ linger: 0 });
  const address = `inproc://${heartbeat.lastEndpoint}`;
  await mirror.bind(address);
  mirror.connect(address);
  const proxy = new ZmqProxy(heartbeat, mirror);
  const ended = proxy.run();
  // Node waits for its threads when it ends, also after an error.
  const terminate = (): void => proxy.terminate();
  process.once("exit", terminate);
  return () => {
    process.off("exit", terminate);
    terminate();
    return ended;
  };
}

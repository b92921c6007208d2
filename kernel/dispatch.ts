import { createHeader, type Publication } from "./messages.js";
import { RequestError } from "./request-content.js";
import type { RequestChannel } from "./sockets.js";
import { type Subshells, unknownSubshell } from "./subshells.js";
import type { Header, JsonObject, WireMessage } from "./wire.js";

/** A request as its handler sees it. */
export interface Request {
  readonly channel: RequestChannel;
  readonly message: WireMessage;
  /** Publishes on IOPub, as an output of this request. */
  publish(publication: Publication, buffers?: readonly Uint8Array[]): void;
}

/** The content of the reply, or undefined for requests that get none (comm messages). */
export type Handler = (request: Request) => Promise<JsonObject | undefined> | JsonObject | undefined;

export interface Route {
  /** `queued` requests of one shell run one after the other; `immediate` ones are handled at once, whatever runs. */
  readonly lane: "queued" | "immediate";
  /** Done before anything is published, where every millisecond counts. Must neither publish nor throw. */
  readonly hurry?: () => void;
  readonly handle: Handler;
  /** What a queued request is answered with, without being run, after an error of an earlier one. */
  readonly aborted?: () => JsonObject;
}

export interface Outgoing {
  send(channel: RequestChannel | "iopub", message: WireMessage): void;
}

export interface Dispatcher {
  dispatch(channel: RequestChannel, message: WireMessage): void;
  /** Answers everything that waits at this moment behind `request`, in the same shell, with `aborted`. */
  abortQueue(request: Pick<Request, "message">): void;
  /** A publication whose request is long done, or never was. */
  publish(publication: Publication, parent: Header | undefined, buffers?: readonly Uint8Array[]): void;
}

interface Queued {
  readonly channel: RequestChannel;
  readonly message: WireMessage;
  readonly route: Route;
  aborted: boolean;
}

/**
 * Routes requests to their handlers: status busy, the handler with its outputs, the reply, status idle, whatever
 * happens. `session` is the kernel's session id.
 */
export function createDispatcher(
  routes: ReadonlyMap<string, Route>,
  outgoing: Outgoing,
  session: string,
  subshells: Pick<Subshells, "has">,
): Dispatcher {
  /** What waits behind the request that runs, for each shell in which one does. */
  const queues = new Map<string, Queued[]>();

  const publish: Dispatcher["publish"] = (publication, parent, buffers = []) => {
    outgoing.send("iopub", {
      // SUB sockets filter by the first frame; clients subscribe to everything.
      identities: [Buffer.from(`kernel.${session}.${publication.type}`)],
      header: createHeader(publication.type, session),
      parentHeader: parent ?? {},
      metadata: publication.type === "comm_open" ? publication.metadata : {},
      content: publication.content,
      buffers,
    });
  };

  const perform = async (item: Queued): Promise<void> => {
    const { channel, message, route } = item;
    const parent = message.header;
    const status = (state: "busy" | "idle") =>
      publish({ type: "status", content: { execution_state: state } }, parent);
    status("busy");
    const started = new Date().toISOString();
    try {
      const { subshell_id: subshell } = parent;
      if (!subshells.has(subshell)) throw unknownSubshell(String(subshell));
      const content = item.aborted
        ? route.aborted?.()
        : await route.handle({
            channel,
            message,
            publish: (publication, buffers) => publish(publication, parent, buffers),
          });
      // Clients show how long a cell took from when it began, not from when it was sent.
      const metadata = route.lane === "queued" ? { started } : {};
      if (content !== undefined) reply(channel, message, content, metadata);
    } catch (error) {
      reply(channel, message, errorReply(error));
    } finally {
      status("idle");
    }
  };

  const reply = (
    channel: RequestChannel,
    request: WireMessage,
    content: JsonObject,
    metadata: JsonObject = {},
  ): void => {
    const type = request.header.msg_type.replace(/_request$/, "_reply");
    if (type === request.header.msg_type) return;
    outgoing.send(channel, {
      identities: request.identities,
      header: createHeader(type, session),
      parentHeader: request.header,
      metadata,
      content,
      buffers: [],
    });
  };

  const enqueue = async (item: Queued): Promise<void> => {
    const shell = shellOf(item.message);
    const running = queues.get(shell);
    if (running !== undefined) {
      running.push(item);
      return;
    }
    const queue = [item];
    queues.set(shell, queue);
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) await perform(next);
    queues.delete(shell);
  };

  return {
    publish,
    dispatch(channel, message) {
      const route = routes.get(message.header.msg_type);
      if (route === undefined) {
        // Neither busy nor a reply: a client must not take an unknown message for an answered one.
        process.stderr.write(
          `Unknown message type '${message.header.msg_type.slice(0, 80)}' on ${channel}\n`,
        );
        return;
      }
      const item: Queued = { channel, message, route, aborted: false };
      route.hurry?.();
      if (route.lane === "immediate") void perform(item);
      else void enqueue(item);
    },
    abortQueue({ message }) {
      for (const item of queues.get(shellOf(message)) ?? []) {
        if (item.route.aborted !== undefined) item.aborted = true;
      }
    },
  };
}

/** The id of the subshell that a request is for, or "" for the main shell. */
function shellOf({ header }: WireMessage): string {
  return header.subshell_id ?? "";
}

function errorReply(error: unknown): JsonObject {
  const known = error instanceof Error;
  if (!(error instanceof RequestError)) process.stderr.write(`${known ? error.stack : String(error)}\n`);
  const evalue = known ? error.message : String(error);
  const ename = known ? error.name : "Error";
  return { status: "error", ename, evalue, traceback: [`${ename}: ${evalue}`] };
}

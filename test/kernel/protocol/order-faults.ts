import type { RequestChannel } from "../../../kernel/sockets.js";
import type { JsonObject, WireMessage } from "../../../kernel/wire.js";

/** A message as a client sent or received it. */
export interface Observed {
  readonly from: "client" | "kernel";
  readonly channel: RequestChannel | "iopub";
  readonly message: WireMessage;
}

/** What is allowed beyond the rules. */
export interface Allowances {
  /** Outputs of a cell after its `idle`, from its timers for example. */
  readonly lateOutput?: boolean;
  /** Requests without an answer: the kernel was ended while it worked. */
  readonly unanswered?: boolean;
}

const OUTPUTS = new Set([
  "stream",
  "display_data",
  "update_display_data",
  "execute_result",
  "error",
  "clear_output",
]);
/** What belongs to no request. */
const ORPHANS = new Set(["iopub_welcome", "debug_event"]);

/** Everything that came back for one request. */
interface Exchange {
  readonly request: WireMessage;
  readonly channel: RequestChannel | "iopub";
  /** Whether the client was subscribed when it asked: what was published before is lost. */
  readonly isSubscribed: boolean;
  readonly replies: Observed[];
  readonly published: WireMessage[];
}

/**
 * What breaks the order of the protocol in all that a client saw, in the order it saw it: busy first, then outputs, the
 * reply, and idle; one reply for each request, on its channel; each message with the header of its request as its
 * parent; cells of one shell one after the other.
 */
export function orderFaults(observed: readonly Observed[], allowed: Allowances = {}): readonly string[] {
  const exchanges = new Map<string, Exchange>();
  const faults: string[] = [];
  const ids = new Set<string>();
  let isSubscribed = false;
  for (const each of observed) {
    const { from, channel, message } = each;
    const type = message.header.msg_type;
    if (from === "client") {
      if (type === "input_reply") continue;
      exchanges.set(message.header.msg_id, {
        request: message,
        channel,
        isSubscribed,
        replies: [],
        published: [],
      });
      continue;
    }
    if (ids.has(message.header.msg_id)) faults.push(`two messages have the id of one ${type}`);
    ids.add(message.header.msg_id);
    if (type === "iopub_welcome") isSubscribed = true;
    const exchange = exchanges.get(message.parentHeader.msg_id ?? "");
    if (exchange === undefined) {
      const isStart = type === "status" && message.content["execution_state"] === "starting";
      if (!isStart && !ORPHANS.has(type)) faults.push(`${type} on ${channel} has a parent that nobody sent`);
      continue;
    }
    const { request } = exchange;
    if (JSON.stringify(sorted(message.parentHeader)) !== JSON.stringify(sorted(request.header))) {
      faults.push(`${type}: the parent header is not the header of the ${request.header.msg_type}`);
    }
    if (channel === "iopub") exchange.published.push(message);
    else if (channel === "stdin") faults.push(...questionFaults(exchange, message));
    else exchange.replies.push(each);
  }
  for (const exchange of exchanges.values()) faults.push(...exchangeFaults(exchange, allowed));
  return [...faults, ...overlaps(observed, exchanges)];
}

function exchangeFaults(exchange: Exchange, allowed: Allowances): readonly string[] {
  const { request, channel, isSubscribed, replies, published } = exchange;
  const type = request.header.msg_type;
  const faults: string[] = [];
  const wanted = type.endsWith("_request") ? 1 : 0;
  const states = published.flatMap(({ header, content }) =>
    header.msg_type === "status" ? [String(content["execution_state"])] : [],
  );
  const isOpen = replies.length < wanted || !states.includes("idle");
  const isExcused = allowed.unanswered === true && isOpen;
  if (replies.length > wanted || (replies.length < wanted && !isExcused)) {
    faults.push(`${type} has ${replies.length} replies`);
  }
  for (const { channel: on, message } of replies) {
    if (on !== channel) faults.push(`${type} was sent on ${channel}, and its reply came on ${on}`);
    if (message.header.msg_type !== type.replace(/_request$/, "_reply")) {
      faults.push(`${type} was answered with ${message.header.msg_type}`);
    }
  }
  if (!isSubscribed) return faults;
  if (states.join(" ") !== "busy idle" && !isExcused)
    faults.push(`${type} has the states '${states.join(" ")}'`);
  if (published.length > 0 && !hasState(published[0], "busy")) {
    faults.push(`${type}: ${published[0]?.header.msg_type} came before busy`);
  }
  const idle = published.findIndex((message) => hasState(message, "idle"));
  const late = idle < 0 ? [] : published.slice(idle + 1);
  for (const { header } of late) {
    const isTolerated = allowed.lateOutput === true && header.msg_type !== "status";
    if (!isTolerated) faults.push(`${type}: ${header.msg_type} came after idle`);
  }
  faults.push(...dateFaults(type, published.slice(0, idle < 0 ? published.length : idle + 1), replies));
  if (type === "execute_request") faults.push(...executeFaults(exchange));
  return faults;
}

/** Reply and publications come over different sockets: the order in which they were made shows in their dates. */
function dateFaults(
  type: string,
  published: readonly WireMessage[],
  replies: readonly Observed[],
): readonly string[] {
  const times = published.map(({ header }) => Date.parse(header.date));
  const faults = times.some((time, at) => time < (times[at - 1] ?? 0))
    ? [`${type}: its outputs changed places`]
    : [];
  const idle = published.find((message) => hasState(message, "idle"));
  const busy = published.find((message) => hasState(message, "busy"));
  for (const { message } of replies) {
    const made = Date.parse(message.header.date);
    if (idle !== undefined && made > Date.parse(idle.header.date))
      faults.push(`${type}: the reply came after idle`);
    if (busy !== undefined && made < Date.parse(busy.header.date))
      faults.push(`${type}: the reply came before busy`);
  }
  return faults;
}

/** The counts of input, result and reply are one; an error is published, and the same in the reply. */
function executeFaults({ request, replies, published }: Exchange): readonly string[] {
  const faults: string[] = [];
  const [reply] = replies.map(({ message }) => message.content);
  const of = (type: string): readonly JsonObject[] =>
    published.filter(({ header }) => header.msg_type === type).map(({ content }) => content);
  const isSilent = request.content["silent"] === true;
  if (isSilent) {
    for (const { header } of published) {
      if (OUTPUTS.has(header.msg_type) || header.msg_type === "execute_input") {
        faults.push(`a silent cell published ${header.msg_type}`);
      }
    }
    return faults;
  }
  const wasRun = reply !== undefined && reply["status"] !== "aborted" && reply["ename"] !== "RequestError";
  if (!wasRun) return faults;
  const [input, ...more] = of("execute_input");
  if (input === undefined || more.length > 0)
    faults.push(`a cell has ${more.length + (input ? 1 : 0)} execute_input`);
  else if (published[1]?.header.msg_type !== "execute_input")
    faults.push("execute_input is not the first after busy");
  if (input !== undefined && input["code"] !== request.content["code"])
    faults.push("execute_input has other code");
  if (of("execute_result").length > 1) faults.push("a cell has two results");
  for (const each of [...of("execute_input"), ...of("execute_result")]) {
    if (each["execution_count"] !== reply["execution_count"]) faults.push("a cell has two execution counts");
  }
  const errors = of("error");
  if (errors.length !== (reply["status"] === "error" ? 1 : 0)) {
    faults.push(`a cell with status ${String(reply["status"])} published ${errors.length} errors`);
  }
  for (const error of errors) {
    for (const field of ["ename", "evalue", "traceback"]) {
      if (JSON.stringify(error[field]) !== JSON.stringify(reply[field]))
        faults.push(`error and reply differ in ${field}`);
    }
  }
  return faults;
}

function questionFaults({ request, published, replies }: Exchange, question: WireMessage): readonly string[] {
  const faults: string[] = [];
  const type = question.header.msg_type;
  if (type !== "input_request") faults.push(`${type} came on stdin`);
  if (request.content["allow_stdin"] !== true) faults.push("a client that takes no input was asked for some");
  if (replies.length > 0 && published.some((message) => hasState(message, "idle"))) {
    faults.push("input was asked for after idle");
  }
  return faults;
}

/** Cells of one shell never run at the same time. */
function overlaps(
  observed: readonly Observed[],
  exchanges: ReadonlyMap<string, Exchange>,
): readonly string[] {
  const faults: string[] = [];
  const running = new Map<string, string>();
  for (const { from, channel, message } of observed) {
    if (from !== "kernel" || channel !== "iopub" || message.header.msg_type !== "status") continue;
    const id = message.parentHeader.msg_id ?? "";
    const request = exchanges.get(id)?.request;
    if (request?.header.msg_type !== "execute_request") continue;
    const shell = request.header.subshell_id ?? "";
    if (hasState(message, "idle")) running.delete(shell);
    else if (running.has(shell)) faults.push("a cell began before the one before it had come to its end");
    else running.set(shell, id);
  }
  return faults;
}

function hasState(message: WireMessage | undefined, state: "busy" | "idle"): boolean {
  return message?.header.msg_type === "status" && message.content["execution_state"] === state;
}

function sorted(value: object): readonly (readonly [string, unknown])[] {
  return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
}

import type { Debugger } from "node:inspector";
import type { JsonObject } from "../wire.js";
import { type DapEvent, DebugError, MAIN_THREAD, type StopReason } from "./dap.js";
import type { InspectorLink } from "./inspector-link.js";
import type { Scripts, UserScript } from "./scripts.js";

/** A call on the stack, in a script of the user. */
export interface Frame {
  readonly id: number;
  readonly script: UserScript;
  readonly line: number;
  readonly call: Debugger.CallFrame;
  /** Whether it is the cell itself, and no function that was called. */
  readonly isCell: boolean;
}

export type Motion = "next" | "stepIn" | "stepOut" | "pause";

/** Where the main thread stands still, and how it goes on. */
export interface Pause {
  isPaused(): boolean;
  /** From the innermost outwards; none where the thread runs. */
  frames(): readonly Frame[];
  /** What was thrown, where that is why the thread stopped. */
  exception(): JsonObject | undefined;
  resume(): Promise<void>;
  move(motion: Motion): Promise<void>;
  paused(event: Debugger.PausedEventDataType): void;
  resumed(): void;
  /** The session is gone, or no longer debugged. */
  reset(): void;
}

const STEPS = {
  next: "Debugger.stepOver",
  stepIn: "Debugger.stepInto",
  stepOut: "Debugger.stepOut",
  pause: "Debugger.stepInto",
} as const;

interface Stop {
  readonly event: Debugger.PausedEventDataType;
  readonly frames: readonly Frame[];
}

export function createPause(link: InspectorLink, scripts: Scripts, emit: (event: DapEvent) => void): Pause {
  let stop: Stop | undefined;
  /** How the thread was set going, and from where. */
  let motion: Motion | undefined;
  let origin: Frame | undefined;
  let wasForeign = false;

  /** What the thread should do where it stands without a reason that the user has given; undefined: stop. */
  const skip = ({ event, frames }: Stop): keyof Steps | undefined => {
    if (event.hitBreakpoints !== undefined && event.hitBreakpoints.length > 0) return undefined;
    const [top] = event.callFrames;
    const [frame] = frames;
    const isForeign = frame === undefined || frame.call !== top;
    if (isError(event)) return isForeign && !isUncaught(event) ? "Debugger.resume" : undefined;
    if (isForeign) {
      wasForeign = true;
      // Node.js does not let its own functions be hidden from the steps of V8's debugger.
      if (frame !== undefined) return "Debugger.stepOut";
      return motion === "pause" ? "Debugger.stepInto" : "Debugger.resume";
    }
    if (motion === undefined || motion === "pause") return undefined;
    const isEndOfCell = frame.isCell && frame.call.returnValue !== undefined;
    const isOnItsWay = isSameLine(frame, origin) && (wasForeign || isLater(frame.call, origin?.call));
    return isEndOfCell || (isOnItsWay && motion !== "stepOut") ? STEPS[motion] : undefined;
  };

  const goOn = async (how: keyof Steps): Promise<void> => {
    // Going on may end the session before it can answer, which is noticed elsewhere.
    await link.post(how, undefined).catch(() => undefined);
  };

  const standing = (): Stop => {
    if (stop === undefined) throw new DebugError("Nothing stands still at a breakpoint");
    return stop;
  };

  return {
    isPaused: () => stop !== undefined,
    frames: () => stop?.frames ?? [],
    exception: () => (stop !== undefined && isError(stop.event) ? exceptionOf(stop.event) : undefined),
    async resume() {
      standing();
      motion = undefined;
      await goOn("Debugger.resume");
    },
    async move(wanted) {
      if (wanted === "pause") {
        motion = wanted;
        await link.post("Debugger.pause", undefined);
        return;
      }
      [origin] = standing().frames;
      motion = wanted;
      wasForeign = false;
      await goOn(STEPS[wanted]);
    },
    paused(event) {
      const reached = { event, frames: userFrames(event.callFrames, scripts) };
      const onward = skip(reached);
      if (onward !== undefined) {
        void goOn(onward);
        return;
      }
      stop = reached;
      emit({
        event: "stopped",
        body: { ...describe(event, motion), threadId: MAIN_THREAD, allThreadsStopped: true },
      });
      motion = undefined;
    },
    resumed() {
      if (stop === undefined) return;
      stop = undefined;
      emit({ event: "continued", body: { threadId: MAIN_THREAD, allThreadsContinued: true } });
    },
    reset() {
      motion = undefined;
      this.resumed();
    },
  };
}

type Steps = Record<(typeof STEPS)[Motion] | "Debugger.resume", never>;

function userFrames(calls: readonly Debugger.CallFrame[], scripts: Scripts): Frame[] {
  return calls.flatMap((call, index) => {
    const script = scripts.find(call.location.scriptId);
    if (script === undefined) return [];
    const { lineNumber, columnNumber = 0 } = call.location;
    const line = script.lines.line({ lineNumber, columnNumber }) ?? 1;
    // The function that a cell becomes is all of its script.
    const isCell = script.isCell && call.functionLocation?.lineNumber === 0;
    return [{ id: index + 1, script, line, call, isCell }];
  });
}

/** Whether two frames are of one function and stand on the same line. */
function isSameLine(frame: Frame, other: Frame | undefined): boolean {
  const functionOf = ({ call }: Frame): string =>
    JSON.stringify([call.location.scriptId, call.functionLocation]);
  return other !== undefined && frame.line === other.line && functionOf(frame) === functionOf(other);
}

/** Whether a call stands behind another in its script: one line may be several statements, but a loop goes back. */
function isLater({ location: a }: Debugger.CallFrame, other: Debugger.CallFrame | undefined): boolean {
  if (other === undefined) return false;
  const { location: b } = other;
  return (
    a.lineNumber > b.lineNumber ||
    (a.lineNumber === b.lineNumber && (a.columnNumber ?? 0) > (b.columnNumber ?? 0))
  );
}

const isError = ({ reason }: Debugger.PausedEventDataType): boolean =>
  reason === "exception" || reason === "promiseRejection";

function isUncaught({ data }: Debugger.PausedEventDataType): boolean {
  return data !== undefined && "uncaught" in data && data.uncaught === true;
}

function describe(
  event: Debugger.PausedEventDataType,
  motion: Motion | undefined,
): { readonly reason: StopReason; readonly description?: string; readonly text?: string } {
  if (isError(event)) {
    const { description } = exceptionOf(event);
    return { reason: "exception", description: "Paused on an error", text: description };
  }
  if (motion === undefined || (event.hitBreakpoints?.length ?? 0) > 0) return { reason: "breakpoint" };
  return { reason: motion === "pause" ? "pause" : "step" };
}

/** As `exceptionInfo` answers. */
function exceptionOf(event: Debugger.PausedEventDataType) {
  const text = ({ data }: Debugger.PausedEventDataType, key: string): string => {
    const found: unknown = Object.entries(data ?? {}).find(([name]) => name === key)?.[1];
    return typeof found === "string" ? found : "";
  };
  const stack = text(event, "description");
  return {
    exceptionId: text(event, "className") || "Error",
    description: stack.split("\n", 1)[0] ?? "",
    breakMode: isUncaught(event) ? "unhandled" : "always",
    details: { stackTrace: stack },
  };
}

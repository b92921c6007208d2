// Loops that count: the form LLVM vectorizes, with polls of the stop flag where a loop can last.
import type { Emission } from "./emission.js";
import { exitLabel } from "./emission.js";

/** Iterations between two polls of a loop without inner loops: some 10 µs of work. */
export const STRIP = 16384;

export interface Range {
  /** The counter runs over [begin, end), int64. */
  readonly begin: string;
  readonly end: string;
  /** Whether begin and end are compared as signed numbers. */
  readonly signed: boolean;
}

export interface CountedLoop extends Range {
  /** Reads the stop flag: never, after each iteration, or after each strip of them. */
  readonly poll: "never" | "iteration" | "strip";
  /** Metadata of the back-edge, beginning with a comma. */
  readonly metadata: string;
  /** Where the loop goes when it is done. */
  readonly exit: string;
}

/** Fills one iteration; it may branch to `next` to end it. */
export type Iteration = (index: string, next: string) => void;

/** Emits the loop. Code goes on in the block `exit`. */
export function countedLoop(e: Emission, loop: CountedLoop, body: Iteration): void {
  if (loop.poll !== "strip") {
    plainLoop(e, loop, loop.poll === "iteration", body);
    return;
  }
  stripLoop(e, { ...loop, length: STRIP, poll: true }, (strip, exit) =>
    plainLoop(e, { ...loop, ...strip, exit }, false, body),
  );
}

/** One loop; with `poll` its back-edge reads the stop flag. */
export function plainLoop(
  e: Emission,
  loop: Omit<CountedLoop, "poll">,
  poll: boolean,
  body: Iteration,
): void {
  const { code } = e;
  const { begin, end, exit, metadata } = loop;
  const less = lessThan(loop);
  const [header, next, enter] = [code.label("loop"), code.label("next"), code.label("enter")];
  const latch = poll ? code.label("resume") : next;
  code.branchIf(code.assign(`icmp ${less} i64 ${begin}, ${end}`), enter, exit);
  code.start(enter);
  const [index, following] = [code.fresh("i"), code.fresh("i.next")];
  code.start(header);
  code.emit(`${index} = phi i64 [ ${begin}, %${enter} ], [ ${following}, %${latch} ]`);
  body(index, next);
  code.start(next);
  code.emit(`${following} = add ${cannotWrap(loop)} i64 ${index}, 1`);
  const again = code.assign(`icmp ${less} i64 ${following}, ${end}`);
  if (poll) {
    code.branchIf(again, latch, exit);
    code.start(latch);
    pollStop(e, header, metadata);
  } else {
    code.branchIf(again, header, exit, metadata);
  }
  code.start(exit);
}

/**
 * Cuts a range into strips of at most `length` iterations; `body` fills one, and leaves
 * off in the block it is given. With `poll` the
 * stop flag is read between strips.
 */
export function stripLoop(
  e: Emission,
  loop: Range & { readonly exit: string; readonly length: number; readonly poll: boolean },
  body: (strip: Range, exit: string) => void,
): void {
  const { code } = e;
  const less = lessThan(loop);
  const [enter, strip, done, resume] = [
    code.label("enter"),
    code.label("strip"),
    code.label("strip.done"),
    code.label("resume"),
  ];
  const [begin, end] = [code.fresh("strip.begin"), code.fresh("strip.end")];
  code.branchIf(code.assign(`icmp ${less} i64 ${loop.begin}, ${loop.end}`), enter, loop.exit);
  code.start(enter);
  code.start(strip);
  code.emit(`${begin} = phi i64 [ ${loop.begin}, %${enter} ], [ ${end}, %${resume} ]`);
  const rest = code.assign(`sub i64 ${loop.end}, ${begin}`);
  const umin = e.unit.module.declare("llvm.umin.i64", "i64", ["i64", "i64"]);
  const length = code.assign(`call i64 ${umin}(i64 ${rest}, i64 ${loop.length})`);
  code.emit(`${end} = add ${cannotWrap(loop)} i64 ${begin}, ${length}`);
  body({ begin, end, signed: loop.signed }, done);
  code.branchIf(code.assign(`icmp ${less} i64 ${end}, ${loop.end}`), resume, loop.exit);
  code.start(resume);
  if (loop.poll) pollStop(e, strip);
  else code.branch(strip);
  code.start(loop.exit);
}

const lessThan = (range: Range): string => (range.signed ? "slt" : "ult");
const cannotWrap = (range: Range): string => (range.signed ? "nsw" : "nuw");

/** Goes to `label`, or leaves the function where the kernel is to stop. */
export function pollStop(e: Emission, label: string, metadata = ""): void {
  const { code } = e;
  const stop = code.assign("load atomic volatile i32, ptr %context monotonic, align 4", "stop");
  const going = code.assign(`icmp eq i32 ${stop}, 0`);
  code.branchIf(going, label, exitLabel(e, "INTERRUPTED"), metadata + e.unit.loops.likely());
}

// Loops that count: the form LLVM vectorizes, with polls of the stop flag where a loop can last.
import type { Emission } from "./emission.js";
import { exitLabel } from "./emission.js";

/** Iterations between two polls of a loop without inner loops: some 10 µs of work. */
export const STRIP = 16384;

export interface CountedLoop {
  /** The counter runs over [begin, end), int64. */
  readonly begin: string;
  readonly end: string;
  /** Whether begin and end are compared as signed numbers. */
  readonly signed: boolean;
  /** Reads the stop flag: never, after each iteration, or after each strip of them. */
  readonly poll: "never" | "iteration" | "strip";
  /** Metadata of the back-edge, beginning with a comma. */
  readonly metadata: string;
  /** Where the loop goes when it is done. */
  readonly exit: string;
}

/** Emits the loop; `body` fills an iteration, and may branch to `next` to end it. Code goes on in the block `exit`. */
export function countedLoop(
  e: Emission,
  loop: CountedLoop,
  body: (index: string, next: string) => void,
): void {
  const { code } = e;
  const { begin, end, exit } = loop;
  const less = loop.signed ? "slt" : "ult";
  const [header, next, enter] = [code.label("loop"), code.label("next"), code.label("enter")];
  code.branchIf(code.assign(`icmp ${less} i64 ${begin}, ${end}`), enter, exit);
  code.start(enter);
  const strip = loop.poll === "strip" ? openStrip(e, loop) : null;
  const latch = loop.poll === "iteration" ? code.label("resume") : next;
  const before = code.block;
  const index = code.fresh("i");
  const following = code.fresh("i.next");
  code.start(header);
  code.emit(`${index} = phi i64 [ ${strip?.begin ?? begin}, %${before} ], [ ${following}, %${latch} ]`);
  body(index, next);
  code.start(next);
  code.emit(`${following} = add ${loop.signed ? "nsw" : "nuw"} i64 ${index}, 1`);
  const again = code.assign(`icmp ${less} i64 ${following}, ${strip?.end ?? end}`);
  closeLoop(e, loop, again, { header, latch }, strip);
  code.start(exit);
}

interface Strip {
  readonly label: string;
  /** The block that goes on with the next strip. */
  readonly resume: string;
  readonly begin: string;
  readonly end: string;
}

function openStrip(e: Emission, loop: CountedLoop): Strip {
  const { code } = e;
  const before = code.block;
  const [label, resume] = [code.label("strip"), code.label("resume")];
  const [begin, end] = [code.fresh("strip.begin"), code.fresh("strip.end")];
  code.start(label);
  code.emit(`${begin} = phi i64 [ ${loop.begin}, %${before} ], [ ${end}, %${resume} ]`);
  const rest = code.assign(`sub i64 ${loop.end}, ${begin}`);
  const umin = e.unit.module.declare("llvm.umin.i64", "i64", ["i64", "i64"]);
  const length = code.assign(`call i64 ${umin}(i64 ${rest}, i64 ${STRIP})`);
  code.emit(`${end} = add ${loop.signed ? "nsw" : "nuw"} i64 ${begin}, ${length}`);
  return { label, resume, begin, end };
}

function closeLoop(
  e: Emission,
  loop: CountedLoop,
  again: string,
  { header, latch }: { readonly header: string; readonly latch: string },
  strip: Strip | null,
): void {
  const { code } = e;
  if (strip !== null) {
    const done = code.label("strip.done");
    code.branchIf(again, header, done, loop.metadata);
    code.start(done);
    const more = code.assign(`icmp ${loop.signed ? "slt" : "ult"} i64 ${strip.end}, ${loop.end}`);
    code.branchIf(more, strip.resume, loop.exit);
    code.start(strip.resume);
    pollStop(e, strip.label);
  } else if (loop.poll === "iteration") {
    code.branchIf(again, latch, loop.exit);
    code.start(latch);
    pollStop(e, header, loop.metadata);
  } else {
    code.branchIf(again, header, loop.exit, loop.metadata);
  }
}

/** Goes to `label`, or leaves the function where the kernel is to stop. */
export function pollStop(e: Emission, label: string, metadata = ""): void {
  const { code } = e;
  const stop = code.assign("load atomic volatile i32, ptr %context monotonic, align 4", "stop");
  const going = code.assign(`icmp eq i32 ${stop}, 0`);
  code.branchIf(going, label, exitLabel(e, "INTERRUPTED"), metadata + e.unit.loops.likely());
}

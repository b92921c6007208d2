import type { LoopId } from "../compiler/ir/ids.js";
import { walk } from "../compiler/ir/visit.js";
import { shapesBySource } from "../compiler/report/loop-structure.js";
import { positionAt } from "../compiler/source.js";
import type { RawTimeline } from "./addon-interface.js";
import type { CompiledKernel } from "./compiled-kernel.js";
import type { Native } from "./native.js";
import { Timeline, type TimelineSpan } from "./timeline.js";

type LoopName = Pick<TimelineSpan, "loop" | "label">;

/** A chunk as it was recorded, in nanoseconds. */
interface Chunk {
  readonly loop: number;
  readonly thread: number;
  readonly begin: number;
  readonly end: number;
}

/** Runs `action`, which calls the kernel once on this thread, and tells when its loops ran. @throws what `action` throws */
export function recordTimeline(kernel: CompiledKernel, native: Native, action: () => unknown): Timeline {
  const { value, timeline } = native.recordTimeline(action);
  return new Timeline({
    name: kernel.name,
    spans: spansOf(timeline, namesOf(kernel)),
    threads: native.numThreads(),
    milliseconds: timeline.nanoseconds / 1e6,
    dropped: timeline.dropped,
    result: value,
  });
}

/** The loops of a kernel as the report numbers them, and its calls of library functions. */
function namesOf({ material }: CompiledKernel): ReadonlyMap<number, LoopName> {
  const { formed } = material().compilation;
  const names = new Map<number, LoopName>();
  for (const [number, { loop, span, description }] of shapesBySource(formed).entries()) {
    const { line } = positionAt(span.source, span.start);
    names.set(loop, { loop: number, label: `#${number} ${description}, line ${line}` });
  }
  const nameCall = (loop: LoopId): void => {
    const { span, description } = formed.tables.loopInfo(loop);
    const { line } = positionAt(span.source, span.start);
    names.set(loop, { loop: null, label: `${description}, line ${line}` });
  };
  walk(formed.body, (op) => {
    if (op.kind === "runtimeCall" && op.loop !== undefined) nameCall(op.loop);
  });
  return names;
}

/** The native runtime's own loops are those of the call around them; a call without any ran on the caller's thread, as far as can be seen. */
function spansOf(timeline: RawTimeline, names: ReadonlyMap<number, LoopName>): readonly TimelineSpan[] {
  const chunks = chunksOf(timeline);
  const calls = chunks.filter(({ loop }) => names.get(loop)?.loop === null);
  const own = chunks.filter(({ loop }) => loop < 0);
  const around = (inner: Chunk, call: Chunk): boolean => inner.begin >= call.begin && inner.end <= call.end;
  return chunks.flatMap((chunk): readonly TimelineSpan[] => {
    if (calls.includes(chunk) && own.some((inner) => around(inner, chunk))) return [];
    const { loop } = chunk.loop < 0 ? (calls.find((call) => around(chunk, call)) ?? chunk) : chunk;
    const { thread, begin, end } = chunk;
    const name = names.get(loop) ?? { loop: null, label: "runtime" };
    return [{ ...name, thread, begin: begin / 1e6, end: end / 1e6 }];
  });
}

/** Threads are numbered anew: with fewer than there were once, any of the workers may have taken part. */
function chunksOf({ entries }: RawTimeline): readonly Chunk[] {
  const at = (slot: number): number => Number(entries[slot]);
  const workers = new Set([0, ...entries.filter((_, slot) => slot % 4 === 1)].map(Number));
  const threads = new Map([...workers].sort((a, b) => a - b).map((worker, thread) => [worker, thread]));
  return Array.from({ length: entries.length / 4 }, (_, chunk) => ({
    loop: at(4 * chunk),
    thread: threads.get(at(4 * chunk + 1)) ?? 0,
    begin: at(4 * chunk + 2),
    end: at(4 * chunk + 3),
  }));
}

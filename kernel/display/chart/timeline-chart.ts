import type { Timeline, TimelineSpan } from "../../../runtime/timeline.js";
import type { JsonObject } from "../../wire.js";
import { Chart } from "./chart.js";

/** Bars that are shorter than one of so many parts of the time are drawn as one with their neighbours. */
const COLUMNS = 280;
/** Chunks that follow one another are told apart by these. */
const OPACITIES = [1, 0.72] as const;
const ROW_HEIGHT = 34;

/** A row for each thread, a bar for each chunk of a loop that it ran, one colour for each loop. */
export function timelineChart(timeline: Timeline): Chart {
  const { name, spans, threads, milliseconds, dropped } = timeline;
  const bars = join(spans, milliseconds / COLUMNS);
  const note = [
    `${milliseconds.toFixed(3)} ms; ${spans.length.toLocaleString("en-US")} chunks`,
    ...(bars.length < spans.length ? ["short ones drawn together"] : []),
    ...(dropped > 0 ? [`${dropped.toLocaleString("en-US")} more not recorded`] : []),
  ].join(", ");
  const busy = timeline.busy();
  const rows = Array.from({ length: threads }, (_, thread) => rowName(thread, busy[thread] ?? 0));
  const y = { field: "thread", type: "nominal", sort: rows, title: null, scale: { domain: rows } };
  return new Chart(
    {
      text: timeline.toString(),
      note,
      view: {
        layer: [
          {
            data: { values: rows.map((thread) => ({ thread, from: 0, to: milliseconds })) },
            mark: { type: "bar", height: { band: 0.72 }, opacity: 0.12, color: "gray", aria: false },
            encoding: { y, x: timeEncoding(milliseconds), x2: { field: "to" } },
          },
          {
            data: { values: bars.map((bar, place) => barRow(bar, rows, place)) },
            mark: {
              type: "bar",
              height: { band: 0.72 },
              aria: false,
              tooltip: { content: "data" },
            },
            encoding: {
              y,
              x: timeEncoding(milliseconds),
              x2: { field: "to" },
              opacity: { field: "opacity", type: "quantitative", scale: null, legend: null },
              color: {
                field: "loop",
                type: "nominal",
                sort: null,
                title: null,
                legend: { orient: "bottom", columns: 1, labelLimit: 560 },
              },
            },
          },
        ],
      },
    },
    { title: `Threads of ${name}`, height: Math.max(2, threads) * ROW_HEIGHT },
  );
}

const rowName = (thread: number, busy: number): string =>
  `${thread === 0 ? "caller" : `thread ${thread}`}, ${Math.round(100 * busy)}%`;

const timeEncoding = (milliseconds: number): JsonObject => ({
  field: "from",
  type: "quantitative",
  title: "milliseconds",
  scale: { domain: [0, milliseconds], nice: false },
});

const barRow = (
  { label, thread, begin, end }: TimelineSpan,
  rows: readonly string[],
  place: number,
): JsonObject => ({
  thread: rows[thread] ?? `thread ${thread}`,
  loop: label,
  from: begin,
  to: end,
  opacity: OPACITIES[place % OPACITIES.length] ?? 1,
});

/** Bars of one thread and one loop that follow one another, joined until they are `length` long; what is idle between two stays so where it could be seen. */
function join(spans: readonly TimelineSpan[], length: number): readonly TimelineSpan[] {
  const joined: TimelineSpan[] = [];
  const last = new Map<number, number>();
  for (const span of spans.toSorted((a, b) => a.begin - b.begin)) {
    const at = last.get(span.thread);
    const before = at === undefined ? undefined : joined[at];
    if (
      at !== undefined &&
      before?.label === span.label &&
      span.begin - before.end < length / 2 &&
      span.end - before.begin < length
    ) {
      joined[at] = { ...before, end: span.end };
    } else {
      last.set(span.thread, joined.length);
      joined.push(span);
    }
  }
  return joined.toSorted((a, b) => a.thread - b.thread || a.begin - b.begin);
}

// When threads ran which part of a call: what is recorded, what is left alone, and what is shown of it.
import t from "tap";
import { toMimeBundle } from "../../kernel/display/value.js";
import { compile, np } from "../../runtime/library.js";
import { loadNative } from "../../runtime/native.js";
import { Timeline } from "../../runtime/timeline.js";

const source = `%%parallel
function f(a, m) {
  const product = matmul(m, m);
  const sorted = sort(a);
  const b = sin(a) * 2 + sorted;
  let total = 0;
  for (const i of prange(b.length)) total += sqrt(abs(b[i]));
  return [product, b, total];
}
function failing(a) {
  for (const i of prange(a.length)) a[i + 1] = 1;
}`;

function functionOf(name: string): NonNullable<ReturnType<typeof compile>[string]> {
  const found = compile(source, { log: () => {} })[name];
  if (found === undefined) throw new Error(`There is no function ${name}`);
  return found;
}

const native = loadNative();
const threads = native.numThreads();
t.teardown(() => native.setNumThreads(threads));

t.test("each loop and library call of a run", (t) => {
  native.setNumThreads(3);
  const f = functionOf("f");
  const arrays = [np.random.rand(100_000), np.random.rand(60, 60)] as const;
  const expected = f(...arrays);
  const timeline = f.timeline(...arrays);
  t.strictSame(timeline.result, expected, "it returns what a call does");
  const { spans, milliseconds } = timeline;
  t.equal(timeline.threads, 3);
  t.equal(timeline.dropped, 0);
  t.same(
    new Set(spans.map(({ label }) => label)),
    new Set([
      "matrix product, line 3",
      "#0 elementwise copy, line 4",
      "sort, line 4",
      "#1 elementwise +, line 5",
    ]),
    "the reduction is a part of the loop that it was fused into",
  );
  for (const { thread, begin, end } of spans)
    t.ok(thread >= 0 && thread < 3 && begin >= 0 && begin <= end && end <= milliseconds);
  for (let thread = 0; thread < 3; thread++) {
    const own = spans.filter((span) => span.thread === thread).sort((a, b) => a.begin - b.begin);
    const overlap = own.find(({ begin }, place) => place > 0 && begin < (own[place - 1]?.end ?? 0));
    t.equal(overlap, undefined, "a thread does one thing at a time");
  }
  t.ok(timeline.busy().every((share) => share >= 0 && share <= 1));
  t.match(
    String(timeline),
    /^timeline of f: 4 loops on 3 threads, \d+\.\d{3} ms, busy for \d+% \d+% \d+% of that$/,
  );
  t.end();
});

t.test("nothing of it is recorded otherwise", (t) => {
  const f = functionOf("f");
  const arrays = [np.random.rand(1000), np.random.rand(10, 10)] as const;
  f.timeline(...arrays);
  const { timeline } = native.recordTimeline(() => 1);
  t.equal(timeline.entries.length, 0);
  t.end();
});

t.test("an error is that of the call, and ends the recording", (t) => {
  const failing = functionOf("failing");
  t.throws(() => failing.timeline(np.zeros([4])), RangeError);
  t.same(failing.timeline(np.zeros([0])).spans, []);
  t.end();
});

t.test("it displays as a chart with a row for each thread", async (t) => {
  const spans = Array.from({ length: 5000 }, (_, place) => ({
    loop: 0,
    label: "#0 elementwise sin, line 1",
    thread: place % 2,
    begin: place >> 1,
    end: (place >> 1) + 1,
  }));
  const facts = { name: "f", spans, threads: 2, milliseconds: 2500, dropped: 7, result: null };
  const bundle = await toMimeBundle(new Timeline(facts));
  t.same(Object.keys(bundle ?? {}), [
    "application/vnd.vegalite.v5+json",
    "image/svg+xml",
    "image/png",
    "text/plain",
  ]);
  const picture = String(bundle?.["image/svg+xml"]);
  t.match(picture, /caller, 100%/);
  t.match(picture, /thread 1, 100%/);
  t.match(picture, /5,000 chunks, short ones drawn together, 7 more not recorded/);
  t.ok(picture.length < 200_000, `${picture.length} characters`);
});

// The loops of a session below the roofs of the machine: which are there, where, and how they are shown.
import t from "tap";
import { toMimeBundle } from "../../kernel/display/value.js";
import { np } from "../../runtime/np.js";
import { ParallelSession } from "../../runtime/parallel-session.js";
import { Roofline } from "../../runtime/roofline.js";

function sessionOf(values: Record<string, unknown>): ParallelSession {
  return new ParallelSession({
    scope: {
      has: (name) => name in values,
      get: (name) => values[name],
      set: (name, value) => {
        values[name] = value;
      },
      names: () => Object.keys(values),
    },
    log: () => {},
  });
}

t.test("loops that have run are placed by what was counted and measured", (t) => {
  const session = sessionOf({ x: np.random.rand(100_000), s: np.ones([1000], "float32") });
  t.throws(
    () => session.roofline(),
    /No parallel loop has run whose operations on floats can be counted\. Run one/,
  );
  session.runCell("function f(a) { return 2 * a + 1; }\nfunction g(a) { return a * a; }");
  t.throws(() => session.roofline(), /No parallel loop has run/, "nor does one that was only declared");
  session.runCell("const y = f(x);\nconst z = g(s);");
  const { loops, gigabytesPerSecond, peaks, threads } = session.roofline();
  t.ok((gigabytesPerSecond ?? 0) > 0.1);
  t.same([...peaks.keys()], ["float32", "float64"]);
  const [single = 0, double = 0] = peaks.values();
  t.ok(double > 0.1 && single > double, `${single} and ${double} GFLOP/s`);
  t.ok(threads >= 1);
  t.match(
    loops.map(({ dtype, intensity, calls }) => ({ dtype, intensity, calls })),
    [
      { dtype: "float64", intensity: 2 / 16, calls: 1 },
      { dtype: "float32", intensity: 1 / 8, calls: 1 },
    ],
  );
  t.ok(loops.every(({ gigaflops }) => gigaflops > 0));
  t.end();
});

t.test("of a function that was declared anew only the latest counts", (t) => {
  const values: Record<string, unknown> = {};
  const session = sessionOf(values);
  for (const factor of [2, 3]) {
    session.runCell(`function f(a) { return a * ${factor}; }`);
    const { f } = values;
    if (typeof f === "function") f(np.random.rand(1000));
  }
  session.runCell("const z = sum(linspace(0, 1, 1000) * 2);");
  t.match(
    session.roofline().loops.map(({ label }) => label),
    ["f #0 elementwise *, line 1", /^cell\[\d\] #0 reduction sum/],
  );
  t.end();
});

t.test("what can't be counted is named", (t) => {
  const session = sessionOf({ x: np.random.rand(1000) });
  session.runCell(`function f(a) {
    const r = zeros(a.length);
    for (const i of prange(a.length)) { let s = a[i] + 1; while (s < 10) s = s * 1.5; r[i] = s; }
    return r;
  }
  const y = f(x);`);
  t.throws(() => session.roofline(), /not that of .* prange, line \d\. Run one/);
  session.runCell("const z = x * 2;");
  const text = String(session.roofline());
  t.match(text, /^roofline on \d+ threads: memory \d+\.\d GB\/s, float64 \d+\.\d GFLOP\/s\n/);
  t.match(text, /elementwise \*, line 1: 0\.0625 FLOP\/byte, [\d.e-]+ GFLOP\/s, \d+% of the roof\n/);
  t.match(text, /not counted, as the trips of inner loops depend on data: .*prange/);
  t.end();
});

t.test("the roof is the lower one", (t) => {
  const facts = {
    gigabytesPerSecond: 10,
    peaks: new Map([["float64", 40]] as const),
    threads: 2,
    loops: [],
    uncounted: [],
  };
  const roofline = new Roofline(facts);
  t.equal(roofline.roof("float64", 1), 10);
  t.equal(roofline.roof("float64", 100), 40);
  t.equal(new Roofline({ ...facts, gigabytesPerSecond: null }).roof("float64", 1), 40);
  t.end();
});

t.test("it displays as a chart", async (t) => {
  const loops = Array.from({ length: 30 }, (_, place) => ({
    label: `f #${place} elementwise +, line 1`,
    dtype: "float64" as const,
    intensity: place === 29 ? 1e9 : 2 ** (place % 8) / 16,
    gigaflops: 1 + place,
    calls: 1,
    milliseconds: place === 29 ? 200 : 100 - place,
  }));
  for (const gigabytesPerSecond of [12.5, null]) {
    const facts = {
      gigabytesPerSecond,
      peaks: new Map([["float64", 40]] as const),
      threads: 2,
      loops,
      uncounted: ["g"],
    };
    const bundle = await toMimeBundle(new Roofline(facts));
    const picture = String(bundle?.["image/svg+xml"]);
    t.match(picture, "float64: 40.0 GFLOP/s");
    t.match(picture, "2 threads, the 20 loops of 30 that took the most time, 1 not counted");
    t.equal(picture.includes("memory: 12.5 GB/s"), gigabytesPerSecond !== null);
    t.notMatch(picture, /NaN|undefined/);
    t.notMatch(picture, />1e\+?0?[6789]</, "what computes without memory stands at the edge");
  }
});

import t, { type Test } from "tap";
import type { ValueId } from "../../compiler/ir/ids.js";
import type { LoopOp, Reduction } from "../../compiler/ir/ops.js";
import { loadNative } from "../../runtime/native.js";
import { liveMemory } from "../live-memory.js";
import type { Kernel } from "./loop-builder.js";
import { kernel } from "./loop-builder.js";
import { compiled, type Run } from "./run-kernel.js";

const THREADS = [1, 2, 3, 7, 16];

/** Runs once for each number of threads; all results must have the same bits. */
function onAllThreads(t: Test, run: () => Run): Run {
  const native = loadNative();
  const threads = native.numThreads();
  try {
    const runs = THREADS.map((count) => {
      native.setNumThreads(count);
      return run();
    });
    const [first] = runs;
    if (first === undefined) throw new Error("no run");
    for (const other of runs) t.same(other.integers.slice(0, 4), first.integers.slice(0, 4));
    return first;
  } finally {
    native.setNumThreads(threads);
  }
}

const scalar = (k: Kernel, initial: ValueId, dtype: "float64" | "int64" | "complex128" = "float64") => {
  const slot = k.declare({ kind: "scalar", dtype }, "acc");
  k.set(slot, initial);
  return slot;
};

const builtin = (
  slot: Reduction<LoopOp>["slots"][number],
  identity: ValueId,
  op: "add" | "mul" | "min" | "max",
): Reduction<LoopOp> => ({
  slots: [slot],
  identities: [identity],
  combiner: { kind: "builtin", op },
  description: `${op} on acc`,
});

t.test("a sum has the same bits on any number of threads", async (t) => {
  const k = kernel("sum");
  const a = k.array("a", 1);
  const n = k.extent(a);
  const unit = k.view(a, k.constant(0), [n], [k.constant(1)]);
  const zero = k.constant(0, "float64");
  const acc = scalar(k, k.constant(1000, "float64"));
  k.parfor(n, (r, i) => r.set(acc, r.binary("add", r.get(acc), r.load(unit, [i]))), [
    builtin(acc, zero, "add"),
  ]);
  const run = compiled(k.program([k.get(acc)]));
  for (const length of [0, 1, 17, 4096, 1_000_003]) {
    const data = Float64Array.from({ length }, (_, index) => Math.sin(index) / 3);
    const { floats } = onAllThreads(t, () => run({ data, shape: [length] }));
    const exact = data.reduce((sum, x) => sum + x, 1000);
    t.ok(Math.abs((floats[0] ?? 0) - exact) < 1e-9, `${floats[0]} of ${length} elements`);
  }
});

t.test("the least element propagates NaN", async (t) => {
  const k = kernel("least");
  const a = k.array("a", 1);
  const infinity = k.constant(Number.POSITIVE_INFINITY, "float64");
  const acc = scalar(k, infinity);
  k.parfor(k.extent(a), (r, i) => r.set(acc, r.binary("min", r.get(acc), r.load(a, [i]))), [
    builtin(acc, infinity, "min"),
  ]);
  const run = compiled(k.program([k.get(acc)]));
  const data = Float64Array.from({ length: 50_001 }, (_, index) => (index * 7919) % 50_021);
  t.equal(run({ data, shape: [data.length] }).floats[0], 0);
  data[40_000] = Number.NaN;
  t.ok(Number.isNaN(run({ data, shape: [data.length] }).floats[0]));
});

t.test("a product of complex numbers", async (t) => {
  const k = kernel("product");
  const n = k.scalar("n", "int64");
  const one = k.complex(k.constant(1, "float64"), k.constant(0, "float64"));
  const i = k.complex(k.constant(0, "float64"), k.constant(1, "float64"));
  const acc = scalar(k, one, "complex128");
  k.parfor(n, (r) => r.set(acc, r.binary("mul", r.get(acc), i)), [builtin(acc, one, "mul")]);
  const run = compiled(k.program([k.get(acc)]));
  for (const [count, re, im] of [
    [0, 1, 0],
    [1, 0, 1],
    [100_002, -1, 0],
  ] as const) {
    t.same(onAllThreads(t, () => run(BigInt(count))).floats.slice(0, 2), [re, im], `i ** ${count}`);
  }
});

t.test("a pair of accumulators: the first place of the least element", async (t) => {
  const k = kernel("argmin");
  const a = k.array("a", 1);
  const [infinity, none] = [k.constant(Number.POSITIVE_INFINITY, "float64"), k.constant(-1)];
  const [best, at] = [scalar(k, infinity), scalar(k, none, "int64")];
  const value = (dtype: "float64" | "int64" | "bool") => k.tables.value({ kind: "scalar", dtype });
  const [leftBest, leftAt, rightBest, rightAt] = [
    value("float64"),
    value("int64"),
    value("float64"),
    value("int64"),
  ];
  const [less, lessBest, lessAt] = [value("bool"), value("float64"), value("int64")];
  const { span } = k;
  const body: readonly LoopOp[] = [
    { kind: "compare", op: "lt", a: rightBest, b: leftBest, out: less, span },
    { kind: "select", condition: less, a: rightBest, b: leftBest, out: lessBest, span },
    { kind: "select", condition: less, a: rightAt, b: leftAt, out: lessAt, span },
  ];
  const reduction: Reduction<LoopOp> = {
    slots: [best, at],
    identities: [infinity, none],
    combiner: {
      kind: "custom",
      left: [leftBest, leftAt],
      right: [rightBest, rightAt],
      body,
      results: [lessBest, lessAt],
    },
    description: "min on best",
  };
  k.parfor(
    k.extent(a),
    (r, i) => {
      const x = r.load(a, [i]);
      r.if(r.compare("lt", x, r.get(best)), (inner) => {
        inner.set(best, x);
        inner.set(at, i);
      });
    },
    [reduction],
  );
  const run = compiled(k.program([k.get(best), k.get(at)]));
  const data = Float64Array.from(
    { length: 300_000 },
    (_, index) => Math.abs((index % 1000) - 500) + (index < 5000 ? 1 : 0),
  );
  const result = onAllThreads(t, () => run({ data, shape: [data.length] }));
  t.same([result.floats[0], result.integers[1]], [0, 5500n]);
});

t.test("an array that all iterations add to", async (t) => {
  const k = kernel("histogram");
  const [keys, counts] = [k.array("keys", 1, "int64"), k.array("counts", 1, "int64")];
  const [zero, one] = [k.constant(0), k.constant(1)];
  const slot = k.declare({ kind: "array", dtype: "int64", ndim: 1 }, "counts");
  k.set(slot, counts);
  k.parfor(
    k.extent(keys),
    (r, i) => {
      const [own, key] = [r.get(slot), r.load(keys, [i])];
      r.store(own, [key], r.binary("add", r.load(own, [key]), one));
    },
    [builtin(slot, zero, "add")],
  );
  const run = compiled(k.program([]));
  const before = await liveMemory();
  const data = BigInt64Array.from({ length: 100_000 }, (_, index) => BigInt((index * index) % 5));
  const bins = new BigInt64Array(10);
  bins[2] = 7n;
  run({ data, shape: [data.length] }, { data: bins, shape: [5], strides: [2] });
  t.same(Array.from(bins), [20_000n, 0n, 40_007n, 0n, 0n, 0n, 0n, 0n, 40_000n, 0n]);
  t.same(await liveMemory(), before);
});

t.test("a variable that several iterations set to one value", async (t) => {
  const k = kernel("found");
  const a = k.array("a", 1);
  const [found, wanted] = [k.declare({ kind: "scalar", dtype: "bool" }, "found"), k.constant(5, "float64")];
  const last = k.declare({ kind: "scalar", dtype: "complex64" }, "last");
  k.parfor(k.extent(a), (r, i) => {
    r.if(r.compare("eq", r.load(a, [i]), wanted), (inner) => {
      inner.set(found, inner.constant(true, "bool"));
      const part = inner.constant(2, "float32");
      inner.set(last, inner.complex(part, part));
    });
  });
  const run = compiled(k.program([k.get(found), k.get(last)]));
  const of = (...values: readonly number[]) =>
    run({ data: Float64Array.from(values), shape: [values.length] });
  t.same([of(1, 5, 5).integers[0], of(1, 5, 5).floats.slice(1)], [1n, [2, 2]]);
  t.same([of(1, 2).integers[0], of(1, 2).floats.slice(1)], [0n, [0, 0]]);
});

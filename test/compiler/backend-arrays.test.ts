import t from "tap";
import type { LoopOp } from "../../compiler/ir/ops.js";
import { loadNative } from "../../runtime/native.js";
import { liveMemory } from "../live-memory.js";
import { kernel } from "./loop-builder.js";
import { compiled, doubles } from "./run-kernel.js";

t.test("an elementwise loop over one array", async (t) => {
  const k = kernel("scale");
  const [a, factor] = [k.array("a", 1), k.scalar("factor")];
  const n = k.extent(a);
  const out = k.alloc([n]);
  k.parfor(n, (r, i) => r.store(out, [i], r.binary("mul", r.load(a, [i]), factor)));
  const run = compiled(k.program([out]));
  for (const length of [0, 1, 3, 64, 1000, 100_001]) {
    const data = Float64Array.from({ length }, (_, index) => index / 7);
    t.same(
      doubles(run({ data, shape: [length] }, 2.5)),
      Array.from(data, (x) => x * 2.5),
      `${length} elements`,
    );
  }
});

t.test("strides of arguments, negative and zero ones too", async (t) => {
  const k = kernel("copy");
  const a = k.array("a", 2);
  const [rows, columns] = [k.extent(a, 0), k.extent(a, 1)];
  const out = k.alloc([rows, columns]);
  const [zero, one] = [k.constant(0), k.constant(1)];
  k.parfor(rows, (r, i) => {
    r.for([zero, columns, one], (inner, j) => inner.store(out, [i, j], inner.load(a, [i, j])));
  });
  const run = compiled(k.program([out]));
  const data = Float64Array.of(0, 1, 2, 3, 4, 5);
  t.same(doubles(run({ data, shape: [3, 2], strides: [1, 3] })), [0, 3, 1, 4, 2, 5], "transposed");
  t.same(
    doubles(run({ data, shape: [2, 3], strides: [-3, -1], offsetBytes: 40 })),
    [5, 4, 3, 2, 1, 0],
    "backwards",
  );
  t.same(doubles(run({ data, shape: [2, 3], strides: [0, 1] })), [0, 1, 2, 0, 1, 2], "broadcast");
});

t.test("a view of a fresh array writes to it", async (t) => {
  const k = kernel("diagonal");
  const n = k.scalar("n", "int64");
  const out = k.alloc([n, n], "float64", "zero");
  const [zero, one] = [k.constant(0), k.constant(1)];
  const diagonal = k.view(out, zero, [n], [k.binary("add", n, one)]);
  k.parfor(n, (r, i) => r.store(diagonal, [i], r.cast(r.binary("add", i, one), "float64")));
  const run = compiled(k.program([out]))(3n);
  t.same(doubles(run), [1, 0, 0, 0, 2, 0, 0, 0, 3]);
  t.same(
    [run.arrays[0]?.shape, run.arrays[0]?.strides],
    [
      [3, 3],
      [3, 1],
    ],
  );
});

t.test("an argument that is returned keeps its memory", async (t) => {
  const k = kernel("same");
  const a = k.array("a", 1);
  const half = k.view(a, k.constant(1), [k.constant(2)], [k.constant(2)]);
  const run = compiled(k.program([half]));
  const data = Float64Array.of(0, 1, 2, 3);
  const { arrays } = run({ data, shape: [4] });
  t.same(arrays, [
    {
      bytes: null,
      pointer: loadNative().addressOf(data.buffer, data.byteOffset + 8),
      shape: [2],
      strides: [2],
    },
  ]);
});

t.test(
  "a failed bounds check tells site, index, axis and extent of the first iteration that fails",
  async (t) => {
    const k = kernel("gather");
    const [a, index] = [k.array("a", 1), k.array("index", 1, "int64")];
    const site = k.site({ kind: "bounds", span: k.span, array: "a" });
    const n = k.extent(index);
    const out = k.alloc([n]);
    k.parfor(n, (r, i) => {
      const wrapping = r.at(a, [r.load(index, [i])], { kind: "checked", site, wrap: true });
      r.store(out, [i], wrapping);
    });
    const run = compiled(k.program([out]));
    const data = Float64Array.of(10, 20, 30);
    const gather = (...at: readonly bigint[]) =>
      run({ data, shape: [3] }, { data: BigInt64Array.from(at), shape: [at.length] });
    t.same(doubles(gather(0n, 2n, -1n, -3n)), [10, 30, 30, 10]);
    const before = await liveMemory();
    t.same(gather(0n, 1n, 3n, -4n).outcome, { kind: "failed", site: 0, order: 2n, values: [3n, 0n, 3n, 0n] });
    t.same(gather(-4n, 7n).outcome, { kind: "failed", site: 0, order: 0n, values: [-4n, 0n, 3n, 0n] });
    t.same(await liveMemory(), before, "the array that was allocated is freed");
  },
);

t.test("an array that is too large fails as out of memory", async (t) => {
  const k = kernel("huge");
  const n = k.scalar("n", "int64");
  const out = k.alloc([n, n]);
  const run = compiled(k.program([out]));
  t.equal(run(2n ** 40n).outcome.kind, "out-of-memory");
  t.equal(run(2n).outcome.kind, "ok");
});

t.test("a source that overlaps the target is copied first", async (t) => {
  const k = kernel("shift");
  const [to, from] = [k.array("to", 1), k.array("from", 1)];
  const axes = () => [k.tables.value({ kind: "scalar", dtype: "int64" })];
  const out = k.tables.value({ kind: "array", dtype: "float64", shape: axes(), strides: axes() });
  k.push({ kind: "unalias", out, array: from, target: to, reads: "before", span: k.span });
  k.parfor(k.extent(to), (r, i) => r.store(to, [i], r.binary("add", r.load(to, [i]), r.load(out, [i]))));
  const run = compiled(k.program([], { mayAlias: true }));
  const data = Float64Array.of(1, 2, 3, 4);
  const before = await liveMemory();
  run({ data, shape: [3], offsetBytes: 8 }, { data, shape: [3] });
  t.same(Array.from(data), [1, 3, 5, 7], "shifted by one");
  run({ data, shape: [4] }, { data, shape: [4] });
  t.same(Array.from(data), [2, 6, 10, 14], "onto itself");
  run({ data, shape: [4] }, { data, shape: [4], strides: [-1], offsetBytes: 24 });
  t.same(Array.from(data), [16, 16, 16, 16], "reversed");
  t.same(await liveMemory(), before);
});

t.test("scratch memory of a chunk, which each iteration uses anew", async (t) => {
  const k = kernel("scratch");
  const n = k.scalar("n", "int64");
  const out = k.alloc([n]);
  const [zero, one, two] = [k.constant(0), k.constant(1), k.constant(2)];
  const prologue: LoopOp[] = [];
  const scratch = k.tables.value({ kind: "array", dtype: "float64", shape: [two], strides: [one] });
  prologue.push({ kind: "alloc", out: scratch, fill: "none", span: k.span });
  k.parfor(n, (r, i) => {
    r.store(scratch, [zero], r.cast(i, "float64"));
    r.store(scratch, [one], r.constant(0.5, "float64"));
    r.store(out, [i], r.binary("add", r.load(scratch, [zero]), r.load(scratch, [r.binary("rem", i, two)])));
  });
  const program = k.program([out]);
  const body = program.body.map((op): LoopOp => (op.kind === "parfor" ? { ...op, prologue } : op));
  const got = doubles(compiled({ ...program, body })(1000n));
  t.same(
    got,
    Array.from(got, (_, i) => i + (i % 2 === 0 ? i : 0.5)),
  );
});

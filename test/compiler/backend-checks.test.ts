// Loops with checks run in strips that are probed first: what they do and how they fail must not show it.
import t from "tap";
import { emitLlvm } from "../../compiler/backend/emit-llvm.js";
import type { Bounds } from "../../compiler/ir/ops.js";
import type { LoopProgram } from "../../compiler/ir/program.js";
import { hostTarget } from "../../runtime/host-target.js";
import { loadNative } from "../../runtime/native.js";
import type { Kernel } from "./loop-builder.js";
import { kernel } from "./loop-builder.js";
import { compiled } from "./run-kernel.js";

const N = 5000;
const checked = (k: Kernel, wrap = false): Bounds => ({
  kind: "checked",
  site: k.site({ kind: "bounds", span: k.span, array: "a" }),
  wrap,
});

/** Messages of LLVM's vectorizer about the user's loops. */
function remarks(program: LoopProgram): readonly string[] {
  const native = loadNative();
  const { ir } = emitLlvm(program, hostTarget(native));
  return native
    .compile(ir, { optLevel: 3, remarks: true })
    .remarks.flatMap(({ line, message }) => (line > 0 ? [message] : []));
}

t.test("consecutive accesses beyond the end of an array", async (t) => {
  const k = kernel("shifted");
  const [a, b] = [k.array("a", 1), k.array("b", 1)];
  const [n, shift] = [k.scalar("n", "int64"), k.scalar("shift", "int64")];
  const [bounds, one] = [checked(k, true), k.constant(1)];
  const [x, y] = [a, b].map((array) => k.view(array, k.constant(0), [k.extent(array)], [one]));
  if (x === undefined || y === undefined) throw new Error("no views");
  k.parfor(n, (r, i) => {
    const value = r.at(x, [r.binary("sub", i, shift)], bounds);
    r.push({ kind: "store", array: y, index: [i], value, bounds, span: k.span });
  });
  const program = k.program([]);
  const run = compiled(program);
  const data = Float64Array.from({ length: N }, (_, index) => index);
  const target = new Float64Array(N);
  const call = (count: bigint, by: bigint) => {
    target.fill(-1);
    return run({ data, shape: [N] }, { data: target, shape: [N] }, count, by).outcome;
  };
  t.same(call(5000n, 0n), { kind: "ok" });
  t.same(target, data);
  t.same(call(5000n, 3n), { kind: "ok" }, "the first indices count from the end");
  t.same(Array.from(target.subarray(0, 5)), [4997, 4998, 4999, 0, 1]);
  t.same(call(5000n, -2n), { kind: "failed", site: 0, order: 4998n, values: [5000n, 0n, 5000n, 0n] });
  t.same(Array.from(target.subarray(4995)), [4997, 4998, 4999, -1, -1], "what came before is written");
  t.match(remarks(program).join(), /vectorized loop/);
});

t.test("gathers, and accesses under a condition", async (t) => {
  const k = kernel("gather");
  const [a, index, out] = [k.array("a", 1), k.array("index", 1, "int64"), k.array("out", 1)];
  const bounds = checked(k);
  const zero = k.constant(0);
  k.parfor(k.extent(index), (r, i) => {
    const at = r.load(index, [i]);
    r.if(r.compare("ge", at, zero), (inner) => inner.store(out, [i], inner.at(a, [at], bounds)));
  });
  const program = k.program([]);
  const run = compiled(program);
  const data = Float64Array.from({ length: 10 }, (_, position) => position * 10);
  const call = (positions: readonly number[]) => {
    const target = new Float64Array(positions.length).fill(-1);
    const { outcome } = run(
      { data, shape: [10] },
      { data: BigInt64Array.from(positions, BigInt), shape: [positions.length] },
      { data: target, shape: [positions.length] },
    );
    return { outcome, target };
  };
  const positions = Array.from({ length: N }, (_, position) => (position % 11) - 1);
  const { target } = call(positions);
  t.same(
    Array.from(target),
    positions.map((position) => (position < 0 ? -1 : position * 10)),
  );
  positions[4321] = 10;
  positions[4500] = 99;
  t.same(call(positions).outcome, { kind: "failed", site: 0, order: 4321n, values: [10n, 0n, 10n, 0n] });
});

t.test("checks of values, in a loop that sums", async (t) => {
  const k = kernel("check");
  const a = k.array("a", 1);
  const zero = k.constant(0, "float64");
  const site = k.site({
    kind: "error",
    span: k.span,
    errorClass: "Error",
    message: "{0}",
    dtypes: ["int64"],
  });
  const acc = k.declare({ kind: "scalar", dtype: "float64" }, "acc");
  const [none, one] = [k.constant(0), k.constant(1)];
  k.for(
    [none, k.extent(a), one],
    (r, i) => {
      const x = r.load(a, [i]);
      r.push({ kind: "check", condition: r.compare("ge", x, zero), site, values: [i], span: k.span });
      r.set(acc, r.binary("add", r.get(acc), x));
    },
    [acc],
  );
  const program = k.program([k.get(acc)]);
  const run = compiled(program);
  const data = new Float64Array(N).fill(0.5);
  t.equal(run({ data, shape: [N] }).floats[0], N / 2);
  data[3000] = -1;
  t.same(run({ data, shape: [N] }).outcome, {
    kind: "failed",
    site: 0,
    order: 0n,
    values: [3000n, 0n, 0n, 0n],
  });
  t.match(remarks(program).join(), /vectorized loop/);
});

t.test("an index that the loop itself writes is checked in place", async (t) => {
  const k = kernel("chase");
  const next = k.array("next", 1, "int64");
  const [bounds, one] = [checked(k), k.constant(1)];
  k.for([one, k.extent(next), one], (r, i) => {
    const before = r.load(next, [r.binary("sub", i, one)]);
    const value = r.binary("add", r.at(next, [before], bounds), one);
    r.store(next, [i], value);
  });
  const run = compiled(k.program([]));
  const data = BigInt64Array.of(0n, 9n, 9n, 9n, 9n);
  t.same(run({ data, shape: [5] }).outcome, { kind: "ok" });
  t.same(Array.from(data), [0n, 1n, 2n, 3n, 4n]);
  data[0] = 4n;
  t.same(run({ data, shape: [5] }).outcome, { kind: "failed", site: 0, order: 0n, values: [5n, 0n, 5n, 0n] });
});

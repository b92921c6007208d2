import t from "tap";
import { aliasingOf } from "../../../compiler/ir/aliasing.js";
import { asValueId } from "../../../compiler/ir/ids.js";
import { kernel } from "../loop-builder.js";

t.test("parameters are disjoint unless the program says otherwise", async (t) => {
  const k = kernel("parameters");
  const [a, b] = [k.array("a", 1), k.array("b", 1)];
  t.notOk(aliasingOf(k.program([])).mayOverlap(a, b));
  t.ok(aliasingOf(k.program([], { mayAlias: true })).mayOverlap(a, b));
});

t.test("a view shares the memory of its base, an allocation has its own", async (t) => {
  const k = kernel("views");
  const a = k.array("a", 1);
  const view = k.view(a, k.constant(1), [k.extent(a)], [k.constant(1)]);
  const fresh = k.alloc([k.extent(a)]);
  const aliasing = aliasingOf(k.program([]));
  t.ok(aliasing.mayOverlap(view, a));
  t.notOk(aliasing.mayOverlap(fresh, view));
});

t.test("what a variable held before an allocation is not in it", async (t) => {
  const k = kernel("variables");
  const a = k.array("a", 1);
  const slot = k.declare({ kind: "array", dtype: "float64", ndim: 1 }, "b");
  k.set(slot, a);
  let [before, fresh, after] = [a, a, a];
  k.loop((r) => {
    before = r.get(slot);
    fresh = r.alloc([k.extent(a)]);
    r.set(slot, fresh);
    after = r.get(slot);
  });
  const aliasing = aliasingOf(k.program([]));
  t.notOk(aliasing.mayOverlap(before, fresh));
  t.ok(aliasing.mayOverlap(after, fresh));
  t.ok(aliasing.mayOverlap(before, a));
});

t.test("an array that the program did not have may be anywhere", async (t) => {
  const k = kernel("unknown");
  const a = k.array("a", 1);
  t.ok(aliasingOf(k.program([])).mayOverlap(a, asValueId(10_000)));
});

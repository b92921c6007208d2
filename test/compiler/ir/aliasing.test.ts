import t from "tap";
import { aliasingOf } from "../../../compiler/ir/aliasing.js";
import { asValueId, type SlotId, type ValueId } from "../../../compiler/ir/ids.js";
import { kernel, type Region } from "../loop-builder.js";

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

/** Variables with an array each, what `exchange` reads from them in each iteration, and what is known of that. */
function exchanging(
  exchange: (r: Region, slots: readonly SlotId[], old: readonly ValueId[], extent: ValueId) => void,
): (a: number, b: number) => boolean {
  const k = kernel("exchange");
  const a = k.array("a", 1);
  const slots = ["before", "now", "next"].map((name) => {
    const slot = k.declare({ kind: "array", dtype: "float64", ndim: 1 }, name);
    k.set(slot, k.alloc([k.extent(a)]));
    return slot;
  });
  let read: readonly ValueId[] = [];
  k.loop((r) => {
    read = slots.map((slot) => r.get(slot));
    exchange(r, slots, read, k.extent(a));
  });
  const { mayOverlap } = aliasingOf(k.program([]));
  const at = (index: number): ValueId => read[index] ?? a;
  return (one, other) => mayOverlap(at(one), at(other));
}

function setAll(r: Region, slots: readonly SlotId[], values: readonly (ValueId | undefined)[]): void {
  for (const [index, slot] of slots.entries()) {
    const value = values[index];
    if (value !== undefined) r.set(slot, value);
  }
}

t.test("variables that exchange their arrays hold different ones", async (t) => {
  const mayOverlap = exchanging((r, slots, [before, now, next]) => setAll(r, slots, [now, next, before]));
  for (const [one, other] of [
    [0, 1],
    [0, 2],
    [1, 2],
  ] as const)
    t.notOk(mayOverlap(one, other));
  t.ok(mayOverlap(1, 1));
});

t.test("a variable that takes the array of another, which keeps it, may hold the same one", async (t) => {
  const mayOverlap = exchanging((r, slots, [before, now]) => setAll(r, slots, [now, before, before]));
  t.ok(mayOverlap(1, 2));
});

t.test("a variable that is set to a fresh array holds no other's", async (t) => {
  const mayOverlap = exchanging((r, slots, [, now], extent) => setAll(r, slots, [now, r.alloc([extent])]));
  t.notOk(mayOverlap(0, 1));
});

t.test("an array that the program did not have may be anywhere", async (t) => {
  const k = kernel("unknown");
  const a = k.array("a", 1);
  t.ok(aliasingOf(k.program([])).mayOverlap(a, asValueId(10_000)));
});

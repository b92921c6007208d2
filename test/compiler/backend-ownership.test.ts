import t from "tap";
import type { ValueId } from "../../compiler/ir/ids.js";
import { loadNative } from "../../runtime/native.js";
import { liveMemory } from "../live-memory.js";
import type { Kernel, Region } from "./loop-builder.js";
import { kernel } from "./loop-builder.js";
import { compiled, doubles } from "./run-kernel.js";

/** Fills a 1-D array with a value. */
function fill(r: Region, array: ValueId, n: ValueId, value: ValueId): void {
  const [zero, one] = [r.constant(0), r.constant(1)];
  r.for([zero, n, one], (inner, i) => inner.store(array, [i], value));
}

t.test("regions release what they own when a loop continues, breaks or ends", async (t) => {
  const k = kernel("early");
  const n = k.scalar("n", "int64");
  const total = k.declare({ kind: "scalar", dtype: "float64" }, "total");
  const [zero, one, three, seven] = [0, 1, 3, 7].map((value) => k.constant(value)) as [
    ValueId,
    ValueId,
    ValueId,
    ValueId,
  ];
  k.for([zero, n, one], (r, i, label) => {
    const outer = r.alloc([three]);
    fill(r, outer, three, r.cast(i, "float64"));
    r.if(r.compare("eq", i, seven), (inner) => {
      inner.alloc([one]);
      inner.push({ kind: "break", label, span: k.span });
    });
    r.if(r.compare("eq", r.binary("rem", i, three), zero), (inner) => {
      inner.alloc([one]);
      inner.push({ kind: "continue", label, span: k.span });
    });
    r.set(total, r.binary("add", r.get(total), r.load(outer, [one])));
    r.release(outer);
  });
  const run = compiled(k.program([k.get(total)]));
  const before = await liveMemory();
  t.equal(run(5n).floats[0], 1 + 2 + 4);
  t.equal(run(100n).floats[0], 1 + 2 + 4 + 5);
  t.same(await liveMemory(), before);
});

t.test("two arrays change places in their variables", async (t) => {
  const k = kernel("swap");
  const [n, times] = [k.scalar("n", "int64"), k.scalar("times", "int64")];
  const type = { kind: "array", dtype: "float64", ndim: 1 } as const;
  const [zero, one] = [k.constant(0), k.constant(1)];
  const [a, b] = [k.declare(type, "a"), k.declare(type, "b")];
  const make = (value: number): ValueId => {
    const array = k.alloc([n]);
    fill(k, array, n, k.constant(value, "float64"));
    return array;
  };
  const first = make(0);
  k.set(a, first);
  k.release(first);
  const second = make(100);
  k.set(b, second);
  k.release(second);
  k.for([zero, times, one], (r) => {
    const [x, y] = [r.get(a), r.get(b)];
    r.for([zero, n, one], (inner, i) => {
      inner.store(y, [i], inner.binary("add", inner.load(x, [i]), inner.constant(1, "float64")));
    });
    r.set(a, y);
    r.set(b, x);
  });
  const result = k.get(a);
  const run = compiled(k.program([result]));
  const before = await liveMemory();
  t.same(doubles(run(3n, 5n)), [5, 5, 5]);
  t.same(doubles(run(2n, 0n)), [0, 0]);
  t.same(await liveMemory(), before);
});

t.test("a variable that is assigned anew frees what it held", async (t) => {
  const k = kernel("grow");
  const n = k.scalar("n", "int64");
  const slot = k.declare({ kind: "array", dtype: "float64", ndim: 1 }, "a");
  const [zero, one] = [k.constant(0), k.constant(1)];
  k.for([zero, n, one], (r, i) => {
    const length = r.binary("add", i, one);
    const fresh = r.alloc([length]);
    fill(r, fresh, length, r.cast(i, "float64"));
    r.set(slot, fresh);
    r.release(fresh);
  });
  const [extent] = extentOf(k, k.get(slot));
  const run = compiled(k.program([extent]));
  const before = await liveMemory();
  t.equal(run(20n).integers[0], 20n);
  t.same(await liveMemory(), before);
});

function extentOf(k: Kernel, array: ValueId): readonly [ValueId] {
  return [k.extent(array)];
}

t.test("arrays inside of a parallel loop", async (t) => {
  const k = kernel("rows");
  const n = k.scalar("n", "int64");
  const out = k.alloc([n]);
  const [zero, one, two] = [k.constant(0), k.constant(1), k.constant(2)];
  k.parfor(n, (r, i, label) => {
    const row = r.alloc([n], "float64", "zero");
    r.store(row, [i], r.cast(i, "float64"));
    r.store(out, [i], r.constant(-1, "float64"));
    r.if(r.compare("eq", r.binary("rem", i, two), zero), (inner) => {
      inner.push({ kind: "continue", label, span: k.span });
    });
    const sum = r.declare({ kind: "scalar", dtype: "float64" });
    r.for([zero, n, one], (inner, j) =>
      inner.set(sum, inner.binary("add", inner.get(sum), inner.load(row, [j]))),
    );
    r.store(out, [i], r.get(sum));
  });
  const run = compiled(k.program([out]));
  const before = await liveMemory();
  t.same(doubles(run(5n)), [-1, 1, -1, 3, -1]);
  t.same(await liveMemory(), before);
});

t.test("an interrupted kernel ends and frees its arrays", async (t) => {
  const native = loadNative();
  const k = kernel("forever");
  const slot = k.declare({ kind: "array", dtype: "float64", ndim: 1 }, "a");
  const million = k.constant(2 ** 20);
  k.loop((r) => {
    const fresh = r.alloc([million]);
    r.set(slot, fresh);
    r.release(fresh);
  });
  const run = compiled(k.program([]));
  const before = await liveMemory();
  const outcome = await run.async((): void => native.requestStop());
  t.same(outcome, { kind: "interrupted" });
  t.same(await liveMemory(), before);
});

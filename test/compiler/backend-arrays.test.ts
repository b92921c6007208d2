import t from "tap";
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

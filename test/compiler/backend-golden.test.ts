// The LLVM text of a few programs, one for each shape of code. UPDATE_GOLDEN=1 writes the files anew.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import t from "tap";
import { AVX2_TARGET, AVX512_TARGET } from "../../compiler/backend/target.js";
import type { LoopProgram } from "../../compiler/ir/program.js";
import { kernel } from "./loop-builder.js";
import { irOf } from "./run-kernel.js";

const folder = new URL("../../../test/compiler/golden/backend/", import.meta.url);

function elementwise(): LoopProgram {
  const k = kernel("elementwise");
  const a = k.array("a", 1);
  const n = k.extent(a);
  const unit = k.view(a, k.constant(0), [n], [k.constant(1)]);
  const out = k.alloc([n]);
  k.parfor(n, (r, i) => r.store(out, [i], r.call("exp", [r.load(unit, [i])])));
  return k.program([out]);
}

const programs: Readonly<Record<string, () => LoopProgram>> = {
  elementwise,
  "elementwise-avx512": elementwise,
  reduction: () => {
    const k = kernel("reduction");
    const a = k.array("a", 2);
    const zero = k.constant(0, "float64");
    const acc = k.declare({ kind: "scalar", dtype: "float64" }, "acc");
    const [none, one] = [k.constant(0), k.constant(1)];
    k.parfor(
      k.extent(a, 0),
      (r, i) => {
        r.for(
          [none, k.extent(a, 1), one],
          (inner, j) => inner.set(acc, inner.binary("add", inner.get(acc), inner.load(a, [i, j]))),
          [acc],
        );
      },
      [
        {
          slots: [acc],
          identities: [zero],
          combiner: { kind: "builtin", op: "add" },
          description: "+ on acc",
        },
      ],
    );
    return k.program([k.get(acc)]);
  },
  checked: () => {
    const k = kernel("checked");
    const [a, at] = [k.array("a", 1, "bool"), k.scalar("at", "int64")];
    const site = k.site({ kind: "bounds", span: k.span, array: "a" });
    return k.program([k.at(a, [at], { kind: "checked", site, wrap: true })]);
  },
  owned: () => {
    const k = kernel("owned");
    const n = k.scalar("n", "int64");
    const slot = k.declare({ kind: "array", dtype: "int32", ndim: 1 }, "kept");
    k.loop((r, label) => {
      const fresh = r.alloc([n], "int32", "zero");
      r.if(r.compare("gt", r.load(fresh, [n]), r.constant(0, "int32")), (inner) => {
        inner.push({ kind: "break", label, span: k.span });
      });
      r.set(slot, fresh);
      r.release(fresh);
    });
    return k.program([k.get(slot)]);
  },
};

for (const [name, build] of Object.entries(programs)) {
  t.test(name, async (t) => {
    const file = new URL(`${name}.ll`, folder);
    const text = irOf(build(), name.endsWith("avx512") ? AVX512_TARGET : AVX2_TARGET);
    if (process.env["UPDATE_GOLDEN"] === "1") {
      mkdirSync(folder, { recursive: true });
      writeFileSync(file, text);
    }
    t.ok(existsSync(file), "UPDATE_GOLDEN=1 writes the golden");
    t.equal(text, readFileSync(file, "utf8"));
  });
}

import t from "tap";
import type { LoopOp } from "../../../compiler/ir/ops.js";
import { printProgram } from "../../../compiler/ir/print.js";
import { cloneRegion, substitute } from "../../../compiler/ir/rewrite.js";
import { verifyProgram } from "../../../compiler/ir/verify.js";
import { kernel } from "../loop-builder.js";

t.test("a region and its copy stand side by side in a valid program", async (t) => {
  const k = kernel("copy");
  const a = k.array("a", 1);
  const n = k.extent(a);
  const zero = k.constant(0);
  const one = k.constant(1);
  k.loop((r, label) => {
    const slot = r.declare({ kind: "array", dtype: "float64", ndim: 1 }, "kept");
    r.set(slot, r.alloc([n]));
    const held = r.get(slot);
    r.for([zero, n, one], (inner, i) => inner.store(held, [i], inner.load(a, [i])));
    r.if(r.compare("gt", n, one), (inner) => inner.push({ kind: "break", label, span: k.span }));
  });
  const program = k.program([]);
  const original = program.body.slice(0, -1);
  const end = program.body.slice(-1);
  const copy = cloneRegion<LoopOp>(original, new Map(), program.tables);
  t.same(verifyProgram({ ...program, body: [...original, ...copy, ...end] }), []);
  t.equal(printProgram({ ...program, body: [...copy, ...end] }), printProgram(program));
});

t.test("an array whose extent is replaced becomes another array", async (t) => {
  const k = kernel("substitute");
  const [a, b] = [k.array("a", 1), k.array("b", 1)];
  const out = k.alloc([k.extent(b)]);
  const program = k.program([out]);
  const map = new Map([[k.extent(b), k.extent(a)]]);
  const body = substitute(program.body, map, program.tables);
  t.same(verifyProgram({ ...program, body }), []);
  t.not(map.get(out), undefined);
  t.match(printProgram({ ...program, body }), /float64\[%1\] strides \[%\d+\] = alloc/);
});

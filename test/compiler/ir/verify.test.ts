import t from "tap";
import type { LoopOp } from "../../../compiler/ir/ops.js";
import { verifyPlanned, verifyProgram } from "../../../compiler/ir/verify.js";
import { kernel } from "../loop-builder.js";

t.test("a valid program has no problems", async (t) => {
  const k = kernel("valid");
  const a = k.array("a", 1);
  const out = k.alloc([k.extent(a)]);
  k.parfor(k.extent(a), (r, i) => r.store(out, [i], r.load(a, [i])));
  const program = k.program([out]);
  t.same(verifyProgram(program), []);
  t.same(verifyPlanned(program), []);
});

t.test("a value of a loop's body is not visible after the loop", async (t) => {
  const k = kernel("scope");
  const a = k.array("a", 1);
  let inside = k.constant(0, "float64");
  k.parfor(k.extent(a), (r, i) => {
    inside = r.load(a, [i]);
  });
  t.match(verifyProgram(k.program([inside])), [/return .*: %\d+ is not defined here/]);
});

t.test("a value is defined once", async (t) => {
  const k = kernel("twice");
  const out = k.constant(1);
  k.push({ kind: "const", out, value: 2, span: k.span });
  t.match(verifyProgram(k.program([])), [/const .*: %\d+ is defined twice/]);
});

t.test("operands have the types of their operation", async (t) => {
  const k = kernel("types");
  const a = k.array("a", 2);
  const zero = k.constant(0);
  k.binary("add", zero, k.constant(1, "float64"));
  k.load(a, [zero]);
  k.set(k.declare({ kind: "scalar", dtype: "int32" }, "small"), zero);
  t.match(verifyProgram(k.program([])), [
    /should have one dtype/,
    /1 indices, should be 2/,
    /does not fit the variable small/,
  ]);
});

t.test("labels and variables are in scope, and jumps end their region", async (t) => {
  const k = kernel("jumps");
  const label = k.tables.label();
  const slot = k.tables.slot({ kind: "scalar", dtype: "bool" }, "lost");
  k.push({ kind: "break", label, span: k.span });
  k.get(slot);
  t.match(verifyProgram(k.program([])), [
    /label \d+ is not in scope/,
    /operations follow in its region/,
    /variable lost is not declared here/,
  ]);
});

t.test("a program ends with return, and the loop level has no whole-array operations", async (t) => {
  const k = kernel("level");
  const a = k.array("a", 1);
  const program = k.program([]);
  const index = k.tables.value({ kind: "scalar", dtype: "int64" });
  const loop = k.tables.loop({ span: k.span, description: "elementwise", expression: "" });
  const one = k.tables.value({ kind: "scalar", dtype: "float64" });
  const body: readonly LoopOp[] = [{ kind: "const", out: one, value: 1, span: k.span }];
  const update = { kind: "update", loop, target: a, indices: [index], body, result: one, span: k.span };
  // Only a faulty pass could make this.
  const faulty = Object.assign({ kind: "break", label: k.tables.label(), span: k.span } as const, update);
  const broken = { ...program, body: [faulty] };
  t.match(verifyProgram(broken), [/not an operation of the loop level/, /does not end with return/]);
});

t.test("planned parallel loops are not nested", async (t) => {
  const k = kernel("nested");
  const a = k.array("a", 2);
  k.parfor(k.extent(a, 0), (r) => r.parfor(k.extent(a, 1), () => {}));
  t.match(verifyPlanned(k.program([])), [/stands in another parfor/]);
});

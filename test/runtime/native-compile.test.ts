// Compiling LLVM IR: code, errors, reports, vector math.
import t from "tap";
import { loadNative } from "../../runtime/native.js";
import { putInteger } from "../../runtime/slots.js";
import { body, kernel, loadSlot, moduleOf, parallelFor, square } from "./native-ir.js";

const native = loadNative();

t.test("the processor is described", async (t) => {
  const cpu = native.cpu();
  t.ok([128, 256, 512].includes(cpu.vectorBits));
  t.match(cpu.features, /[+-][\w.-]+(,[+-][\w.-]+)*/);
  t.ok(cpu.threads >= 1 && cpu.cores >= 1);
  t.ok(cpu.name.length > 0);
});

t.test("an error of the parser names the line and quotes it", async (t) => {
  const ir = "define i32 @broken(ptr %context, ptr %arguments, ptr %results) {\n  ret i32 %nowhere\n}\n";
  t.throws(
    () => native.compile(ir, { optLevel: 3 }),
    /line 2, column 11 of the IR: use of undefined value.*\n.*%nowhere/,
  );
});

t.test("invalid IR, text that is no IR and unknown symbols are errors", async (t) => {
  t.throws(() => native.compile("hello", { optLevel: 0 }), /line 1, column 1 of the IR/);
  const wrongPhi = kernel("f", "  br label %a\na:\n  %x = phi i32 [ 0, %a ]\n  ret i32 %x");
  t.throws(() => native.compile(wrongPhi, { optLevel: 3 }), /LLVM rejected the IR: PHI node/);
  const debug = '!llvm.module.flags = !{!0}\n!0 = !{i32 2, !"Debug Info Version", i32 3}\n';
  t.throws(() => native.compile(wrongPhi + debug, { optLevel: 3 }), /LLVM rejected the IR: PHI node/);
  const unknown = `declare i32 @no_such_function()\n${kernel("f", "  %x = call i32 @no_such_function()\n  ret i32 %x")}`;
  t.throws(() => native.compile(unknown, { optLevel: 3 }), /no_such_function/);
});

t.test("looking up a function that is not there lists those that are", async (t) => {
  const module = native.compile(square, { optLevel: 1 });
  t.throws(() => module.lookup("cube"), /no function "cube"; it has square/);
});

t.test("equal names in several modules stay apart", async (t) => {
  const modules = [0, 2, 3].map((status) =>
    native.compile(kernel("f", `  ret i32 ${status}`), { optLevel: 1 }),
  );
  const kinds = modules.map(
    (module) => native.call(module.lookup("f"), native.slots(0), native.slots(0)).kind,
  );
  t.same(kinds, ["ok", "interrupted", "out-of-memory"]);
});

t.test("a disposed module refuses calls", async (t) => {
  const module = native.compile(kernel("f", "  ret i32 0"), { optLevel: 1 });
  const entry = module.lookup("f");
  module.dispose();
  module.dispose();
  t.throws(() => native.call(entry, native.slots(0), native.slots(0)), /disposed/);
  t.throws(() => module.asm(), /disposed/);
});

t.test("remarks tell which loops were vectorized, with the line of the debug location", async (t) => {
  const located = square
    .replace(/(@square_body\(.*\)) \{/, "$1 !dbg !4 {")
    .replace("br i1 %more, label %loop, label %done", "br i1 %more, label %loop, label %done, !dbg !5");
  const ir = `${located}
!llvm.dbg.cu = !{!0}
!llvm.module.flags = !{!2}
!0 = distinct !DICompileUnit(language: DW_LANG_C, file: !1, emissionKind: NoDebug)
!1 = !DIFile(filename: "cell", directory: "")
!2 = !{i32 2, !"Debug Info Version", i32 3}
!3 = !DISubroutineType(types: !{})
!4 = distinct !DISubprogram(name: "square_body", file: !1, line: 40, type: !3, unit: !0, spFlags: DISPFlagDefinition)
!5 = !DILocation(line: 42, column: 3, scope: !4)`;
  const { remarks } = native.compile(ir, { optLevel: 3, remarks: true });
  const passed = remarks.filter(({ kind }) => kind === "passed");
  t.match(passed, [
    { name: "Vectorized", function: "square_body", line: 42, message: /vectorization width: \d/ },
  ]);
  t.same(native.compile(square, { optLevel: 3 }).remarks, [], "only on request");
});

t.test("a loop that can't be vectorized is a missed remark with a reason", async (t) => {
  const ir = moduleOf(
    body(
      "chain_body",
      loadSlot("in", "ptr", 2, "environment"),
      `  %from = getelementptr double, ptr %in, i64 %i
  %x = load double, ptr %from
  %y = call double @sqrt_of_chain(double %x)
  %to = getelementptr double, ptr %from, i64 1
  store double %y, ptr %to
  br label %next`,
    ),
    "define internal double @sqrt_of_chain(double %x) {\n  %y = fdiv double 1.0, %x\n  ret double %y\n}",
    parallelFor("chain", "chain_body"),
  );
  const { remarks } = native.compile(ir, { optLevel: 3, remarks: true });
  t.ok(remarks.some(({ kind }) => kind === "missed"));
  t.ok(remarks.some(({ kind, message }) => kind === "analysis" && message.includes("loop not vectorized")));
});

t.test("calls of exp become vector calls of libmvec, with the right values", async (t) => {
  const wide = native.cpu().vectorBits === 512;
  const variant = wide ? "_ZGV_LLVM_N8v_exp(_ZGVeN8v_exp)" : "_ZGV_LLVM_N4v_exp(_ZGVdN4v_exp)";
  const vector = wide ? "<8 x double>" : "<4 x double>";
  const symbol = wide ? "_ZGVeN8v_exp" : "_ZGVdN4v_exp";
  const ir = moduleOf(
    `declare double @exp(double) #0
declare ${vector} @${symbol}(${vector}) #0
@llvm.compiler.used = appending global [1 x ptr] [ptr @${symbol}], section "llvm.metadata"
attributes #0 = { nounwind willreturn memory(none) }
attributes #1 = { nobuiltin "vector-function-abi-variant"="${variant}" }
attributes #2 = { "prefer-vector-width"="${native.cpu().vectorBits}" }`,
    body(
      "exp_body",
      `${loadSlot("in", "ptr", 2, "environment")}\n${loadSlot("out", "ptr", 3, "environment")}`,
      `  %from = getelementptr double, ptr %in, i64 %i
  %x = load double, ptr %from
  %y = call double @exp(double %x) #1
  %to = getelementptr double, ptr %out, i64 %i
  store double %y, ptr %to
  br label %next`,
    ).replace("ptr %partial) {", "ptr %partial) #2 {"),
    parallelFor("exponential", "exp_body"),
  );
  const module = native.compile(ir, { optLevel: 3 });
  t.match(module.asm(), symbol);
  t.match(module.ir(), new RegExp(`call ${vector} @${symbol}`));
  const input = Float64Array.from({ length: 1001 }, (_, i) => (i - 500) / 50);
  const output = new Float64Array(1001);
  const slots = native.slots(4);
  putInteger(slots, 0, 1001);
  putInteger(slots, 1, 1);
  putInteger(slots, 2, native.addressOf(input.buffer));
  putInteger(slots, 3, native.addressOf(output.buffer));
  t.equal(native.call(module.lookup("exponential"), slots, native.slots(0)).kind, "ok");
  const worst = Math.max(...output.map((y, i) => Math.abs(y / Math.exp(input[i] ?? 0) - 1)));
  t.ok(worst < 8 * Number.EPSILON, `relative error ${worst}: libmvec promises 4 ulp`);
});

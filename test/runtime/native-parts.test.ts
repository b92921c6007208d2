// A module that is large enough is compiled in parts, by several threads where there are some: nobody can tell.
import t from "tap";
import { loadNative } from "../../runtime/native.js";
import { putInteger } from "../../runtime/slots.js";
import { body, kernel, loadSlot, moduleOf, parallelFor } from "./native-ir.js";

const native = loadNative();
const KERNELS = 12;

/** out[i] = k + a polynomial of in[i], by a function that all loops call; and a function that no loop calls. */
const shared = `define internal double @term(double %x) noinline {
  %y = fadd double %x, 1.0
  ret double %y
}
define internal double @unused(double %x) {
  ret double %x
}`;

function loopOf(k: number): string {
  const steps = Array.from({ length: 30 }, (_, s) => `  %x.${s + 1} = fmul double %x.${s}, %x.0`);
  return body(
    `body_${k}`,
    `${loadSlot("in", "ptr", 2, "environment")}\n${loadSlot("out", "ptr", 3, "environment")}`,
    `  %from = getelementptr double, ptr %in, i64 %i
  %x.0 = load double, ptr %from
${steps.join("\n")}
  %y = call double @term(double %x.30)
  %z = fadd double %y, ${k}.0
  %to = getelementptr double, ptr %out, i64 %i
  store double %z, ptr %to
  br label %next`,
  );
}

const numbers = Array.from({ length: KERNELS }, (_, k) => k);
const ir = moduleOf(
  shared,
  ...numbers.map(loopOf),
  ...numbers.map((k) => parallelFor(`kernel_${k}`, `body_${k}`, k)),
  kernel(
    "second",
    "  %status = call i32 @kernel_1(ptr %context, ptr %arguments, ptr %results)\n  ret i32 %status",
  ),
);

t.test("the parts find each other, and each has the functions that it calls", async (t) => {
  const module = native.compile(ir, { optLevel: 3 });
  const input = Float64Array.of(1, -1, 0);
  const output = new Float64Array(input.length);
  const slots = native.slots(4);
  putInteger(slots, 0, input.length);
  putInteger(slots, 1, 1);
  putInteger(slots, 2, native.addressOf(input.buffer));
  putInteger(slots, 3, native.addressOf(output.buffer));
  for (const [k, name] of [...numbers.map((k) => [k, `kernel_${k}`] as const), [1, "second"] as const]) {
    t.equal(native.call(module.lookup(name), slots, native.slots(0)).kind, "ok");
    t.same([...output], [k + 2, k, k + 1]);
  }
});

t.test("assembly and IR have all functions, once", async (t) => {
  const module = native.compile(ir, { optLevel: 3 });
  for (const k of numbers) {
    t.equal(module.asm().match(new RegExp(`^body_${k}:`, "gm"))?.length, 1);
    t.equal(module.ir().match(new RegExp(`^define .*@kernel_${k}\\(`, "gm"))?.length, 1);
  }
});

t.test("only kernels can be looked up", async (t) => {
  const module = native.compile(ir, { optLevel: 3 });
  t.throws(() => module.lookup("body_1"), /no function "body_1"/);
  t.throws(() => module.lookup("term"), /no function "term"/);
});

t.test("remarks come in the order of the functions", async (t) => {
  const { remarks } = native.compile(ir, { optLevel: 3, remarks: true });
  const functions = [...new Set(remarks.map((remark) => remark.function))];
  t.same(
    functions,
    numbers.map((k) => `body_${k}`),
  );
});

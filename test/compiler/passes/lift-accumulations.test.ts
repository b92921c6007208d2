import t from "tap";
import type { ValueId } from "../../../compiler/ir/ids.js";
import type { LoopProgram } from "../../../compiler/ir/program.js";
import { verifyProgram } from "../../../compiler/ir/verify.js";
import { walk } from "../../../compiler/ir/visit.js";
import { liftAccumulations } from "../../../compiler/passes/loop/lift-accumulations.js";
import type { Kernel, Region } from "../loop-builder.js";
import { kernel } from "../loop-builder.js";
import { compiled } from "../run-kernel.js";

/** A sum over one array from `initial` on; `body` accumulates element x. */
function reduction(
  op: "add" | "mul" | "max" | "min",
  initial: number,
  body: (r: Region, acc: Parameters<Region["get"]>[0], x: ValueId, k: Kernel) => void,
): LoopProgram {
  const k = kernel("reduction");
  const a = k.array("a", 1);
  const neutral = { add: 0, mul: 1, max: Number.NEGATIVE_INFINITY, min: Number.POSITIVE_INFINITY }[op];
  const identity = k.constant(neutral, "float64");
  const acc = k.declare({ kind: "scalar", dtype: "float64" }, "acc");
  k.set(acc, k.constant(initial, "float64"));
  k.parfor(k.extent(a), (r, i) => body(r, acc, r.load(a, [i]), k), [
    { slots: [acc], identities: [identity], combiner: { kind: "builtin", op }, description: "" },
  ]);
  return k.program([k.get(acc)]);
}

function lift(program: LoopProgram): LoopProgram {
  const lifted = liftAccumulations.run(program, { tables: program.tables, remark: () => {} });
  t.same(verifyProgram(lifted), []);
  return lifted;
}

/** Whether a branch still sets the accumulator, which is the first variable of the program. */
function setsUnderCondition(program: LoopProgram): boolean {
  let found = false;
  walk(program.body, (op) => {
    if (op.kind !== "if") return;
    walk([...op.then, ...op.otherwise], (inner) => {
      found ||= inner.kind === "set" && inner.slot === 0;
    });
  });
  return found;
}

const data = Float64Array.from({ length: 3001 }, (_, index) => ((index * 37) % 101) - 50);
data[77] = Number.NaN;
const run = (program: LoopProgram): number =>
  compiled(program)({ data, shape: [data.length] }).floats[0] ?? 0;

t.test("sums under nested conditions, with both branches", async (t) => {
  const program = reduction("add", 3, (r, acc, x) => {
    const zero = r.constant(0, "float64");
    r.if(
      r.compare("gt", x, zero),
      (yes) => {
        yes.if(r.compare("lt", x, r.constant(40, "float64")), (inner) =>
          inner.set(acc, inner.binary("add", inner.get(acc), inner.binary("mul", x, x))),
        );
      },
      (no) =>
        no.if(r.compare("le", x, zero), (inner) => inner.set(acc, inner.binary("add", x, inner.get(acc)))),
    );
  });
  const lifted = lift(program);
  t.notOk(setsUnderCondition(lifted));
  const expected = data.reduce((sum, x) => sum + (x > 0 ? (x < 40 ? x * x : 0) : x <= 0 ? x : 0), 3);
  t.equal(run(lifted), expected);
  t.equal(run(program), expected);
});

t.test("the greatest element by comparison ignores NaN", async (t) => {
  for (const flipped of [false, true]) {
    const program = reduction("max", -60, (r, acc, x) => {
      const old = r.get(acc);
      r.if(flipped ? r.compare("lt", old, x) : r.compare("gt", x, old), (inner) => inner.set(acc, x));
    });
    const lifted = lift(program);
    t.notOk(setsUnderCondition(lifted));
    t.equal(run(lifted), 50);
  }
  const least = reduction("min", Number.NaN, (r, acc, x) => {
    r.if(r.compare("lt", x, r.get(acc)), (inner) => inner.set(acc, x));
  });
  t.ok(Number.isNaN(run(lift(least))), "nothing is less than NaN");
});

t.test("a branch that uses the accumulator otherwise stays as it is", async (t) => {
  const twice = reduction("add", 0, (r, acc, x) => {
    r.if(r.compare("gt", x, r.constant(0, "float64")), (inner) => {
      const old = inner.get(acc);
      inner.set(acc, inner.binary("add", old, inner.binary("mul", old, x)));
    });
  });
  t.ok(setsUnderCondition(lift(twice)));
  const leaving = reduction("add", 0, (r, acc, x) => {
    r.block((b, label) => {
      b.if(r.compare("gt", x, r.constant(0, "float64")), (inner) => {
        inner.set(acc, inner.binary("add", inner.get(acc), x));
        inner.push({ kind: "break", label, span: { source: twice.source, start: 0, end: 1 } });
      });
    });
  });
  t.ok(setsUnderCondition(lift(leaving)));
});

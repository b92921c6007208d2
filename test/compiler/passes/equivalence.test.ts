// Random programs give the same results with all passes as without fusion, and as with those passes alone that code generation needs.
import process from "node:process";
import t from "tap";
import { elaborateFunction } from "../../../compiler/frontend/elaborate.js";
import { parseUnit } from "../../../compiler/frontend/parse-unit.js";
import type { ArrayProgram, LoopProgram } from "../../../compiler/ir/program.js";
import type { PassContext } from "../../../compiler/pass.js";
import { formParfors } from "../../../compiler/passes/form-parfors.js";
import { hoistInvariants } from "../../../compiler/passes/loop/hoist-invariants.js";
import { planParallelism } from "../../../compiler/passes/loop/plan-parallelism.js";
import { FUSING, optimize } from "../../../compiler/pipeline.js";
import { parseType } from "../../../runtime/parse-type.js";
import { randomProgram, randomStream } from "../random-program.js";
import { compiled } from "../run-kernel.js";

const TYPES = ["float64[::1]", "float64[::1]", "float64[:, ::1]", "number"];
const COLUMNS = 3;
/** How many programs; a longer search is `PROGRAMS=1000 FIRST=100000`. */
const PROGRAMS = Number(process.env["PROGRAMS"] ?? 16);
const FIRST = Number(process.env["FIRST"] ?? 1);

function elaborated(text: string): ArrayProgram {
  const unit = parseUnit({ name: "cell", text, firstLine: 1 });
  const source = unit.functions.get("f");
  if (source === undefined) throw new Error("there is no function f");
  const options = { mayAlias: false, fastMath: false, bounds: true };
  return elaborateFunction(source, TYPES.map(parseType), { lookup: () => undefined }, options).program;
}
const contextOf = ({ tables }: ArrayProgram): PassContext => ({ tables, remark: () => {} });

function planned(program: ArrayProgram): LoopProgram {
  const context = contextOf(program);
  const formed = formParfors.run(program, context);
  return planParallelism.run(hoistInvariants.run(formed, context), context);
}
function optimized(program: ArrayProgram, without: ReadonlySet<string> = new Set()): LoopProgram {
  return optimize(program, contextOf(program), { verify: true, dump: null, without }, []).loops;
}

/** All numbers that a run leaves behind: results, and the arguments that it may have changed. */
function resultsOf(program: LoopProgram, seed: number, n: number): readonly number[] {
  const random = randomStream(seed);
  const values = (count: number): Float64Array =>
    Float64Array.from({ length: count }, () => random() * 4 - 2);
  const [a, b, m] = [values(n), values(n), values(n * COLUMNS)];
  const run = compiled(program)(
    { data: a, shape: [n] },
    { data: b, shape: [n] },
    { data: m, shape: [n, COLUMNS] },
    1.25,
  );
  const arrays = run.arrays.flatMap(({ bytes }) =>
    bytes === null ? [] : Array.from(new Float64Array(bytes)),
  );
  return run.outcome.kind === "ok"
    ? [...arrays, ...a, ...b, ...m, ...scalars(program, run.floats)]
    : [Number.NaN];
}

/** The scalar results: array results lie between them. */
function scalars({ body, tables }: LoopProgram, slots: readonly number[]): readonly number[] {
  const last = body.at(-1);
  if (last?.kind !== "return") return [];
  let offset = 0;
  return last.values.flatMap((value) => {
    const type = tables.typeOf(value);
    const found = type.kind === "scalar" ? [slots[offset] ?? Number.NaN] : [];
    offset += type.kind === "scalar" ? 1 : 2 + 2 * type.shape.length;
    return found;
  });
}

/** Sums may be taken in another order. */
function isClose(x: number | undefined, y: number | undefined): boolean {
  if (x === undefined || y === undefined) return false;
  return (
    Object.is(x, y) || (Number.isNaN(x) && Number.isNaN(y)) || Math.abs(x - y) <= 1e-9 * (1 + Math.abs(y))
  );
}

t.setTimeout(60_000 + 2_000 * PROGRAMS);

for (let seed = FIRST; seed < FIRST + PROGRAMS; seed++) {
  const text = randomProgram(seed);
  t.test(`program ${seed}`, async (t) => {
    const all = optimized(elaborated(text));
    const others = { unfused: optimized(elaborated(text), FUSING), needed: planned(elaborated(text)) };
    for (const n of [2, 37, 5000]) {
      const got = resultsOf(all, seed, n);
      for (const [name, program] of Object.entries(others)) {
        const want = resultsOf(program, seed, n);
        const wrong = want.findIndex((value, k) => !isClose(got[k], value));
        t.ok(got.length === want.length && wrong < 0, `${name}, n = ${n}: number ${wrong} of\n${text}`);
      }
    }
  });
}

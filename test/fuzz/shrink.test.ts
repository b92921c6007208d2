// The fuzzer's own parts: seeds repeat, what differs is seen, and what is found is made small.
import { inspect } from "node:util";
import t from "tap";
import { NDArray } from "../../runtime/ndarray.js";
import { compareOutcomes } from "./compare-outcomes.js";
import { generateProgram } from "./generate-program.js";
import type { OracleOutcome } from "./oracle.js";
import type { Program } from "./program.js";
import { renderWeft } from "./render-weft.js";
import { shrink } from "./shrink.js";

const SEEDS = Array.from({ length: 300 }, (_, k) => k);

t.test("a seed stands for one program", async (t) => {
  for (const seed of [1, 2, 99]) {
    const [once, again] = [generateProgram(seed), generateProgram(seed)];
    t.equal(inspect(once, { depth: 30 }), inspect(again, { depth: 30 }));
  }
  t.ok(new Set(SEEDS.map((seed) => renderWeft(generateProgram(seed)))).size > 295, "seeds differ");
});

t.test("a program is shrunk to what its problem needs", async (t) => {
  const sorts = (program: Program): boolean => renderWeft(program).includes("sort(");
  const program = SEEDS.map(generateProgram).find((one) => sorts(one) && one.body.length > 5);
  if (program === undefined) throw new Error("No program sorts");
  const problemsOf = async (programs: readonly Program[]): Promise<readonly (readonly string[])[]> =>
    programs.map((one) => (sorts(one) ? ["sorts"] : []));
  const smallest = await shrink(program, ["sorts"], problemsOf);
  t.ok(sorts(smallest), "the problem is still there");
  t.equal(smallest.calls.length, 1);
  t.ok(renderWeft(smallest).split("\n").length <= 5, renderWeft(smallest));
});

const outcomeOf = (data: Float64Array, spread: Float64Array | null): OracleOutcome => {
  const text = (array: Float64Array): string => Buffer.from(array.buffer).toString("base64");
  const value = { isArray: true, dtype: "float64", shape: [data.length], data: text(data) } as const;
  return { error: null, results: [{ ...value, spread: spread === null ? null : text(spread) }], bases: [] };
};

t.test("outcomes are compared by bits, or by how far the language lets them move", async (t) => {
  const got = (...values: readonly number[]) =>
    ({
      error: null,
      results: [new NDArray("float64", Float64Array.from(values), [values.length])],
      bases: [],
    }) as const;
  const want = Float64Array.of(1, 0, Number.NaN);
  t.same(compareOutcomes(got(1, 0, Number.NaN), outcomeOf(want, null)), []);
  t.match(compareOutcomes(got(1, -0, Number.NaN), outcomeOf(want, null)), [/\[1\] got -0, want 0/]);
  t.match(compareOutcomes(got(1 + 2 ** -52, 0, Number.NaN), outcomeOf(want, null)), [/\[0\] got/]);
  t.same(compareOutcomes(got(1 + 1e-9, 0, Number.NaN), outcomeOf(want, Float64Array.of(1e-9, 0, 0))), []);
  t.match(compareOutcomes(got(1 + 1e-6, 0, 1), outcomeOf(want, Float64Array.of(1e-9, 0, 0))), [
    /\[0\].*\[2\]/,
  ]);
  t.match(compareOutcomes(got(1, 0), outcomeOf(want, null)), [/shape \(2\), want \(3\)/]);
  const raises: OracleOutcome = { error: "RangeError", message: "index 3" };
  t.match(compareOutcomes(got(1), raises), [/got no error; want RangeError/]);
  t.same(compareOutcomes({ error: "RangeError", message: "other" }, raises), []);
});

// Each pass of the pipeline acts on one program, and leaves alone another in which something stands against it.
import t from "tap";
import { printProgram } from "../../../compiler/ir/print.js";
import type { Remark } from "../../../compiler/pass.js";
import type { CompiledSource } from "../compile-source.js";
import { compileSource } from "../compile-source.js";
import { DECLINES } from "./declines.js";

const nameOf = (stage: string): string => stage.replace(/^simplify-.*/, "simplify");

function compileBody(body: string, types: readonly string[]): CompiledSource {
  const parameters = types.map((_, k) => "abcdef"[k]).join(", ");
  return compileSource(`function f(${parameters}) { ${body} }`, "f", types);
}

/** The program before and after the first run of a pass, as text. */
function aroundPass({ elaborated, compilation }: CompiledSource, pass: string): readonly [string, string] {
  const { stages } = compilation;
  const at = stages.findIndex(({ name }) => nameOf(name) === pass);
  const before = at === 0 ? printProgram(elaborated.program) : stages[at - 1]?.text;
  return [before ?? "", stages[at]?.text ?? ""];
}

const reasonOf = (remark: Remark): string | null =>
  remark.kind === "notHoisted" ? remark.dependency : "reason" in remark ? remark.reason : null;

t.test("every pass of the pipeline has a program that it must decline", async (t) => {
  const { compilation } = compileBody("return a + 1;", ["float64[::1]"]);
  const passes = compilation.stages.map(({ name }) => nameOf(name)).filter((name) => name !== "emit-llvm");
  t.same(new Set(Object.keys(DECLINES)), new Set(passes));
});

for (const [pass, { because, types, acts, declines, counted, remark }] of Object.entries(DECLINES))
  t.test(`${pass} declines where ${because}`, async (t) => {
    const measure = (text: string): string | number =>
      counted === undefined ? text : [...text.matchAll(counted)].length;
    const compiled = compileBody(declines, types);
    const [before, after] = aroundPass(compiled, pass).map(measure);
    t.equal(after, before);
    const [old, changed] = aroundPass(compileBody(acts, types), pass).map(measure);
    t.not(changed, old, "otherwise it acts");
    if (remark === undefined) return;
    const reasons = compiled.compilation.remarks.map(reasonOf).filter((reason) => reason !== null);
    t.ok(
      reasons.some((reason) => remark.test(reason)),
      `the reason is told: ${reasons.join("; ")}`,
    );
  });

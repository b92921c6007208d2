// Each file of test/compiler/cases is a parallel function with a header:
//   // call: f(float64[::1], int64)             the function and the types of its arguments
//   // planned: parfors 1, allocs 1             how many operations of a kind the planned program has
//   // report: fusion failed: loop dimension       what the report at level 4 says
//   // golden: fuse-parfors                     a pass after which the program is compared with golden/passes/<case>.<pass>.txt
import { readdirSync, readFileSync } from "node:fs";
import t from "tap";
import type { LoopProgram } from "../../compiler/ir/program.js";
import { walk } from "../../compiler/ir/visit.js";
import { reportText } from "../../compiler/report/report-text.js";
import { goldenProblem } from "../golden.js";
import { compileSource, stageText } from "./compile-source.js";

const folder = new URL("../../../test/compiler/cases/", import.meta.url);

function header(text: string, key: string): readonly string[] {
  return [...text.matchAll(new RegExp(`^// ${key}: (.*)$`, "gm"))].map(([, value]) => value ?? "");
}

/** The number of operations of each kind, `checked` accesses among them; arrays of the lanes of a strip are `strips`. */
function counts(program: LoopProgram): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const add = (key: string): void => {
    found.set(key, (found.get(key) ?? 0) + 1);
  };
  walk(program.body, (op) => {
    add(op.kind === "alloc" && op.place === "stack" ? "strips" : `${op.kind}s`);
    if ((op.kind === "load" || op.kind === "store") && op.bounds.kind === "checked") add("checked");
  });
  return found;
}

for (const file of readdirSync(folder).filter((name) => name.endsWith(".cell"))) {
  t.test(file, async (t) => {
    const text = readFileSync(new URL(file, folder), "utf8");
    const [, name, types] = /^(\w+)\((.*)\)$/.exec(header(text, "call")[0] ?? "") ?? [];
    if (name === undefined || types === undefined) throw new Error(`${file} has no line "// call: f(…)"`);
    const compiled = compileSource(
      text,
      name,
      types.split(/,\s*(?![^[]*\])/).filter((type) => type !== ""),
    );
    const found = counts(compiled.compilation.loops);
    for (const claim of header(text, "planned").flatMap((line) => line.split(/,\s*/))) {
      const [kind, wanted] = claim.split(" ");
      t.equal(found.get(kind ?? "") ?? 0, Number(wanted), `planned: ${claim}`);
    }
    for (const line of header(text, "report")) {
      const report = reportText(compiled.report, 4);
      t.ok(report.includes(line), `report: ${line}\n${report}`);
    }
    for (const stage of header(text, "golden")) {
      const path = `compiler/golden/passes/${file.replace(".cell", "")}.${stage}.txt`;
      t.equal(goldenProblem(path, stageText(compiled, stage)), null, stage);
    }
  });
}

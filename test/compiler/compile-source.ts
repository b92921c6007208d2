import { AVX2_TARGET } from "../../compiler/backend/target.js";
import { elaborateFunction } from "../../compiler/frontend/elaborate.js";
import { parseUnit } from "../../compiler/frontend/parse-unit.js";
import type { Elaborated } from "../../compiler/frontend/signature.js";
import type { Compilation } from "../../compiler/pipeline.js";
import { compileToLlvm } from "../../compiler/pipeline.js";
import { buildReport } from "../../compiler/report/build-report.js";
import type { DiagnosticsReport } from "../../compiler/report/diagnostics-report.js";
import { parseType } from "../../runtime/parse-type.js";

export interface CompiledSource {
  readonly elaborated: Elaborated;
  readonly compilation: Compilation;
  readonly report: DiagnosticsReport;
}

/** Takes the function `name` of `text` through the front end and all passes, for types such as `float64[::1]`. */
export function compileSource(text: string, name: string, types: readonly string[]): CompiledSource {
  const unit = parseUnit({ name: "cell", text, firstLine: 1 });
  const source = unit.functions.get(name);
  if (source === undefined) throw new Error(`there is no function ${name}`);
  const options = { mayAlias: false, fastMath: false, bounds: true };
  const elaborated = elaborateFunction(source, types.map(parseType), { lookup: () => undefined }, options);
  const compilation = compileToLlvm(elaborated.program, AVX2_TARGET, { dump: "all", verify: true });
  const report = buildReport({
    name,
    signature: `(${types.join(", ")})`,
    span: { source: unit.source, start: 0, end: text.length },
    formed: compilation.formed,
    planned: compilation.loops,
    remarks: compilation.remarks,
    warnings: elaborated.warnings,
    seed: { seed: "7", isChosen: true },
    facts: new Map(),
    blas: null,
    measureMemory: () => null,
  });
  return { elaborated, compilation, report };
}

/** The program after a pass, as text. */
export function stageText({ compilation }: CompiledSource, stage: string): string {
  const text = compilation.stages.find((record) => record.name === stage)?.text;
  if (text === undefined || text === null) throw new Error(`there is no stage ${stage}`);
  return text;
}

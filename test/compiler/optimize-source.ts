import { elaborateFunction } from "../../compiler/frontend/elaborate.js";
import { parseUnit } from "../../compiler/frontend/parse-unit.js";
import type { LoopProgram } from "../../compiler/ir/program.js";
import type { Remark } from "../../compiler/pass.js";
import { optimize } from "../../compiler/pipeline.js";
import { parseType } from "../../runtime/parse-type.js";

export interface OptimizedSource {
  readonly loops: LoopProgram;
  readonly remarks: readonly Remark[];
}

/** The planned program of the function `f` of `text`, verified after each pass; passes named in `without` are left out. */
export function optimizeSource(
  text: string,
  types: readonly string[],
  without: ReadonlySet<string> = new Set(),
): OptimizedSource {
  const unit = parseUnit({ name: "cell", text, firstLine: 1 });
  const source = unit.functions.get("f");
  if (source === undefined) throw new Error("there is no function f");
  const options = { mayAlias: false, fastMath: false, bounds: true };
  const { program } = elaborateFunction(source, types.map(parseType), { lookup: () => undefined }, options);
  const remarks: Remark[] = [];
  const context = { tables: program.tables, remark: (remark: Remark) => remarks.push(remark) };
  const { loops } = optimize(program, context, { verify: true, dump: null, without }, []);
  return { loops, remarks };
}

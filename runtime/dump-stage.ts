import { printProgram } from "../compiler/ir/print.js";
import type { CompiledKernel } from "./compiled-kernel.js";

/**
 * The program after the stage that `--dump` names, or after every stage for "all".
 * @throws {RangeError} that lists the stages, where there is none of this name
 */
export function dumpText({ elaborated, compilation }: CompiledKernel, wanted: string): string {
  const stages = [
    {
      name: "elaborate",
      text: wanted === "elaborate" || wanted === "all" ? printProgram(elaborated.program) : null,
    },
    ...compilation.stages,
  ];
  const texts = stages.flatMap(({ name, text }) =>
    text === null ? [] : [`── ${name} ──\n${text.trimEnd()}`],
  );
  if (texts.length > 0) return texts.join("\n\n");
  const names = [...new Set(stages.map(({ name }) => name))];
  throw new RangeError(`There is no stage "${wanted}" to dump: ask for all, or for ${names.join(", ")}`);
}

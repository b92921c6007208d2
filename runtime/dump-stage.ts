import { printProgram } from "../compiler/ir/print.js";
import type { CompiledKernel } from "./compiled-kernel.js";
import { isStage, STAGES, stageText } from "./stage-text.js";

/**
 * The program at the stage that `--dump` names, after the pass of that name, or after every pass for "all".
 * @throws {RangeError} that lists the stages, where there is none of this name
 */
export function dumpText(kernel: CompiledKernel, wanted: string): string {
  const { elaborated, compilation } = kernel.material();
  const title = (name: string, text: string): string => `── ${name} ──\n${text.trimEnd()}`;
  if (isStage(wanted)) return title(wanted, stageText(kernel, wanted));
  const stages = [
    {
      name: "elaborate",
      text: wanted === "elaborate" || wanted === "all" ? printProgram(elaborated.program) : null,
    },
    ...compilation.stages,
  ];
  const texts = stages.flatMap(({ name, text }) => (text === null ? [] : [title(name, text)]));
  if (texts.length > 0) return texts.join("\n\n");
  const names = [...new Set(stages.map(({ name }) => name))];
  throw new RangeError(
    `There is no stage "${wanted}" to dump: ask for ${STAGES.join(", ")}, for all, or for a pass: ${names.join(", ")}`,
  );
}

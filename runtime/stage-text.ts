import { printProgram } from "../compiler/ir/print.js";
import { spanText } from "../compiler/source.js";
import type { CompiledKernel } from "./compiled-kernel.js";
import { syntaxTree } from "./syntax-tree.js";

/**
 * What becomes of a program on its way: the syntax tree, operations on whole arrays, parallel loops as they were written, fused loops,
 * loops as they are shared among threads, LLVM's IR after its optimization, machine code.
 */
export const STAGES = ["ast", "array", "parfor", "fused", "loop", "llvm", "asm"] as const;
export type Stage = (typeof STAGES)[number];

export const isStage = (name: string): name is Stage => STAGES.some((stage) => stage === name);

export function stageText({ span, material, module }: CompiledKernel, stage: Stage): string {
  switch (stage) {
    case "ast":
      return syntaxTree(spanText(span));
    case "array":
      return printProgram(material().elaborated.program);
    case "parfor":
      return printProgram(material().compilation.formed);
    case "fused":
      return printProgram(material().compilation.fused);
    case "loop":
      return printProgram(material().compilation.loops);
    case "llvm":
      return module.ir();
    case "asm":
      return module.asm();
  }
}

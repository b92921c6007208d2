// `!llvm.loop` nodes and the debug locations in them, through which LLVM's remarks name lines of the user's cell.
import type { Span } from "../source.js";
import { positionAt } from "../source.js";
import type { ModuleBuilder } from "./module-builder.js";

export interface LoopFacts {
  /** The accesses of this group do not depend on other iterations. */
  readonly accessGroup: string | null;
  /** Calls of vector functions clobber the vector registers: interleaved iterations would only lengthen the scalar rest. */
  readonly calls: boolean;
  /** Random numbers take one long chain of operations each: two at a time keep the processor busy. */
  readonly draws: boolean;
  /** A short iteration that takes a float from the one before: LLVM can't vectorize the loop, and by itself would not unroll it. */
  readonly ordered: boolean;
  /** Copies of its iterations would be copies of whole loops. */
  readonly largeNest: boolean;
}

/** Short iterations in one run of a loop: of each, counting and branching are half of the instructions. */
const UNROLLED = 4;

export interface LoopMetadata {
  /** The debug scope of a function: what `!dbg` on its definition names. */
  readonly subprogram: (name: string, span: Span) => string;
  /** The suffix of a loop's back-edge. */
  readonly backEdge: (span: Span, subprogram: string, facts: LoopFacts) => string;
  /** The suffix of the back-edge of a loop that runs rarely. */
  readonly scalar: () => string;
  /** A fresh group for the accesses of one parallel loop. */
  readonly accessGroup: () => string;
  /** The suffix of a branch whose first target is all but certain. */
  readonly likely: () => string;
  /** `!prof` of a branch that is hardly ever taken. */
  readonly unlikely: () => string;
}

export function loopMetadata(module: ModuleBuilder, sourceName: string): LoopMetadata {
  const file = module.metadata(`!DIFile(filename: "${escapeName(sourceName)}", directory: "")`);
  const unit = module.metadata(
    `distinct !DICompileUnit(language: DW_LANG_C99, file: ${file}, isOptimized: true, emissionKind: NoDebug)`,
  );
  module.named(`!llvm.dbg.cu = !{${unit}}`);
  const version = module.metadata(`!{i32 2, !"Debug Info Version", i32 3}`);
  module.named(`!llvm.module.flags = !{${version}}`);
  const type = module.metadata("!DISubroutineType(types: !{null})");
  let likely: string | null = null;
  let unlikely: string | null = null;
  return {
    subprogram: (name, span) => {
      const { line } = positionAt(span.source, span.start);
      return module.metadata(
        `distinct !DISubprogram(name: "${name}", scope: ${file}, file: ${file}, line: ${line}, type: ${type}, ` +
          `spFlags: DISPFlagDefinition | DISPFlagOptimized, unit: ${unit})`,
      );
    },
    backEdge: (span, subprogram, { accessGroup, calls, draws, ordered, largeNest }) => {
      const { line, column } = positionAt(span.source, span.start);
      const parts = [module.metadata(`!DILocation(line: ${line}, column: ${column}, scope: ${subprogram})`)];
      if (accessGroup !== null) {
        parts.push(module.metadata(`!{!"llvm.loop.parallel_accesses", ${accessGroup}}`));
      }
      if (calls || draws)
        parts.push(module.metadata(`!{!"llvm.loop.interleave.count", i32 ${calls ? 1 : 2}}`));
      else if (ordered) parts.push(module.metadata(`!{!"llvm.loop.unroll.count", i32 ${UNROLLED}}`));
      if (largeNest) parts.push(module.metadata(`!{!"llvm.loop.unroll.disable"}`));
      return `, !llvm.loop ${module.metadata((self) => `distinct !{${[self, ...parts].join(", ")}}`)}`;
    },
    scalar: () => {
      const parts = [
        module.metadata(`!{!"llvm.loop.vectorize.enable", i1 false}`),
        module.metadata(`!{!"llvm.loop.unroll.disable"}`),
      ];
      return `, !llvm.loop ${module.metadata((self) => `distinct !{${[self, ...parts].join(", ")}}`)}`;
    },
    accessGroup: () => module.metadata("distinct !{}"),
    likely: () => {
      likely ??= module.metadata(`!{!"branch_weights", i32 1048575, i32 1}`);
      return `, !prof ${likely}`;
    },
    unlikely: () => {
      unlikely ??= module.metadata(`!{!"branch_weights", i32 1, i32 1048575}`);
      return `, !prof ${unlikely}`;
    },
  };
}

const escapeName = (name: string): string =>
  name.replaceAll(/[^ !#-[\]-~]/gu, (character) =>
    [...new TextEncoder().encode(character)]
      .map((byte) => `\\${byte.toString(16).toUpperCase().padStart(2, "0")}`)
      .join(""),
  );

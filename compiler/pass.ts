import type { LoopId } from "./ir/ids.js";
import { printProgram } from "./ir/print.js";
import type { Program, Tables } from "./ir/program.js";
import { InternalError } from "./ir/program.js";
import { verifyProgram } from "./ir/verify.js";
import type { Span } from "./source.js";

/** What a stage has to say to the user: the material of the diagnostics report. */
export type Remark =
  | {
      readonly kind: "fusion";
      readonly first: LoopId;
      readonly second: LoopId;
      readonly succeeded: boolean;
      readonly reason: string | null;
    }
  /** The loop of an unnamed subexpression became part of another loop; the report shows one loop. */
  | { readonly kind: "merged"; readonly loop: LoopId; readonly into: LoopId }
  | { readonly kind: "serialized"; readonly loop: LoopId; readonly within: LoopId }
  | {
      readonly kind: "hoisted";
      readonly loop: LoopId;
      readonly span: Span;
      readonly what: "instruction" | "allocation";
    }
  /** The result at `span` is written where the array that was made at `input` was. */
  | { readonly kind: "reused"; readonly loop: LoopId; readonly span: Span; readonly input: Span }
  /** `dependency` is what an instruction needs of the iteration, or what keeps an allocation in it. */
  | {
      readonly kind: "notHoisted";
      readonly loop: LoopId;
      readonly span: Span;
      readonly what: "instruction" | "allocation";
      readonly dependency: string;
    }
  /** An access whose bounds are still checked in each iteration. */
  | { readonly kind: "checked"; readonly loop: LoopId; readonly span: Span; readonly reason: string }
  /** The loop runs in parts, in each of which the condition at `span` is the same for all iterations. */
  | { readonly kind: "split"; readonly loop: LoopId; readonly span: Span }
  /** Iterations that run side by side in vectors, across the loops within; null with the reason against it. */
  | {
      readonly kind: "lanes";
      readonly loop: LoopId;
      readonly lanes: number | null;
      readonly reason: string | null;
    }
  | { readonly kind: "warning"; readonly span: Span; readonly message: string };

export interface PassContext {
  readonly tables: Tables;
  readonly remark: (remark: Remark) => void;
}

/** A named pure function between two stages. The tables and the remarks grow; nothing else changes. */
export interface Pass<In extends Program, Out extends Program = In> {
  /** Names the pass in dumps, timings and goldens. */
  readonly name: string;
  readonly run: (program: In, context: PassContext) => Out;
}

export interface StageRecord {
  readonly name: string;
  readonly milliseconds: number;
  /** The program after the stage, where a dump was asked for. */
  readonly text: string | null;
}

export interface RunnerOptions {
  readonly verify: boolean;
  /** Which stages are dumped: a name, or all of them. */
  readonly dump: string | "all" | null;
}

/** Runs one pass: times it, verifies what it made, and keeps a dump where one was asked for. */
export function runPass<In extends Program, Out extends Program>(
  pass: Pass<In, Out>,
  program: In,
  context: PassContext,
  options: RunnerOptions,
  records: StageRecord[],
): Out {
  const begin = performance.now();
  const result = pass.run(program, context);
  const milliseconds = performance.now() - begin;
  if (options.verify) {
    const problems = problemsText(result);
    if (problems !== null)
      throw new InternalError(`The pass ${pass.name} made an invalid program:\n${problems}`);
  }
  const wanted = options.dump === "all" || options.dump === pass.name;
  records.push({ name: pass.name, milliseconds, text: wanted ? printProgram(result) : null });
  return result;
}

/** What the verifier finds wrong with a program, and its text; null where nothing is. */
export function problemsText(program: Program): string | null {
  const problems = verifyProgram(program);
  return problems.length === 0 ? null : `${problems.join("\n")}\n\n${printProgram(program)}`;
}

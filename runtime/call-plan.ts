import type { SlotLayouts } from "../compiler/backend/abi.js";
import type { Elaborated, InputSource, InputType, ResultTemplate } from "../compiler/frontend/signature.js";
import type { Site } from "../compiler/ir/program.js";
import type { Compilation } from "../compiler/pipeline.js";
import { loopStructure } from "../compiler/report/loop-structure.js";
import { positionAt, type Span } from "../compiler/source.js";
import { type ArgumentPlan, planArguments } from "./marshal-arguments.js";

/** A variable of the session that a program read; `type` is undefined while there is no such variable. */
export interface FreeName {
  readonly name: string;
  readonly type: InputType | undefined;
}

/** All that calls need to know of a program besides its code: values in, results and messages out. */
export interface CallPlan {
  /** The kernel's name among the functions of its code. */
  readonly symbol: string;
  readonly inputs: readonly InputSource[];
  readonly arguments: ArgumentPlan;
  readonly result: ResultTemplate;
  readonly resultSlots: SlotLayouts;
  /** Where the program can fail or print, by number. */
  readonly sites: readonly Site[];
  /** The parallel loops by number; null for numbers that none has. */
  readonly loops: readonly (Span | null)[];
  /** The code is valid while these names have these types. */
  readonly free: readonly FreeName[];
}

export function planCall({ program, inputs, result, free }: Elaborated, compilation: Compilation): CallPlan {
  const { module, formed } = compilation;
  const loops: Span[] = [];
  for (const [id, { span }] of loopStructure(formed)) loops[id] = span;
  return {
    symbol: module.symbol,
    inputs,
    arguments: planArguments(program.parameters, module.arguments),
    result,
    resultSlots: module.results,
    sites: program.tables.sites,
    loops: Array.from(loops, (span) => span ?? null),
    free: Array.from(free, ([name, type]) => ({ name, type })),
  };
}

/** Where each parallel loop begins, such as `cell[3]:2:5`; "" for numbers that none has. */
export function loopPlaces({ loops }: CallPlan): readonly string[] {
  return loops.map((span) => {
    if (span === null) return "";
    const { line, column } = positionAt(span.source, span.start);
    return `${span.source.name}:${line}:${column}`;
  });
}

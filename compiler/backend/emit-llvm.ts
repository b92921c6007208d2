// The entry of the backend: a planned program of the loop level to the text of an LLVM module with one kernel.
import type { LoopId } from "../ir/ids.js";
import type { LoopOp } from "../ir/ops.js";
import type { LoopProgram, Parameter } from "../ir/program.js";
import { InternalError } from "../ir/program.js";
import type { Span } from "../source.js";
import type { SlotLayout, SlotLayouts } from "./abi.js";
import { argumentLayouts, resultLayouts } from "./abi.js";
import { aliasScopes } from "./alias-scopes.js";
import type { Emission, Unit } from "./emission.js";
import { emitRegion } from "./emit-control.js";
import { emitOperations } from "./emit-region.js";
import { FunctionBuilder } from "./function-builder.js";
import { integerFacts } from "./integer-facts.js";
import { finishFunction } from "./leave-function.js";
import { loopMetadata } from "./loop-metadata.js";
import { ModuleBuilder } from "./module-builder.js";
import { reassociatedValues } from "./reassociation.js";
import { fromSlots, slotAddress } from "./slot-values.js";
import type { Target } from "./target.js";

export interface EmittedModule {
  /** The text of the LLVM module, without target triple and data layout: those are the JIT's. */
  readonly ir: string;
  /** The kernel's name in the module. */
  readonly symbol: string;
  /** The names of the functions that are the bodies of the parallel loops. */
  readonly loopFunctions: ReadonlyMap<LoopId, string>;
  readonly arguments: SlotLayouts;
  readonly results: SlotLayouts;
}

/** Requires what `plan-parallelism` guarantees: each parfor has one index and is not inside another. */
export function emitLlvm(program: LoopProgram, target: Target): EmittedModule {
  const module = new ModuleBuilder();
  const symbol = module.symbol(`weft_${program.name.replaceAll(/[^A-Za-z0-9_]/g, "_")}`);
  const { tables } = program;
  const layouts = {
    arguments: argumentLayouts(program.parameters.map((parameter) => tables.typeOf(parameter.value))),
    results: resultLayouts(returnOf(program).values.map((value) => tables.typeOf(value))),
  };
  const unit: Unit = {
    program,
    tables,
    target,
    module,
    scopes: aliasScopes(program, module),
    integers: integerFacts(program),
    loops: loopMetadata(module, program.source.name),
    loopFunctions: new Map(),
    reassociated: reassociatedValues(program.body),
    region: (e, ops) => emitOperations(e, ops, layouts.results),
  };
  emitKernel(unit, symbol, layouts.arguments.entries);
  return { ir: module.text(header(target)), symbol, loopFunctions: unit.loopFunctions, ...layouts };
}

function emitKernel(unit: Unit, symbol: string, parameters: readonly SlotLayout[]): void {
  const { source, body } = unit.program;
  const whole: Span = { source, start: 0, end: source.text.length };
  const subprogram = unit.loops.subprogram(symbol, whole);
  const code = new FunctionBuilder(
    `define i32 @${symbol}(ptr %context, ptr noalias readonly %arguments, ptr noalias %results) #0 !dbg ${subprogram}`,
  );
  const e: Emission = {
    unit,
    code,
    values: new Map(),
    slots: new Map(),
    labels: new Map(),
    scopes: [],
    order: "0",
    checks: { kind: "fail" },
    exits: new Map(),
    aliases: unit.scopes.within(body),
    accessGroup: null,
    dependentFamilies: new Set(),
    subprogram,
  };
  for (const [index, parameter] of unit.program.parameters.entries()) {
    const layout = parameters[index];
    if (layout !== undefined) emitParameter(e, parameter, layout);
  }
  emitRegion(e, body);
  unit.module.define(finishFunction(e));
}

function emitParameter(e: Emission, { value }: Parameter, layout: SlotLayout): void {
  if (layout.kind === "scalar") {
    e.values.set(value, fromSlots(e, "%arguments", layout.offset, layout.dtype));
    return;
  }
  const word = (type: "i64" | "ptr", offset: number): string =>
    e.code.assign(`load ${type}, ptr ${slotAddress(e, "%arguments", offset)}, align 8`);
  e.values.set(value, { kind: "array", data: word("ptr", layout.offset), owner: "null" });
  const { shape, strides } = e.unit.tables.arrayType(value);
  // A stride that is known is defined again, by a constant of the body, before its first use.
  for (const [axis, part] of [...shape, ...strides].entries()) {
    if (!e.values.has(part)) {
      e.values.set(part, { kind: "scalar", type: "i64", text: word("i64", layout.offset + 1 + axis) });
    }
  }
}

function returnOf(program: LoopProgram): LoopOp & { readonly kind: "return" } {
  const last = program.body.at(-1);
  if (last?.kind !== "return")
    throw new InternalError(`the program ${program.name} does not end with return`);
  return last;
}

function header(target: Target): string {
  // Without a preference LLVM stays at 256 bits on CPUs that have more. Vectors that don't fit the registers go to the stack, which
  // is aligned for them: half of the accesses would take two cache lines.
  const common = `nounwind "stackrealign" "prefer-vector-width"="${target.vectorBits}"`;
  // The loops of rows are short: the C library would take longer to find out how short.
  const rows = `"no-builtin-memset" "no-builtin-memcpy"`;
  return `attributes #0 = { ${common} }\nattributes #1 = { ${common} ${rows} }`;
}

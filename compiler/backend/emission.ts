// What the emitters share: the module being made, and the function in it that is being filled.
import type { DType } from "../ir/dtype.js";
import type { LabelId, LoopId, SlotId, ValueId } from "../ir/ids.js";
import type { LoopOp } from "../ir/ops.js";
import type { LoopProgram, Tables } from "../ir/program.js";
import { InternalError } from "../ir/program.js";
import type { STATUS } from "./abi.js";
import type { AccessScopes, AliasScopes } from "./alias-scopes.js";
import type { FunctionBuilder } from "./function-builder.js";
import type { IntegerFacts } from "./integer-facts.js";
import type { LlvmFloat, LlvmType } from "./llvm-type.js";
import type { LoopMetadata } from "./loop-metadata.js";
import type { ModuleBuilder } from "./module-builder.js";
import type { Target } from "./target.js";

export interface ScalarOperand {
  readonly kind: "scalar";
  readonly type: LlvmType;
  /** A name or a literal. */
  readonly text: string;
}
/** Complex numbers are pairs of scalars all the way, so that loops over them vectorize. */
export interface ComplexOperand {
  readonly kind: "complex";
  readonly part: LlvmFloat;
  readonly re: string;
  readonly im: string;
}
/** Shape and strides are values of their own. `owner` is `null` where the memory is an argument's. */
export interface ArrayOperand {
  readonly kind: "array";
  readonly data: string;
  readonly owner: string;
}
export type Operand = ScalarOperand | ComplexOperand | ArrayOperand;

/** The stack memory of a mutable variable. `shared`: several threads reach it, so accesses are atomic. */
export type SlotStorage =
  | { readonly kind: "scalar"; readonly dtype: DType; readonly pointer: string; readonly shared: boolean }
  | {
      readonly kind: "complex";
      readonly part: LlvmFloat;
      readonly re: string;
      readonly im: string;
      readonly shared: boolean;
    }
  | {
      readonly kind: "array";
      readonly data: string;
      readonly owner: string;
      readonly shape: readonly string[];
      readonly strides: readonly string[];
    };

/**
 * What becomes of the checks of a region: they fail the kernel; or they were made before and hold; or they only set `failed`, an i1
 * in memory, and nothing is accessed.
 */
export type Checks =
  | { readonly kind: "fail" }
  | { readonly kind: "assume" }
  | { readonly kind: "collect"; readonly failed: string };

export interface LabelTarget {
  readonly breakTo: string;
  readonly continueTo: string | null;
  /** The number of scopes that stay open. */
  readonly depth: number;
}

/** What is released on leaving a region. */
export interface Scope {
  readonly owners: Map<ValueId, string>;
  readonly arraySlots: Set<SlotId>;
}

export interface Unit {
  readonly program: LoopProgram;
  readonly tables: Tables;
  readonly target: Target;
  readonly module: ModuleBuilder;
  readonly scopes: AliasScopes;
  readonly loops: LoopMetadata;
  readonly integers: IntegerFacts;
  /** The functions that are the bodies of the parallel loops; loops that do the same have one. */
  readonly loopFunctions: Map<LoopId, string>;
  /** Results of the accumulating operations of reductions: these may be reassociated. */
  readonly reassociated: ReadonlySet<ValueId>;
  /** Emits the operations of a region; here so that the emitters of loops need not import their own callers. */
  readonly region: (e: Emission, ops: readonly LoopOp[]) => void;
}

export interface Emission {
  readonly unit: Unit;
  readonly code: FunctionBuilder;
  readonly values: Map<ValueId, Operand>;
  readonly slots: Map<SlotId, SlotStorage>;
  readonly labels: Map<LabelId, LabelTarget>;
  readonly scopes: Scope[];
  /** The iteration of the parallel loop around, by which the first of several failures is known. */
  readonly order: string;
  readonly checks: Checks;
  /** Blocks that leave the function, by status; made on demand. */
  readonly exits: Map<keyof typeof STATUS, string>;
  /** Which arrays of the function can't overlap. */
  readonly aliases: AccessScopes;
  /** `!llvm.access.group` of the parallel loop whose iterations do not depend on each other. */
  readonly accessGroup: string | null;
  /** Families of arrays (alias-scopes.ts) with accesses that depend on others: private partial results, what one iteration reuses. */
  readonly dependentFamilies: ReadonlySet<string>;
  /** The debug scope of the function. */
  readonly subprogram: string;
}

export function operand(e: Emission, value: ValueId): Operand {
  const found = e.values.get(value);
  if (found === undefined) throw new InternalError(`value %${value} is used before its definition`);
  return found;
}

/** The name or literal of a real scalar. */
export function scalar(e: Emission, value: ValueId): string {
  const found = operand(e, value);
  if (found.kind !== "scalar") throw new InternalError(`value %${value} is ${found.kind}, not a real scalar`);
  return found.text;
}
export function array(e: Emission, value: ValueId): ArrayOperand {
  const found = operand(e, value);
  if (found.kind !== "array") throw new InternalError(`value %${value} is ${found.kind}, not an array`);
  return found;
}

export function slotStorage(e: Emission, slot: SlotId): SlotStorage {
  const found = e.slots.get(slot);
  if (found === undefined) throw new InternalError(`slot $${slot} is used outside of its region`);
  return found;
}

/** The block that returns `status` from the function. */
export function exitLabel(e: Emission, status: keyof typeof STATUS): string {
  const known = e.exits.get(status);
  if (known !== undefined) return known;
  const label = e.code.label(`exit.${status.toLowerCase()}`);
  e.exits.set(status, label);
  return label;
}

/** Whether the value is known as a literal, in any copy of the region that is emitted. */
export function isLiteral(e: Emission, value: ValueId): boolean {
  const known = e.values.get(value);
  return known?.kind === "scalar" && /^-?\d+$/.test(known.text);
}

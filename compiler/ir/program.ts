import type { SourceText, Span } from "../source.js";
import type { DType } from "./dtype.js";
import type { LabelId, LoopId, SiteId, SlotId, ValueId } from "./ids.js";
import { asLabelId, asLoopId, asSiteId, asSlotId, asValueId } from "./ids.js";
import type { ArrayOp, LoopOp } from "./ops.js";
import type { SlotType, ValueType } from "./types.js";

/** A loop of the report: from a construct of the user's text. */
export interface LoopInfo {
  readonly id: LoopId;
  readonly span: Span;
  /** "elementwise sin", "prange", "stencil", "reduction sum", "creation zeros", … */
  readonly description: string;
  /** A named function or expression for people: `sin(x)`. */
  readonly expression: string;
}

/** What happens when a site is reached: an error of the user's program, or a line to print. */
export type Site =
  /** Values: index, axis, extent. */
  | { readonly kind: "bounds"; readonly span: Span; readonly array: string }
  /** `message` has `{0}` … `{3}` for the values, which are of `dtypes`; `{0.low}` and `{0.high}` are the halves of an int64. */
  | {
      readonly kind: "error";
      readonly span: Span;
      readonly errorClass: "RangeError" | "Error" | "ParallelRaceError" | "ParallelTypeError";
      readonly message: string;
      readonly dtypes: readonly DType[];
    }
  /** Literal pieces and values in order; an array value has `ndim`. */
  | { readonly kind: "print"; readonly span: Span; readonly pieces: readonly PrintPiece[] };
export type PrintPiece =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "scalar"; readonly dtype: DType }
  | { readonly kind: "array"; readonly dtype: DType; readonly ndim: number };

/**
 * The append-only tables of one compilation, shared by all its stages: a pass may add rows (fresh values), never change one.
 */
export class Tables {
  readonly #values: ValueType[] = [];
  readonly #slots: { readonly type: SlotType; readonly name: string }[] = [];
  readonly #loops: LoopInfo[] = [];
  readonly #sites: Site[] = [];
  #labels = 0;

  value(type: ValueType): ValueId {
    return asValueId(this.#values.push(type) - 1);
  }
  get valueCount(): number {
    return this.#values.length;
  }
  slot(type: SlotType, name: string): SlotId {
    return asSlotId(this.#slots.push({ type, name }) - 1);
  }
  loop(info: Omit<LoopInfo, "id">): LoopId {
    const id = asLoopId(this.#loops.length);
    this.#loops.push({ ...info, id });
    return id;
  }
  site(site: Site): SiteId {
    return asSiteId(this.#sites.push(site) - 1);
  }
  label(): LabelId {
    return asLabelId(this.#labels++);
  }

  typeOf(value: ValueId): ValueType {
    return at(this.#values, value, "value");
  }
  /** The type of a value that must be an array. */
  arrayType(value: ValueId): ValueType & { readonly kind: "array" } {
    const type = this.typeOf(value);
    if (type.kind !== "array") throw new InternalError(`value %${value} is not an array`);
    return type;
  }
  dtypeOf(value: ValueId): DType {
    return this.typeOf(value).dtype;
  }
  slotType(slot: SlotId): SlotType {
    return at(this.#slots, slot, "slot").type;
  }
  slotName(slot: SlotId): string {
    return at(this.#slots, slot, "slot").name;
  }
  loopInfo(loop: LoopId): LoopInfo {
    return at(this.#loops, loop, "loop");
  }
  get loops(): readonly LoopInfo[] {
    return this.#loops;
  }
  get sites(): readonly Site[] {
    return this.#sites;
  }
}

function at<T>(rows: readonly T[], index: number, what: string): T {
  const row = rows[index];
  if (row === undefined) throw new InternalError(`no ${what} has the id ${index}`);
  return row;
}

/** A bug of the compiler, never a mistake of the user. */
export class InternalError extends Error {
  override readonly name = "InternalError";
}

export interface Parameter {
  readonly name: string;
  /** A scalar, or an array whose shape and strides are defined on entry too. */
  readonly value: ValueId;
  /** The body writes to this array's memory. */
  readonly written: boolean;
}

interface ProgramOf<Level extends string, Op> {
  readonly level: Level;
  readonly name: string;
  readonly source: SourceText;
  readonly tables: Tables;
  readonly parameters: readonly Parameter[];
  /** Ends with `return`. */
  readonly body: readonly Op[];
  /** Array parameters may overlap each other in memory; else all of them are disjoint. */
  readonly mayAlias: boolean;
  readonly fastMath: boolean;
}

export type ArrayProgram = ProgramOf<"array", ArrayOp>;
export type LoopProgram = ProgramOf<"loop", LoopOp>;
export type Program = ArrayProgram | LoopProgram;

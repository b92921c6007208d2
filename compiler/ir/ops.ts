// The operations of both levels of the IR. Flat: operands are ids, regions are lists of operations. The array
// level (`ArrayOp`) has whole-array operations with scalar bodies; the loop level (`LoopOp`) has loops, loads and stores.
import type { Span } from "../source.js";
import type { LabelId, LoopId, SiteId, SlotId, ValueId } from "./ids.js";
import type { MathFunction } from "./math-functions.js";

export interface Node {
  readonly span: Span;
}

// ── scalars ────────────────────────────────────────────────────────────────────────────────────────────────

/** A literal of `out`'s dtype. Integers of 64 bits are bigint or safe integers; bool is boolean. Complex has `complex`. */
export interface Const extends Node {
  readonly kind: "const";
  readonly out: ValueId;
  readonly value: number | bigint | boolean;
}

/** neg wraps on integers; not is logical on bool; bitNot is bitwise on integers; conj, real and imag take complex. */
export type UnaryOperator = "neg" | "not" | "bitNot" | "conj" | "real" | "imag";
export interface Unary extends Node {
  readonly kind: "unary";
  readonly out: ValueId;
  readonly op: UnaryOperator;
  readonly a: ValueId;
}

/**
 * Operands and result share one dtype (`complex`: parts in, complex out). Integers wrap. `div` is IEEE division on floats and
 * complex, and truncating division on integers; `rem` has the sign of the dividend on both (C's fmod). Integer `div` and `rem` by 0
 * must have been checked before; MIN / -1 wraps. Shift counts must be below the width; `shr` is arithmetic on signed and logical on unsigned dtypes.
 * `and or xor` are bitwise on integers and logical on bool. `min` and `max` propagate NaN, as NumPy's minimum and maximum.
 */
export type BinaryOperator =
  | "add"
  | "sub"
  | "mul"
  | "div"
  | "rem"
  | "and"
  | "or"
  | "xor"
  | "shl"
  | "shr"
  | "min"
  | "max"
  | "complex";
export interface Binary extends Node {
  readonly kind: "binary";
  readonly out: ValueId;
  readonly op: BinaryOperator;
  readonly a: ValueId;
  readonly b: ValueId;
}

/** Both operands have one dtype; the result is bool. NaN compares as IEEE says. Complex has `eq` and `ne` only. */
export type CompareOperator = "eq" | "ne" | "lt" | "le" | "gt" | "ge";
export interface Compare extends Node {
  readonly kind: "compare";
  readonly out: ValueId;
  readonly op: CompareOperator;
  readonly a: ValueId;
  readonly b: ValueId;
}

/** `lower <= index < upper`, on int64; kept whole so that loops over `index` can be split at the bounds. */
export interface InRange extends Node {
  readonly kind: "inRange";
  readonly out: ValueId;
  readonly index: ValueId;
  readonly lower: ValueId;
  readonly upper: ValueId;
}

/** Both alternatives are evaluated. */
export interface Select extends Node {
  readonly kind: "select";
  readonly out: ValueId;
  readonly condition: ValueId;
  readonly a: ValueId;
  readonly b: ValueId;
}

/**
 * To the dtype of `out`. Float to integer truncates and saturates, NaN gives 0; `wrap` instead keeps the low 32 bits as
 * TypeScript's `x | 0`. Integer to integer keeps the low bits. To bool: not zero (NaN is true). Complex to real drops the imaginary part.
 */
export interface Cast extends Node {
  readonly kind: "cast";
  readonly out: ValueId;
  readonly a: ValueId;
  readonly mode: "convert" | "wrap";
}

export interface Call extends Node {
  readonly kind: "call";
  readonly out: ValueId;
  readonly fn: MathFunction;
  readonly args: readonly ValueId[];
}

export type ScalarOp = Const | Unary | Binary | Compare | InRange | Select | Cast | Call;

// ── variables and arrays ───────────────────────────────────────────────────────────────────────────────────

/** A fresh variable for each execution of the enclosing region. A scalar starts as 0, an array slot as nothing. */
export interface Declare extends Node {
  readonly kind: "declare";
  readonly slot: SlotId;
}
/** Defines `out`; for an array slot also the shape and stride values of `out`'s type. */
export interface Get extends Node {
  readonly kind: "get";
  readonly out: ValueId;
  readonly slot: SlotId;
}
export interface Set extends Node {
  readonly kind: "set";
  readonly slot: SlotId;
  readonly value: ValueId;
}

/**
 * A fresh row-major array; its shape and strides are defined before. Negative extents have been checked. On the stack: a small array of
 * constant shape, not filled, that stays inside the loop around it; nobody releases it.
 */
export interface Alloc extends Node {
  readonly kind: "alloc";
  readonly out: ValueId;
  readonly fill: "none" | "zero";
  readonly place?: "stack";
}
/** Another view of `base`: starts `offset` elements (int64) after base's element [0, …]; shape and strides are those of `out`'s type. */
export interface View extends Node {
  readonly kind: "view";
  readonly out: ValueId;
  readonly base: ValueId;
  readonly offset: ValueId;
}
/**
 * `array` itself, or a row-major copy of it where its memory may overlap that of `target` at run time otherwise than
 * element for element. Defines `out` and the shape and strides of its type. Reading `in order` is for an assignment of the array
 * to the target: where NumPy copies in place, the copy has what that finds there.
 */
export interface Unalias extends Node {
  readonly kind: "unalias";
  readonly out: ValueId;
  readonly array: ValueId;
  readonly target: ValueId;
  readonly reads: "before" | "in order";
}

/** How an element access is known to be inside. `checked` fails at `site` with (index, axis, extent); `wrap` counts negative indices from the end. */
export type Bounds =
  | { readonly kind: "proven" }
  | { readonly kind: "checked"; readonly site: SiteId; readonly wrap: boolean };

/** One int64 index for each dimension. */
export interface Load extends Node {
  readonly kind: "load";
  readonly out: ValueId;
  readonly array: ValueId;
  readonly index: readonly ValueId[];
  readonly bounds: Bounds;
}
export interface Store extends Node {
  readonly kind: "store";
  readonly array: ValueId;
  readonly index: readonly ValueId[];
  readonly value: ValueId;
  readonly bounds: Bounds;
}
/** The array's memory is not used any more in this region (a pass places it; other exits release by themselves). */
export interface Release extends Node {
  readonly kind: "release";
  readonly array: ValueId;
}

/** A function of the native runtime: arrays are passed as pointers to (data, shape…, strides…), scalars as slots. */
export interface RuntimeCall extends Node {
  readonly kind: "runtimeCall";
  readonly fn: string;
  readonly args: readonly ValueId[];
  /** A scalar result, if there is one. */
  readonly out: ValueId | null;
  /** The arguments that the function writes. */
  readonly writes: readonly ValueId[];
  /** Under which the report lists the call, with the time it takes. */
  readonly loop?: LoopId;
}

// ── control ────────────────────────────────────────────────────────────────────────────────────────────────

export interface If<Op> extends Node {
  readonly kind: "if";
  readonly condition: ValueId;
  readonly then: readonly Op[];
  readonly otherwise: readonly Op[];
  /** `then` is hardly ever run: a branch is better than computing both sides. */
  readonly rare?: boolean;
}
/** `index` runs as Python's range(start, stop, step): int64, step not zero (checked before). */
export interface For<Op> extends Node {
  readonly kind: "for";
  readonly label: LabelId;
  readonly loop: LoopId | null;
  readonly index: ValueId;
  readonly start: ValueId;
  readonly stop: ValueId;
  readonly step: ValueId;
  readonly body: readonly Op[];
  /** Accumulators whose order of summation is left open (a serialized reduction); all else keeps its order. */
  readonly reassociate: readonly SlotId[];
  /** Of fewer iterations than pay for a vector version, and of those that run rarely. */
  readonly short?: boolean;
}
/** Repeats body, then update, until a `break`. `continue` goes to update. */
export interface Loop<Op> extends Node {
  readonly kind: "loop";
  readonly label: LabelId;
  readonly body: readonly Op[];
  readonly update: readonly Op[];
}
/** Runs once; `break` leaves it (an inlined function's early return, a labelled block). */
export interface Block<Op> extends Node {
  readonly kind: "block";
  readonly label: LabelId;
  readonly body: readonly Op[];
}
/** Leaves or continues the loop or block of `label`. The rest of the region is not reached. */
export interface Break extends Node {
  readonly kind: "break";
  readonly label: LabelId;
}
export interface Continue extends Node {
  readonly kind: "continue";
  readonly label: LabelId;
}
/** Fails at `site` with up to four scalar values when `condition` is false. */
export interface Check extends Node {
  readonly kind: "check";
  readonly condition: ValueId;
  readonly site: SiteId;
  readonly values: readonly ValueId[];
}
/** Fails at `site`. The rest of the region is not reached. */
export interface Fail extends Node {
  readonly kind: "fail";
  readonly site: SiteId;
  readonly values: readonly ValueId[];
}
/** One line of console.log; scalars and arrays. */
export interface Print extends Node {
  readonly kind: "print";
  readonly site: SiteId;
  readonly values: readonly ValueId[];
}
/** The last operation of a program, and only there. */
export interface Return extends Node {
  readonly kind: "return";
  readonly values: readonly ValueId[];
}

/** Merges two partial results of a reduction: left comes from earlier iterations. */
export type Combiner<Op> =
  | { readonly kind: "builtin"; readonly op: "add" | "mul" | "min" | "max" | "and" | "or" | "xor" }
  | {
      readonly kind: "custom";
      readonly left: readonly ValueId[];
      readonly right: readonly ValueId[];
      readonly body: readonly Op[];
      readonly results: readonly ValueId[];
    };

/**
 * Accumulators of a parallel loop. Inside the body each slot is private to a block of iterations and starts as its identity; after the
 * loop it is combine(value before the loop, blocks in order). A builtin combiner has one slot. Run serially, the body just uses the slots.
 * An array slot is combined element by element; its shape is that of its value before the loop, its identity a scalar.
 */
export interface Reduction<Op> {
  readonly slots: readonly SlotId[];
  readonly identities: readonly ValueId[];
  readonly combiner: Combiner<Op>;
  /** As the report names it, for example `+ on acc`. */
  readonly description: string;
}

/** Iterations are independent apart from `reductions`. Index k runs over [0, extents[k]), int64, in any order. */
export interface Parfor<Op> extends Node {
  readonly kind: "parfor";
  readonly loop: LoopId;
  /** `continue` of this label ends an iteration. */
  readonly label: LabelId;
  readonly indices: readonly ValueId[];
  readonly extents: readonly ValueId[];
  /**
   * Runs once for each chunk of iterations, before them; `body` sees its values. What it allocates is scratch memory of
   * the chunk, freed when the chunk ends.
   */
  readonly prologue?: readonly Op[];
  readonly body: readonly Op[];
  readonly reductions: readonly Reduction<Op>[];
  /** About how many nanoseconds an iteration takes, where that is known better than by counting the body: an int64 value. */
  readonly cost?: ValueId;
}

/** The operations without regions. */
export type FlatOp =
  | ScalarOp
  | Declare
  | Get
  | Set
  | Alloc
  | View
  | Unalias
  | Load
  | Store
  | Release
  | RuntimeCall
  | Break
  | Continue
  | Check
  | Fail
  | Print
  | Return;

// ── array level ────────────────────────────────────────────────────────────────────────────────────────────

/** A fresh array: element `indices` is `result` of `body`. The shape is that of `out`'s type. */
export interface Generate extends Node {
  readonly kind: "generate";
  readonly loop: LoopId;
  readonly out: ValueId;
  readonly indices: readonly ValueId[];
  readonly body: readonly ArrayOp[];
  readonly result: ValueId;
  /** No variable of the user names it: its loop is part of the expression that uses it. */
  readonly anonymous: boolean;
}
/** target[indices] = result for each element of `target`. What the body reads of target's memory, it reads at the same element. */
export interface Update extends Node {
  readonly kind: "update";
  readonly loop: LoopId;
  readonly target: ValueId;
  readonly indices: readonly ValueId[];
  readonly body: readonly ArrayOp[];
  readonly result: ValueId;
}
/**
 * Combines `elements` of `body` over `axes` of the space `extents`. With all axes reduced, `outs` are scalars; otherwise they are
 * fresh arrays over the axes that are kept, in order. `initials` are identities, or take part once where `initialOnce`.
 */
export interface Reduce extends Node {
  readonly kind: "reduce";
  readonly loop: LoopId;
  readonly outs: readonly ValueId[];
  readonly extents: readonly ValueId[];
  readonly indices: readonly ValueId[];
  readonly axes: readonly number[];
  readonly body: readonly ArrayOp[];
  readonly elements: readonly ValueId[];
  readonly identities: readonly ValueId[];
  readonly combiner: Combiner<ArrayOp>;
  readonly description: string;
}

export type ArrayOp =
  | FlatOp
  | If<ArrayOp>
  | For<ArrayOp>
  | Loop<ArrayOp>
  | Block<ArrayOp>
  | Parfor<ArrayOp>
  | Generate
  | Update
  | Reduce;
export type LoopOp = FlatOp | If<LoopOp> | For<LoopOp> | Loop<LoopOp> | Block<LoopOp> | Parfor<LoopOp>;

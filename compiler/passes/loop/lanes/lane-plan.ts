import type { LabelId, SlotId, ValueId } from "../../../ir/ids.js";
import type { For, Loop, LoopOp, ScalarOp, View } from "../../../ir/ops.js";
import type { Tables } from "../../../ir/program.js";
import { operandsOf, walk } from "../../../ir/visit.js";

/** A loop whose neighbouring iterations may become the lanes of vectors. */
export interface LaneLoop {
  /** The user says that its iterations do not depend on each other; otherwise that has to be found out. */
  readonly parallel: boolean;
  readonly index: ValueId;
  readonly body: readonly LoopOp[];
  /** Accumulators of the loop: variables of the outside that its iterations update. */
  readonly accumulators: readonly SlotId[];
  /** Those of which the order of summation is open. */
  readonly reassociate: readonly SlotId[];
  /** The variables of loops that lanes leave at their own time, by label (mask-exits.ts). */
  readonly running: ReadonlyMap<LabelId, SlotId>;
}

/** An operation that gives the same wherever it stands, and does nothing else. */
export type PureOp = ScalarOp | View;

/** A loop that lanes may leave at different times. */
export type MaskedLoop = For<LoopOp> | Loop<LoopOp>;

/** A part of the loop's body, in order. */
export type Piece =
  /** The same for all lanes: runs once. */
  | { readonly kind: "uniform"; readonly ops: readonly LoopOp[] }
  /** Runs on each lane, in a loop of its own, which LLVM vectorizes. */
  | { readonly kind: "lanes"; readonly ops: readonly LoopOp[] }
  /** Runs on one lane after the other: a loop within that goes on by itself. */
  | { readonly kind: "each"; readonly ops: readonly LoopOp[] }
  /** A serial loop of the same iterations for all lanes, which becomes the loop around them. */
  | { readonly kind: "nest"; readonly loop: For<LoopOp>; readonly pieces: readonly Piece[] }
  /** A loop that goes on until no lane is running in it any more; `run` is one iteration of it. */
  | { readonly kind: "until"; readonly loop: MaskedLoop; readonly run: RunPiece; readonly running: SlotId };

export type RunPiece = Extract<Piece, { readonly kind: "lanes" | "each" }>;

/** How a loop runs on lanes. */
export interface LanePlan {
  readonly loop: LaneLoop;
  readonly pieces: readonly Piece[];
  /** Variables that several pieces use: each lane has one, in memory of the strip. */
  readonly slots: ReadonlySet<SlotId>;
  /** Values that are defined in one piece and used in another, likewise. */
  readonly values: ReadonlySet<ValueId>;
  /** Values that are computed again in the pieces that use them, each with the operations that do it. */
  readonly repeated: ReadonlyMap<ValueId, readonly PureOp[]>;
  /** Iterations that run side by side. */
  readonly lanes: number;
  /** Running an iteration twice does no harm: it only writes, and the same. */
  readonly idempotent: boolean;
}

/** The runs of the pieces and of all pieces within. */
export function runsOf(pieces: readonly Piece[]): readonly RunPiece[] {
  return pieces.flatMap((piece): readonly RunPiece[] => {
    if (piece.kind === "nest") return runsOf(piece.pieces);
    if (piece.kind === "until") return [piece.run];
    return piece.kind === "uniform" ? [] : [piece];
  });
}

/** What the operations of the run, and of its regions, read; with an array its shape and strides. */
export function usedBy(run: RunPiece, tables: Tables): ReadonlySet<ValueId> {
  const used = new Set<ValueId>();
  const use = (value: ValueId): void => {
    used.add(value);
    const type = tables.typeOf(value);
    if (type.kind === "array") for (const part of [...type.shape, ...type.strides]) used.add(part);
  };
  walk(run.ops, (op) => {
    for (const value of operandsOf(op, tables)) use(value);
  });
  return used;
}

// hoist-invariants: loop-invariant code motion.
//
// Requires: a loop program.
// Guarantees: a pure scalar operation, a view, or a read of a variable that gives the same in all iterations stands before the loop; remarks
// say what was hoisted, and what was not and why.
//
//   parfor #0 [i < n]                     %4 = exp %k
//     %4 = exp %k                         parfor #0 [i < n]
//     %5 = load a[i]                        %5 = load a[i]
//     store out[i] mul %5, %4               store out[i] mul %5, %4
//
// Declines: arithmetic in a branch, integer division by a value that may be 0, and loads; LLVM moves those where it can prove more.
import type { Definitions } from "../../ir/definitions.js";
import { definitionsOf } from "../../ir/definitions.js";
import { isInteger } from "../../ir/dtype.js";
import type { LoopId, SlotId, ValueId } from "../../ir/ids.js";
import type { LoopOp } from "../../ir/ops.js";
import type { LoopProgram } from "../../ir/program.js";
import { mapRegions } from "../../ir/rewrite.js";
import { operandsOf, slotsOf, valuesDefinedIn } from "../../ir/visit.js";
import type { Pass, PassContext } from "../../pass.js";
import type { Headers } from "./invariant-remarks.js";
import { headersOf, remarkInvariants } from "./invariant-remarks.js";

export const hoistInvariants: Pass<LoopProgram> = {
  name: "hoist-invariants",
  run: (program, context) => {
    const hoister: Hoister = {
      context,
      definitions: definitionsOf(program),
      headers: headersOf(context.tables),
    };
    return { ...program, body: hoistRegion(program.body, hoister) };
  },
};

interface Hoister {
  readonly context: PassContext;
  readonly definitions: Definitions;
  readonly headers: Headers;
}

function hoistRegion(region: readonly LoopOp[], hoister: Hoister): readonly LoopOp[] {
  return region.flatMap((op) => {
    const inner = mapRegions<LoopOp>(op, (ops) => hoistRegion(ops, hoister));
    if (inner.kind !== "for" && inner.kind !== "parfor") return [inner];
    return hoistFrom(inner, hoister);
  });
}

type Counted = Extract<LoopOp, { readonly kind: "for" | "parfor" }>;

function hoistFrom(loop: Counted, { context, definitions, headers }: Hoister): readonly LoopOp[] {
  const { tables } = context;
  const variant = new Set<ValueId>(valuesDefinedIn([loop], tables));
  const changing = new Set<SlotId>([...slotsOf([loop], "set"), ...slotsOf([loop], "declare")]);
  if (loop.kind === "parfor")
    for (const { slots } of loop.reductions) for (const slot of slots) changing.add(slot);
  const hoisted: LoopOp[] = [];
  const keepFrom = (region: readonly LoopOp[], inBranch: boolean): readonly LoopOp[] =>
    region.flatMap((op): readonly LoopOp[] => {
      const movable =
        (!inBranch || isFree(op)) &&
        isMovable(op, changing, definitions, context) &&
        operandsOf(op, tables).every((value) => !variant.has(value));
      if (!movable) return [op.kind === "if" ? mapRegions<LoopOp>(op, (ops) => keepFrom(ops, true)) : op];
      hoisted.push(op);
      for (const value of valuesDefinedIn([op], tables)) variant.delete(value);
      return [];
    });
  const kept = keepFrom(loop.body, false);
  const id: LoopId | null = loop.loop;
  if (id !== null) remarkInvariants(id, hoisted, kept, variant, definitions, headers, context);
  return hoisted.length === 0 ? [loop] : [...hoisted, { ...loop, body: kept }];
}

/** Costs nothing where its value is not needed, so it may leave a branch. */
const isFree = (op: LoopOp): boolean => op.kind === "get" || op.kind === "view" || op.kind === "const";

function isMovable(
  op: LoopOp,
  changing: ReadonlySet<SlotId>,
  definitions: Definitions,
  { tables }: PassContext,
): boolean {
  switch (op.kind) {
    case "const":
    case "unary":
    case "compare":
    case "inRange":
    case "select":
    case "cast":
    case "view":
      return true;
    case "call":
      return !isInteger(tables.dtypeOf(op.out));
    case "binary": {
      if (!isInteger(tables.dtypeOf(op.out)) || (op.op !== "div" && op.op !== "rem")) return true;
      const divisor = definitions.get(op.b);
      return divisor?.kind === "const" && Number(divisor.value) !== 0;
    }
    case "get":
      return !changing.has(op.slot);
    default:
      return false;
  }
}

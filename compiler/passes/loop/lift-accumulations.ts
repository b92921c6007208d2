// lift-accumulations: reductions under a condition become reductions of each iteration, which LLVM vectorizes.
//
// Requires: the planned loop program.
// Guarantees: the same bits. Adding -0 and multiplying by 1 change no float; NaN never passes `x > m`.
//
//   if %c                                 declare $d; set $d -0
//     … %e …                              if %c { … %e …; set $d %e }
//     set $s (get $s + %e)                set $s (get $s + get $d)
//
//   if %x > get $m                        %y = %x == %x ? %x : -Infinity
//     set $m %x                           set $m max(get $m, %y)
//
// Declines: accumulators whose order is not open; branches that leave the iteration; branches that use an accumulator more than once.
import { isFloat } from "../../ir/dtype.js";
import type { SlotId, ValueId } from "../../ir/ids.js";
import type { Binary, BinaryOperator, Compare, If, LoopOp } from "../../ir/ops.js";
import type { LoopProgram, Tables } from "../../ir/program.js";
import { regionBuilder } from "../../ir/region-builder.js";
import { mapRegions } from "../../ir/rewrite.js";
import { operandsOf, walk } from "../../ir/visit.js";
import type { Pass } from "../../pass.js";

type Slots = ReadonlySet<SlotId>;

export const liftAccumulations: Pass<LoopProgram> = {
  name: "lift-accumulations",
  run: (program) => ({ ...program, body: liftRegion(program.body, new Set(), program.tables) }),
};

function liftRegion(region: readonly LoopOp[], open: Slots, tables: Tables): readonly LoopOp[] {
  const lifted = region.flatMap((op) => {
    const own = opened(op);
    const inner = own.length === 0 ? open : new Set([...open, ...own]);
    const mapped = mapRegions<LoopOp>(op, (ops) => liftRegion(ops, inner, tables));
    if (mapped.kind !== "if") return [mapped];
    return liftExtremum(mapped, region, open, tables) ?? liftSums(mapped, open, tables);
  });
  return lifted.length === region.length && lifted.every((op, index) => op === region[index])
    ? region
    : lifted;
}

function opened(op: LoopOp): readonly SlotId[] {
  if (op.kind === "for") return op.reassociate;
  if (op.kind !== "parfor") return [];
  return op.reductions.filter(({ combiner }) => combiner.kind === "builtin").flatMap(({ slots }) => slots);
}

const EXTREMA: Partial<Record<Compare["op"], "max" | "min">> = { gt: "max", ge: "max", lt: "min", le: "min" };
const OPPOSITE = { max: "min", min: "max" } as const;

/** `if (x > m) m = x`, in any spelling. */
function liftExtremum(
  op: If<LoopOp>,
  region: readonly LoopOp[],
  open: Slots,
  tables: Tables,
): readonly LoopOp[] | null {
  const [set, ...more] = op.then;
  if (set?.kind !== "set" || more.length > 0 || op.otherwise.length > 0 || !open.has(set.slot)) return null;
  const dtype = tables.slotType(set.slot).dtype;
  const condition = region.find((each) => each.kind === "compare" && each.out === op.condition);
  if (condition?.kind !== "compare" || !isFloat(dtype)) return null;
  const isOld = (value: ValueId): boolean => {
    const definition = region.find((each) => each.kind === "get" && each.out === value);
    return definition?.kind === "get" && definition.slot === set.slot;
  };
  const ordered = EXTREMA[condition.op];
  if (ordered === undefined) return null;
  let extremum: "max" | "min";
  if (condition.a === set.value && isOld(condition.b)) extremum = ordered;
  else if (condition.b === set.value && isOld(condition.a)) extremum = OPPOSITE[ordered];
  else return null;
  const build = regionBuilder(tables, op.span);
  const worst = extremum === "max" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const isNumber = build.compare("eq", set.value, set.value);
  const identity = build.constant(worst, dtype);
  const candidate = tables.value({ kind: "scalar", dtype });
  build.ops.push({
    kind: "select",
    condition: isNumber,
    a: set.value,
    b: identity,
    out: candidate,
    span: op.span,
  });
  build.set(set.slot, build.binary(extremum, build.get(set.slot), candidate));
  return build.ops;
}

/** What is accumulated to one slot in a branch. */
interface Accumulation {
  readonly op: BinaryOperator;
  readonly element: ValueId;
  /** The read, the operation and the write. */
  readonly parts: ReadonlySet<LoopOp>;
}

function liftSums(op: If<LoopOp>, open: Slots, tables: Tables): readonly LoopOp[] {
  const build = regionBuilder(tables, op.span);
  const after = regionBuilder(tables, op.span);
  let { then, otherwise } = op;
  for (const slot of leavesIteration(op) ? [] : open) {
    const [yes, no] = [then, otherwise].map((branch) => accumulationIn(branch, slot, tables));
    if (yes === null || no === null) continue;
    const operators = new Set([yes, no].flatMap((found) => (found === undefined ? [] : [found.op])));
    const [operator] = operators;
    const identity = operator === undefined ? undefined : IDENTITIES[operator];
    if (operator === undefined || identity === undefined || operators.size > 1) continue;
    const { dtype } = tables.slotType(slot);
    const addend = tables.slot({ kind: "scalar", dtype }, tables.slotName(slot));
    build.ops.push({ kind: "declare", slot: addend, span: op.span });
    build.set(addend, build.constant(identity, dtype));
    then = replaceAccumulation(then, yes, addend);
    otherwise = replaceAccumulation(otherwise, no, addend);
    after.set(slot, after.binary(operator, after.get(slot), after.get(addend)));
  }
  return after.ops.length === 0 ? [op] : [...build.ops, { ...op, then, otherwise }, ...after.ops];
}

const IDENTITIES: Partial<Record<BinaryOperator, number>> = { add: -0, sub: 0, mul: 1 };

function leavesIteration(op: If<LoopOp>): boolean {
  let leaves = false;
  walk<LoopOp>([op], ({ kind }) => {
    leaves ||= kind === "break" || kind === "continue";
  });
  return leaves;
}

/** How the branch accumulates to `slot`: undefined where it does not use it, null where it uses it in another way. */
function accumulationIn(
  branch: readonly LoopOp[],
  slot: SlotId,
  tables: Tables,
): Accumulation | undefined | null {
  const uses: LoopOp[] = [];
  walk(branch, (op) => {
    if ((op.kind === "get" || op.kind === "set") && op.slot === slot) uses.push(op);
  });
  if (uses.length === 0) return undefined;
  const [read, write, ...more] = uses;
  if (read?.kind !== "get" || write?.kind !== "set" || more.length > 0) return null;
  if (!isFloat(tables.slotType(slot).dtype)) return null;
  const operation = branch.find((op): op is Binary => op.kind === "binary" && op.out === write.value);
  if (operation === undefined || !branch.includes(read) || !branch.includes(write)) return null;
  const element = otherOperand(operation, read.out);
  if (
    element === null ||
    usesOf(branch, read.out, tables) !== 1 ||
    usesOf(branch, operation.out, tables) !== 1
  ) {
    return null;
  }
  return { op: operation.op, element, parts: new Set<LoopOp>([read, operation, write]) };
}

function otherOperand(op: Binary, value: ValueId): ValueId | null {
  if (op.a === value && op.b !== value) return op.b;
  return op.b === value && op.a !== value && op.op !== "sub" ? op.a : null;
}

function usesOf(branch: readonly LoopOp[], value: ValueId, tables: Tables): number {
  let count = 0;
  walk(branch, (op) => {
    count += operandsOf(op, tables).filter((operand) => operand === value).length;
  });
  return count;
}

function replaceAccumulation(
  branch: readonly LoopOp[],
  found: Accumulation | undefined | null,
  addend: SlotId,
): readonly LoopOp[] {
  if (found === undefined || found === null) return branch;
  return branch.flatMap((op): readonly LoopOp[] => {
    if (!found.parts.has(op)) return [op];
    return op.kind === "set" ? [{ ...op, slot: addend, value: found.element }] : [];
  });
}

// The only generic traversal of operations: which values an operation uses and defines, and its regions. Every pass
// builds on these, so a new kind of operation is a compile error here first.
import type { SlotId, ValueId } from "./ids.js";
import type { ArrayOp, Combiner, FlatOp, Load, LoopOp, ScalarOp, Store } from "./ops.js";
import type { Tables } from "./program.js";
import { InternalError } from "./program.js";

export function unreachable(value: never): never {
  throw new InternalError(`unexpected ${JSON.stringify(value)}`);
}

export type AnyOp = ArrayOp | LoopOp;

const SCALAR_KINDS: ReadonlySet<AnyOp["kind"]> = new Set<ScalarOp["kind"]>([
  "const",
  "unary",
  "binary",
  "compare",
  "inRange",
  "select",
  "cast",
  "call",
]);
/** Whether an operation makes one scalar of scalars, and does nothing else. */
export const isScalarOp = (op: AnyOp): op is ScalarOp => SCALAR_KINDS.has(op.kind);

/** Whether an operation reads or writes an element of an array. */
export const isAccess = (op: AnyOp): op is Load | Store => op.kind === "load" || op.kind === "store";

const REGION_KINDS: ReadonlySet<AnyOp["kind"]> = new Set<AnyOp["kind"]>([
  "if",
  "loop",
  "parfor",
  "for",
  "block",
  "generate",
  "update",
  "reduce",
]);
/** Whether other operations stand inside the operation. */
export const hasRegions = (op: AnyOp): boolean => REGION_KINDS.has(op.kind);

/** The regions of an operation, in order of execution; combiner bodies are not among them. */
export function regionsOf<Op extends AnyOp>(op: Op): readonly (readonly Op[])[] {
  return regions(op) as readonly (readonly Op[])[];
}
function regions(op: AnyOp): readonly (readonly AnyOp[])[] {
  switch (op.kind) {
    case "if":
      return [op.then, op.otherwise];
    case "loop":
      return [op.body, op.update];
    case "parfor":
      return op.prologue === undefined ? [op.body] : [op.prologue, op.body];
    case "for":
    case "block":
    case "generate":
    case "update":
    case "reduce":
      return [op.body];
    default:
      return [];
  }
}

/** Values that the operation itself reads, without what its regions read; shapes of fresh arrays are among them. */
export function operandsOf(op: AnyOp, tables: Tables): readonly ValueId[] {
  switch (op.kind) {
    case "const":
    case "declare":
    case "get":
    case "break":
    case "continue":
    case "loop":
    case "block":
      return [];
    case "unary":
    case "cast":
      return [op.a];
    case "binary":
    case "compare":
      return [op.a, op.b];
    case "inRange":
      return [op.index, op.lower, op.upper];
    case "select":
      return [op.condition, op.a, op.b];
    case "call":
    case "runtimeCall":
      return op.args;
    case "set":
      return [op.value];
    case "alloc":
      return layoutOf(op.out, tables);
    case "view":
      return [op.base, op.offset, ...layoutOf(op.out, tables)];
    case "unalias":
      return [op.array, op.target];
    case "load":
      return [op.array, ...op.index];
    case "store":
      return [op.array, ...op.index, op.value];
    case "release":
      return [op.array];
    case "if":
      return [op.condition];
    case "for":
      return [op.start, op.stop, op.step];
    case "check":
      return [op.condition, ...op.values];
    case "fail":
    case "print":
    case "return":
      return op.values;
    case "parfor":
      return [
        ...op.extents,
        ...op.reductions.flatMap((reduction) => reduction.identities),
        ...(op.cost === undefined ? [] : [op.cost]),
      ];
    case "generate":
      return layoutOf(op.out, tables);
    case "update":
      return [op.target, ...shapeOf(op.target, tables)];
    case "reduce":
      return [
        ...op.extents,
        ...op.identities,
        ...op.outs.flatMap((out) => (tables.typeOf(out).kind === "array" ? layoutOf(out, tables) : [])),
      ];
    default:
      return unreachable(op);
  }
}

const shapeOf = (array: ValueId, tables: Tables): readonly ValueId[] => tables.arrayType(array).shape;
function layoutOf(array: ValueId, tables: Tables): readonly ValueId[] {
  const type = tables.arrayType(array);
  return [...type.shape, ...type.strides];
}

/** Values visible after the operation in its region. */
export function resultsOf(op: AnyOp, tables: Tables): readonly ValueId[] {
  switch (op.kind) {
    case "get":
    case "unalias": {
      const type = tables.typeOf(op.out);
      return type.kind === "array" ? [op.out, ...type.shape, ...type.strides] : [op.out];
    }
    case "const":
    case "unary":
    case "binary":
    case "compare":
    case "inRange":
    case "select":
    case "cast":
    case "call":
    case "alloc":
    case "view":
    case "load":
    case "generate":
      return [op.out];
    case "runtimeCall":
      return op.out === null ? [] : [op.out];
    case "reduce":
      return op.outs;
    default:
      return [];
  }
}

/** Values that the operation defines for its regions only: indices. */
export function regionValuesOf(op: AnyOp): readonly ValueId[] {
  switch (op.kind) {
    case "for":
      return [op.index];
    case "parfor":
    case "generate":
    case "update":
    case "reduce":
      return op.indices;
    default:
      return [];
  }
}

/** The combiners with a body of their own. */
export function combinersOf<Op extends AnyOp>(op: Op): readonly Combiner<Op>[] {
  if (op.kind === "parfor") return op.reductions.map((reduction) => reduction.combiner as Combiner<Op>);
  if (op.kind === "reduce") return [op.combiner as Combiner<Op>];
  return [];
}

/** Calls `visit` for each operation of the region and of all regions within, combiners included, in order. */
export function walk<Op extends AnyOp>(region: readonly Op[], visit: (op: Op) => void): void {
  for (const op of region) {
    visit(op);
    if (!hasRegions(op)) continue;
    for (const inner of regionsOf(op)) walk(inner, visit);
    for (const combiner of combinersOf(op))
      if (combiner.kind === "custom") walk(combiner.body as readonly Op[], visit);
  }
}

/** Slots that the region reads or writes. */
export function slotsOf(
  region: readonly AnyOp[],
  access: FlatOp["kind"] & ("get" | "set" | "declare"),
): ReadonlySet<SlotId> {
  const slots = new Set<SlotId>();
  walk(region, (op) => {
    if (op.kind === access) slots.add(op.slot);
  });
  return slots;
}

/** All values that the operations of the region and of regions within define. */
export function valuesDefinedIn(region: readonly AnyOp[], tables: Tables): ReadonlySet<ValueId> {
  const values = new Set<ValueId>();
  walk(region, (op) => {
    for (const value of [...resultsOf(op, tables), ...regionValuesOf(op)]) values.add(value);
    for (const combiner of combinersOf(op))
      if (combiner.kind === "custom")
        for (const value of [...combiner.left, ...combiner.right]) values.add(value);
  });
  return values;
}

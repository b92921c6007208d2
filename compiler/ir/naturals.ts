import type { ValueId } from "./ids.js";
import type { ScalarOp } from "./ops.js";
import type { Program } from "./program.js";
import type { AnyOp } from "./visit.js";
import { walk } from "./visit.js";

/** All extents of arrays in the program: they are never negative, whatever defined them. */
export function extentsOf(program: Program): ReadonlySet<ValueId> {
  const { tables } = program;
  const extents = new Set<ValueId>();
  const add = (value: ValueId): void => {
    const type = tables.typeOf(value);
    if (type.kind === "array") for (const extent of type.shape) extents.add(extent);
  };
  for (const { value } of program.parameters) add(value);
  walk<AnyOp>(program.body, (op) => {
    if (op.kind === "get" || op.kind === "unalias") add(op.out);
  });
  return extents;
}

/** Whether a value is known to be 0 or more: extents, and what is made from them without subtraction. */
export function isNatural(
  value: ValueId,
  extents: ReadonlySet<ValueId>,
  definition: (value: ValueId) => ScalarOp | undefined,
): boolean {
  if (extents.has(value)) return true;
  const op = definition(value);
  if (op?.kind === "const") return typeof op.value !== "boolean" && op.value >= 0;
  if (op?.kind === "select")
    return isNatural(op.a, extents, definition) && isNatural(op.b, extents, definition);
  if (op?.kind !== "binary") return false;
  const both = (): boolean => isNatural(op.a, extents, definition) && isNatural(op.b, extents, definition);
  if (op.op === "max") return isNatural(op.a, extents, definition) || isNatural(op.b, extents, definition);
  return (op.op === "add" || op.op === "mul" || op.op === "min" || op.op === "div") && both();
}

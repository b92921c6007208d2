import type { ValueId } from "./ids.js";
import type { Program } from "./program.js";
import type { AnyOp } from "./visit.js";
import { regionValuesOf, walk } from "./visit.js";

/** Values that are never negative, whatever defined them: extents of arrays, and indices of loops that count from 0. */
export function naturalsOf(program: Program): ReadonlySet<ValueId> {
  const { tables } = program;
  const naturals = new Set<ValueId>();
  const addShape = (value: ValueId): void => {
    const type = tables.typeOf(value);
    if (type.kind === "array") for (const extent of type.shape) naturals.add(extent);
  };
  for (const { value } of program.parameters) addShape(value);
  walk<AnyOp>(program.body, (op) => {
    if (op.kind === "get" || op.kind === "unalias") addShape(op.out);
    if (op.kind !== "for") for (const index of regionValuesOf(op)) naturals.add(index);
  });
  return naturals;
}

/** Whether a value is known to be 0 or more: a natural, and what is made of naturals without subtraction. */
export function isNatural(
  value: ValueId,
  naturals: ReadonlySet<ValueId>,
  definition: (value: ValueId) => AnyOp | undefined,
): boolean {
  if (naturals.has(value)) return true;
  const op = definition(value);
  if (op?.kind === "const") return typeof op.value !== "boolean" && op.value >= 0;
  if (op?.kind === "select")
    return isNatural(op.a, naturals, definition) && isNatural(op.b, naturals, definition);
  if (op?.kind !== "binary") return false;
  const both = (): boolean => isNatural(op.a, naturals, definition) && isNatural(op.b, naturals, definition);
  switch (op.op) {
    case "max":
      return isNatural(op.a, naturals, definition) || isNatural(op.b, naturals, definition);
    case "rem":
      return isNatural(op.a, naturals, definition);
    case "add":
    case "mul":
    case "min":
    case "div":
      return both();
    default:
      return false;
  }
}

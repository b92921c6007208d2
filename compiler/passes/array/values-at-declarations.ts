import type { SlotId, ValueId } from "../../ir/ids.js";
import type { ArrayOp } from "../../ir/ops.js";
import type { ArrayProgram } from "../../ir/program.js";
import { regionsOf, regionValuesOf, resultsOf } from "../../ir/visit.js";

/** For each array variable, the values that are visible where it is declared, and so wherever it is. */
export function valuesAtDeclarations(program: ArrayProgram): ReadonlyMap<SlotId, ReadonlySet<ValueId>> {
  const { tables } = program;
  const found = new Map<SlotId, ReadonlySet<ValueId>>();
  const visible = new Set<ValueId>();
  /** `own` are the values that the region's operation defines for it; what the region adds goes when it ends. */
  const visit = (region: readonly ArrayOp[], own: readonly ValueId[]): void => {
    const added = [...own];
    for (const value of own) visible.add(value);
    for (const op of region) {
      if (op.kind === "declare" && tables.slotType(op.slot).kind === "array")
        found.set(op.slot, new Set(visible));
      for (const ops of regionsOf<ArrayOp>(op)) visit(ops, regionValuesOf(op));
      for (const value of resultsOf(op, tables)) {
        visible.add(value);
        added.push(value);
      }
    }
    for (const value of added) visible.delete(value);
  };
  const parameters = program.parameters.flatMap(({ value }) => {
    const type = tables.typeOf(value);
    return type.kind === "array" ? [value, ...type.shape, ...type.strides] : [value];
  });
  visit(program.body, parameters);
  return found;
}

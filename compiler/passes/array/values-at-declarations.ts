import type { SlotId, ValueId } from "../../ir/ids.js";
import type { ArrayOp } from "../../ir/ops.js";
import type { ArrayProgram } from "../../ir/program.js";
import { regionsOf, regionValuesOf, resultsOf } from "../../ir/visit.js";

/** Whether a value is visible where an array variable is declared, and so wherever the variable is. */
export type VisibleAtDeclaration = (value: ValueId, slot: SlotId) => boolean;

/** Places are numbered in order: a value is visible from its own to the end of its region. */
export function valuesAtDeclarations(program: ArrayProgram): VisibleAtDeclaration {
  const { tables } = program;
  const declared = new Map<SlotId, number>();
  const begins = new Map<ValueId, number>();
  const ends = new Map<ValueId, number>();
  let place = 0;
  /** `own` are the values that the region's operation defines for it. */
  const visit = (region: readonly ArrayOp[], own: readonly ValueId[]): void => {
    const added = [...own];
    for (const value of own) begins.set(value, place);
    for (const op of region) {
      place++;
      if (op.kind === "declare") declared.set(op.slot, place);
      for (const ops of regionsOf<ArrayOp>(op)) visit(ops, regionValuesOf(op));
      for (const value of resultsOf(op, tables)) {
        begins.set(value, place);
        added.push(value);
      }
    }
    place++;
    for (const value of added) ends.set(value, place);
  };
  const parameters = program.parameters.flatMap(({ value }) => {
    const type = tables.typeOf(value);
    return type.kind === "array" ? [value, ...type.shape, ...type.strides] : [value];
  });
  visit(program.body, parameters);
  return (value, slot) => {
    const [begin, end, at] = [begins.get(value), ends.get(value), declared.get(slot)];
    return begin !== undefined && end !== undefined && at !== undefined && begin < at && at < end;
  };
}

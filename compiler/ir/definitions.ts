import type { ValueId } from "./ids.js";
import type { Program } from "./program.js";
import type { AnyOp } from "./visit.js";
import { resultsOf, walk } from "./visit.js";

export type Definitions = ReadonlyMap<ValueId, AnyOp>;

/** The operation that defines each value; parameters and indices have none. */
export function definitionsOf(program: Program): Definitions {
  const definitions = new Map<ValueId, AnyOp>();
  walk<AnyOp>(program.body, (op) => {
    for (const value of resultsOf(op, program.tables)) definitions.set(value, op);
  });
  return definitions;
}

/** The number that a value is known to be; null where it is computed. */
export function constantOf(value: ValueId, definitions: Definitions): number | null {
  const op = definitions.get(value);
  return op?.kind === "const" ? Number(op.value) : null;
}

import type { ValueId } from "../../ir/ids.js";
import type { LoopOp } from "../../ir/ops.js";
import type { Tables } from "../../ir/program.js";
import { operandsOf, resultsOf } from "../../ir/visit.js";

/** A condition as alternatives of which one must hold, with the operations that compute them. */
export interface Alternatives {
  readonly values: readonly ValueId[];
  readonly ops: readonly LoopOp[];
}

/** The alternatives that are the same in all iterations, and the others. */
export interface SearchCondition {
  readonly invariant: Alternatives;
  readonly varying: Alternatives;
}

/** Takes `condition` apart at its `or`s. `ops` compute it from variables that stay as they are, and from the loop's index. */
export function searchCondition(
  condition: ValueId,
  ops: readonly LoopOp[],
  index: ValueId,
  tables: Tables,
): SearchCondition {
  const definitions = new Map(
    ops.flatMap((op) => resultsOf(op, tables).map((value) => [value, op] as const)),
  );
  const changing = new Set([index]);
  for (const op of ops) {
    if (op.kind !== "load" && !operandsOf(op, tables).some((value) => changing.has(value))) continue;
    for (const value of resultsOf(op, tables)) changing.add(value);
  }
  const alternatives = (value: ValueId): readonly ValueId[] => {
    const op = definitions.get(value);
    return op?.kind === "binary" && op.op === "or" ? [op.a, op.b].flatMap(alternatives) : [value];
  };
  const all = alternatives(condition);
  const part = (values: readonly ValueId[]): Alternatives => ({ values, ops: needed(values, ops, tables) });
  return {
    invariant: part(all.filter((value) => !changing.has(value))),
    varying: part(all.filter((value) => changing.has(value))),
  };
}

/** Those of `ops` that `values` depend on. */
function needed(values: readonly ValueId[], ops: readonly LoopOp[], tables: Tables): readonly LoopOp[] {
  const wanted = new Set(values);
  const kept = ops.toReversed().filter((op) => {
    if (!resultsOf(op, tables).some((value) => wanted.has(value))) return false;
    for (const value of operandsOf(op, tables)) wanted.add(value);
    return true;
  });
  return kept.reverse();
}

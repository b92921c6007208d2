// raise-checks: what a program checks about shapes it checks before its loops.
//
// Requires: an array program.
// Guarantees: a check of scalars that are known before a whole-array operation stands before it, so that extents that must be equal are
// known to be equal there, and the loops can fuse.
//
//   z = reduce [i < m, j < d] …           check (n == m)
//   check (n == m)                        z = reduce [i < m, j < d] …
//   e = generate [i < n] … z[i] …         e = generate [i < m] … z[i] …
//
// Declines: to pass what can be noticed by others or can fail itself: stores to arrays, lines printed, other checks.
import type { ValueId } from "../../ir/ids.js";
import type { ArrayOp } from "../../ir/ops.js";
import type { ArrayProgram, Tables } from "../../ir/program.js";
import { mapRegions } from "../../ir/rewrite.js";
import { isScalarOp, operandsOf, resultsOf } from "../../ir/visit.js";
import type { Pass } from "../../pass.js";
import { isPure } from "../dead-code.js";

export const raiseChecks: Pass<ArrayProgram> = {
  name: "raise-checks",
  run: (program) => ({ ...program, body: raiseIn(program.body, program.tables) }),
};

function raiseIn(region: readonly ArrayOp[], tables: Tables): readonly ArrayOp[] {
  const result: ArrayOp[] = [];
  for (const op of region) {
    const inner = mapRegions<ArrayOp>(op, (ops) => raiseIn(ops, tables));
    if (inner.kind === "check") raise(inner, result, tables);
    else result.push(inner);
  }
  return result;
}

/** Inserts the check, with the scalars it needs, as early in `before` as it can stand. */
function raise(check: ArrayOp, before: ArrayOp[], tables: Tables): void {
  const needed = new Set<ValueId>(operandsOf(check, tables));
  const taken: ArrayOp[] = [];
  const passed: ArrayOp[] = [];
  for (let op = before.at(-1); op !== undefined && isPassable(op); op = before.at(-1)) {
    const defines = resultsOf(op, tables).some((value) => needed.has(value));
    if (defines && !isScalarOp(op)) break;
    before.pop();
    if (!defines) {
      passed.unshift(op);
      continue;
    }
    taken.unshift(op);
    for (const value of operandsOf(op, tables)) needed.add(value);
  }
  before.push(...taken, check, ...passed);
}

function isPassable(op: ArrayOp): boolean {
  return op.kind !== "declare" && op.kind !== "get" && isPure(op);
}

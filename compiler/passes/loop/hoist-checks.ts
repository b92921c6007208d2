// hoist-checks: what each iteration of a loop checks in the same way is checked once, before the loop.
//
// Requires: a loop program after hoist-invariants, so that what a check is about stands before the loop where it can.
// Guarantees: a check that an iteration comes to before it has done anything, of a condition and values from before the loop, stands
// before it; there it fails only where the loop has an iteration.
//
//   parfor #0 [i < n]                     %4 = le n, 0; %5 = or %whole, %4; check %5
//     check %whole                        parfor #0 [i < n]
//     for [j < m] { … }                     for [j < m] { … }
//
// The loop can then run in lanes. Declines: checks behind an operation that may fail, or writes to an array; loops whose step is not
// known.
import type { Definitions } from "../../ir/definitions.js";
import { constantOf, definitionsOf } from "../../ir/definitions.js";
import type { ValueId } from "../../ir/ids.js";
import type { Check, For, LoopOp, Parfor } from "../../ir/ops.js";
import type { LoopProgram, Tables } from "../../ir/program.js";
import { type RegionBuilder, regionBuilder } from "../../ir/region-builder.js";
import { mapRegions } from "../../ir/rewrite.js";
import { isScalarOp, operandsOf, valuesDefinedIn } from "../../ir/visit.js";
import type { Pass } from "../../pass.js";

export const hoistChecks: Pass<LoopProgram> = {
  name: "hoist-checks",
  run: (program, { tables }) => {
    const hoister: Hoister = { tables, definitions: definitionsOf(program), made: new Set() };
    return { ...program, body: hoistRegion(program.body, hoister) };
  },
};

interface Hoister {
  readonly tables: Tables;
  readonly definitions: Definitions;
  /** What checks that stand before an inner loop need. */
  readonly made: Set<LoopOp>;
}

type Counted = For<LoopOp> | Parfor<LoopOp>;

function hoistRegion(region: readonly LoopOp[], hoister: Hoister): readonly LoopOp[] {
  return region.flatMap((op) => {
    const inner = mapRegions<LoopOp>(op, (ops) => hoistRegion(ops, hoister));
    return inner.kind === "for" || inner.kind === "parfor" ? hoistFrom(inner, hoister) : [inner];
  });
}

function hoistFrom(loop: Counted, { tables, definitions, made }: Hoister): readonly LoopOp[] {
  const inside = new Set<ValueId>(valuesDefinedIn([loop], tables));
  const needed: LoopOp[] = [];
  const checks: Check[] = [];
  const kept: LoopOp[] = [];
  for (const [k, op] of loop.body.entries()) {
    const isSame = operandsOf(op, tables).every((value) => !inside.has(value));
    if (isSame && made.has(op)) {
      needed.push(op);
      for (const value of valuesDefinedIn([op], tables)) inside.delete(value);
    } else if (isSame && op.kind === "check") {
      checks.push(op);
    } else {
      kept.push(op);
      if (isHarmless(op)) continue;
      kept.push(...loop.body.slice(k + 1));
      break;
    }
  }
  const build = regionBuilder(tables, loop.span);
  const isEmpty = checks.length === 0 ? null : emptiness(loop, build, definitions);
  if (isEmpty === null) return [loop];
  const moved = checks.map(
    (check): Check => ({
      ...check,
      condition: build.binary("or", check.condition, isEmpty),
    }),
  );
  for (const op of [...needed, ...build.ops]) made.add(op);
  return [...needed, ...build.ops, ...moved, { ...loop, body: kept }];
}

/** Neither fails nor is seen outside of the iteration where a later operation fails. */
const isHarmless = (op: LoopOp): boolean =>
  isScalarOp(op) || op.kind === "view" || op.kind === "declare" || op.kind === "get" || op.kind === "set";

/** Whether the loop has no iterations; null where that is not known before it. */
function emptiness(loop: Counted, build: RegionBuilder, definitions: Definitions): ValueId | null {
  if (loop.kind === "parfor") {
    const zero = build.constant(0);
    const [first, ...others] = loop.extents.map((extent) => build.compare("le", extent, zero));
    // An array without axes has one element.
    return others.reduce((all, one) => build.binary("or", all, one), first ?? build.constant(false, "bool"));
  }
  const step = constantOf(loop.step, definitions);
  if (step === null || step === 0) return null;
  return build.compare(step > 0 ? "ge" : "le", loop.start, loop.stop);
}

// place-releases: memory is given back as soon as nobody uses it.
//
// Requires: the planned loop program.
// Guarantees: after the last operation that uses an allocated array, or a view of it, stands its `release`, if more follows in the region than
// scalars; at the end of a region what was allocated in it is released anyway.
//
//   %4 = alloc                            %4 = alloc
//   parfor { store %4[i] … }              parfor { store %4[i] … }
//   parfor { load %4[i] … }               parfor { load %4[i] … }
//   parfor { … }                          release %4
//                                         parfor { … }
//
// Declines: arrays that are returned; an array in a variable lives on by the variable's reference.
import type { ValueId } from "../../ir/ids.js";
import type { LoopOp } from "../../ir/ops.js";
import type { LoopProgram, Tables } from "../../ir/program.js";
import { mapRegions } from "../../ir/rewrite.js";
import { operandsOf, regionsOf, walk } from "../../ir/visit.js";
import type { Pass } from "../../pass.js";

export const placeReleases: Pass<LoopProgram> = {
  name: "place-releases",
  run: (program) => ({ ...program, body: releaseRegion(program.body, program.tables) }),
};

function releaseRegion(region: readonly LoopOp[], tables: Tables): readonly LoopOp[] {
  const allocated = region.flatMap((op) => (op.kind === "alloc" && op.place !== "stack" ? [op.out] : []));
  const owner = ownersIn(region, allocated);
  const lastUse = new Map<ValueId, number>();
  region.forEach((op, position) => {
    walk([op], (inner) => {
      for (const value of operandsOf(inner, tables)) {
        const array = owner.get(value);
        if (array !== undefined) lastUse.set(array, position);
      }
    });
  });
  const lastWork = region.findLastIndex(
    (op) => regionsOf<LoopOp>(op).length > 0 || op.kind === "alloc" || op.kind === "runtimeCall",
  );
  return region.flatMap((op, position) => {
    const inner = mapRegions<LoopOp>(op, (ops) => releaseRegion(ops, tables));
    if (position >= lastWork) return [inner];
    const dead = allocated.filter((array) => lastUse.get(array) === position);
    return [inner, ...dead.map((array): LoopOp => ({ kind: "release", array, span: op.span }))];
  });
}

/** Which allocation each array of the region is in: itself, or what it is a view of. */
function ownersIn(region: readonly LoopOp[], allocated: readonly ValueId[]): ReadonlyMap<ValueId, ValueId> {
  const owners = new Map(allocated.map((array) => [array, array]));
  walk(region, (op) => {
    const base = op.kind === "view" ? op.base : op.kind === "unalias" ? op.array : undefined;
    const owner = base === undefined ? undefined : owners.get(base);
    if (owner !== undefined && (op.kind === "view" || op.kind === "unalias")) owners.set(op.out, owner);
  });
  return owners;
}

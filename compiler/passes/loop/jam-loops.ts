// jam-loops: neighbouring iterations of a loop share one run of the loop within it.
//
// Requires: the planned loop program.
// Guarantees: the same bits: each element gets what it got, in the same order. What the iterations add to is loaded and stored once for several.
//
//   for d = a to b                         for d = a to a + (b - a) / 4 * 4 step 4
//     for j = 0 to n                         for j = 0 to n
//       sum[j] += x[d, j]                      sum[j] += x[d, j]; sum[j] += x[d + 1, j]; …
//                                          for d = a + (b - a) / 4 * 4 to b { as before }
//
// Declines: loops within that do more than compute elements and store them, whose range or elements follow the outer index, or that are so
// short that their elements stay in registers; accesses that may fail; stores that others of the loop may depend on.
import type { Aliasing } from "../../ir/aliasing.js";
import { aliasingOf } from "../../ir/aliasing.js";
import type { Definitions } from "../../ir/definitions.js";
import { constantOf, definitionsOf } from "../../ir/definitions.js";
import type { For, Load, LoopOp, Store } from "../../ir/ops.js";
import type { LoopProgram, Tables } from "../../ir/program.js";
import { regionBuilder } from "../../ir/region-builder.js";
import { cloneRegion, mapRegions } from "../../ir/rewrite.js";
import { scalarType } from "../../ir/types.js";
import { isAccess, isScalarOp } from "../../ir/visit.js";
import type { Pass } from "../../pass.js";
import { isSameElement, JAMMED, jam, storesOwnElements } from "./lanes/jam-lanes.js";

/** Operations of the loop within: as many of four iterations fit the registers. */
const MOST_OPERATIONS = 12;
/** Elements it reads besides those it adds to, each by an address of its own. */
const MOST_READ = 2;

export const jamLoops: Pass<LoopProgram> = {
  name: "jam-loops",
  run: (program) => {
    const jammer: Jammer = {
      tables: program.tables,
      definitions: definitionsOf(program),
      aliasing: aliasingOf(program),
    };
    return { ...program, body: visitRegion(program.body, jammer) };
  },
};

interface Jammer {
  readonly tables: Tables;
  readonly definitions: Definitions;
  readonly aliasing: Aliasing;
}
type Access = Load | Store;

function visitRegion(region: readonly LoopOp[], jammer: Jammer): readonly LoopOp[] {
  return region.flatMap(
    (op) =>
      (op.kind === "for" ? jammed(op, jammer) : null) ?? [
        mapRegions<LoopOp>(op, (inner) => visitRegion(inner, jammer)),
      ],
  );
}

/** The loop by several iterations, and one by one for what is left; null where it stays as it is. */
function jammed(outer: For<LoopOp>, jammer: Jammer): readonly LoopOp[] | null {
  const { tables } = jammer;
  if (constantOf(outer.step, jammer.definitions) !== 1 || !isNest(outer, jammer)) return null;
  const build = regionBuilder(tables, outer.span);
  const [zero, several] = [build.constant(0), build.constant(JAMMED)];
  const isEmpty = build.compare("ge", outer.start, outer.stop);
  const distance = build.binary("sub", outer.stop, outer.start);
  const count = build.binary("max", build.select(isEmpty, zero, distance), zero);
  const whole = build.binary("mul", build.binary("div", count, several), several);
  const middle = build.binary("add", outer.start, whole);

  const within = regionBuilder(tables, outer.span);
  const index = tables.value(scalarType("int64"));
  const lanes = Array.from({ length: JAMMED }, (_, lane) => {
    const own = lane === 0 ? index : within.binary("add", index, within.constant(lane));
    return cloneRegion<LoopOp>(outer.body, new Map([[outer.index, own]]), tables);
  });
  const body = jam(lanes, tables);
  if (body === null) return null;
  const label = tables.label();
  const main: For<LoopOp> = {
    ...outer,
    label,
    index,
    stop: middle,
    step: several,
    body: [...within.ops, ...body],
  };
  return [...build.ops, main, { ...outer, start: middle }];
}

/** Whether the body is a loop that adds to elements, after what it needs. */
function isNest(outer: For<LoopOp>, jammer: Jammer): boolean {
  const { aliasing, definitions } = jammer;
  const inner = outer.body.at(-1);
  const before = outer.body.slice(0, -1);
  if (inner?.kind !== "for" || outer.reassociate.length > 0 || inner.reassociate.length > 0) return false;
  if ([inner.start, inner.stop].every((bound) => constantOf(bound, definitions) !== null)) return false;
  if (inner.body.length > MOST_OPERATIONS || !inner.body.every(isPlain)) return false;
  const accesses = inner.body.filter(isAccess);
  const stores = accesses.filter(({ kind }) => kind === "store");
  const adds = (load: Access): boolean => stores.some((store) => isSameElement(store, load));
  const loads = accesses.filter(({ kind }) => kind === "load");
  if (!loads.some(adds) || loads.filter((load) => !adds(load)).length > MOST_READ) return false;
  if (!storesOwnElements(inner, aliasing)) return false;
  // What an iteration reads before its loop is read before the loops of those around it.
  return before.every(
    (op) =>
      isPlain(op) &&
      op.kind !== "store" &&
      (op.kind !== "load" || stores.every((store) => !aliasing.mayOverlap(store.array, op.array))),
  );
}

const isPlain = (op: LoopOp): boolean =>
  isScalarOp(op) || op.kind === "view" || (isAccess(op) && op.bounds.kind === "proven");

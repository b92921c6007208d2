// How long a loop can last, which decides where it looks at the stop flag, and whether LLVM may unroll it.
import type { ValueId } from "../ir/ids.js";
import type { For, LoopOp } from "../ir/ops.js";
import type { Tables } from "../ir/program.js";
import { combinersOf, isScalarOp, operandsOf, regionsOf, walk } from "../ir/visit.js";
import type { CountedLoop } from "./counted-loop.js";
import { STRIP } from "./counted-loop.js";
import type { IntegerFacts } from "./integer-facts.js";

export interface Bounds {
  /** The value of a constant, null for all else. */
  readonly constantOf: (value: ValueId) => bigint | null;
  readonly distance: IntegerFacts["distance"];
}

/** Loops of few iterations, inner ones included, do not poll, nor do tiles; innermost loops poll once a strip so that they vectorize. */
export function pollOf(op: For<LoopOp>, bounds: Bounds): CountedLoop["poll"] {
  if (op.short === true) return "never";
  const local = withConstants(op.body, bounds);
  const trip = mostTrips(op, local);
  const inner = mostIterations(op.body, local);
  if (trip !== null && inner !== null && trip * inner <= STRIP) return "never";
  return inner === 1 ? "strip" : "iteration";
}

/** Nests of stencils and small matrices have fewer iterations; of larger ones LLVM would compile copies of whole loops. */
const MOST_UNROLLED = 256;

/** Whether nothing is gained by unrolling a loop of known length whole, with loops in it. */
export function isLargeNest(op: For<LoopOp>, bounds: Bounds, tables: Tables): boolean {
  const local = withConstants(op.body, bounds);
  const [trip, inner] = [mostTrips(op, local), mostIterations(op.body, local)];
  if (trip === null || inner === 1) return false;
  return inner === null || (trip * inner > MOST_UNROLLED && !readsAlongRows(op, tables));
}

/** Whether iterations read next to each other in a row, at the sum of this index and an inner one: unrolled, they share what they load. */
function readsAlongRows(op: For<LoopOp>, tables: Tables): boolean {
  const outer = new Set<ValueId>([op.index]);
  const inner = new Set<ValueId>();
  let along = false;
  walk<LoopOp>(op.body, (within) => {
    if (within.kind === "for") inner.add(within.index);
    const column = within.kind === "load" ? within.index.at(-1) : undefined;
    along ||= column !== undefined && outer.has(column) && inner.has(column);
    if (!isScalarOp(within)) return;
    const operands = operandsOf(within, tables);
    for (const followers of [outer, inner])
      if (operands.some((value) => followers.has(value))) followers.add(within.out);
  });
  return along;
}

/** A bound of the iterations of a loop; null where none is seen. */
function mostTrips(op: For<LoopOp>, { constantOf, distance }: Bounds): number | null {
  const [start, stop, step] = [constantOf(op.start), constantOf(op.stop), constantOf(op.step)];
  if (step === null || step === 0n) return null;
  if (start !== null && stop !== null) {
    const way = step > 0n ? stop - start : start - stop;
    const stride = step > 0n ? step : -step;
    return way <= 0n ? 0 : Number((way + stride - 1n) / stride);
  }
  const most = step > 0n ? distance(op.start, op.stop) : null;
  return most === null ? null : Math.max(most, 0);
}

/** A bound of the iterations that one run of the region makes in its loops (1 without loops); null without a bound. */
function mostIterations(ops: readonly LoopOp[], bounds: Bounds): number | null {
  let most = 1;
  for (const op of ops) {
    if (op.kind === "loop" || op.kind === "parfor" || op.kind === "runtimeCall") return null;
    const trip = op.kind === "for" ? mostTrips(op, bounds) : 1;
    if (trip === null) return null;
    for (const region of regionsOf<LoopOp>(op)) {
      const inner = mostIterations(region, bounds);
      if (inner === null) return null;
      most += op.kind === "for" ? trip * inner : inner - 1;
    }
  }
  return most;
}

/** Also knows the integer constants that the region and its inner regions define. */
function withConstants(ops: readonly LoopOp[], outer: Bounds): Bounds {
  const constants = new Map<ValueId, bigint>();
  const collect = (region: readonly LoopOp[]): void => {
    for (const op of region) {
      if (op.kind === "const" && (typeof op.value === "bigint" || Number.isSafeInteger(op.value))) {
        constants.set(op.out, BigInt(op.value));
      }
      for (const inner of regionsOf<LoopOp>(op)) collect(inner);
      for (const combiner of combinersOf<LoopOp>(op)) if (combiner.kind === "custom") collect(combiner.body);
    }
  };
  collect(ops);
  return { ...outer, constantOf: (value) => constants.get(value) ?? outer.constantOf(value) };
}

// hoist-allocations: temporary arrays of an iteration are allocated once for each chunk of iterations.
//
// Requires: a loop program after hoist-invariants, so that invariant shapes are known before the loop.
// Guarantees: an allocation of invariant shape whose array does not leave its iteration stands in the prologue of the parallel loop;
// a zeroed one is cleared by stores in each iteration. A `hoisted` remark says so.
//
//   parfor #0 [i < n]                     parfor #0 [i < n]
//     %4 = alloc zero                       prologue %4 = alloc
//     store %4[j] …                         for k { store %4[k] 0 }
//                                           store %4[j] …
//
// Declines: arrays that are kept in a variable or copied on demand, and allocations in branches and serial loops. A `notHoisted` remark
// says why.
import type { LoopId, ValueId } from "../../ir/ids.js";
import type { Alloc, LoopOp, Parfor } from "../../ir/ops.js";
import type { LoopProgram, Tables } from "../../ir/program.js";
import { regionBuilder } from "../../ir/region-builder.js";
import { mapRegions } from "../../ir/rewrite.js";
import { scalarType } from "../../ir/types.js";
import { operandsOf, regionsOf, valuesDefinedIn, walk } from "../../ir/visit.js";
import type { Pass, PassContext } from "../../pass.js";

export const hoistAllocations: Pass<LoopProgram> = {
  name: "hoist-allocations",
  run: (program, context) => ({ ...program, body: hoistRegion(program.body, context) }),
};

function hoistRegion(region: readonly LoopOp[], context: PassContext): readonly LoopOp[] {
  return region.map((op) => {
    const inner = mapRegions<LoopOp>(op, (ops) => hoistRegion(ops, context));
    return inner.kind === "parfor" ? hoistFrom(inner, context) : inner;
  });
}

function hoistFrom(loop: Parfor<LoopOp>, { tables, remark }: PassContext): Parfor<LoopOp> {
  const inside = valuesDefinedIn([loop], tables);
  const problem = leavingProblems(loop.body);
  const decline = (op: Alloc, dependency: string): void =>
    remark({ kind: "notHoisted", loop: loop.loop, span: op.span, what: "allocation", dependency });
  const prologue: LoopOp[] = [];
  const body = loop.body.flatMap((op): readonly LoopOp[] => {
    if (op.kind !== "alloc") {
      eachNested(op, decline);
      return [op];
    }
    const needed = operandsOf(op, tables).find((value) => inside.has(value));
    const against = problem.get(op.out) ?? (needed === undefined ? null : "a shape of this iteration");
    if (against !== null) {
      decline(op, against);
      return [op];
    }
    prologue.push({ ...op, fill: "none" });
    remark({ kind: "hoisted", loop: loop.loop, span: op.span, what: "allocation" });
    return op.fill === "zero" ? clear(op, tables) : [];
  });
  return prologue.length === 0 ? loop : { ...loop, prologue: [...(loop.prologue ?? []), ...prologue], body };
}

/** What keeps an array, or a view of it, in its iteration: uses other than reading and writing its elements. */
function leavingProblems(region: readonly LoopOp[]): ReadonlyMap<ValueId, string> {
  const problems = new Map<ValueId, string>();
  const bases: (readonly [view: ValueId, base: ValueId])[] = [];
  walk(region, (op) => {
    if (op.kind === "view") bases.push([op.out, op.base]);
    if (op.kind === "set") problems.set(op.value, "its own array, which a variable keeps");
    if (op.kind === "unalias")
      for (const value of [op.array, op.target]) problems.set(value, "its own array, which may be copied");
  });
  for (const [view, base] of bases.reverse()) {
    const problem = problems.get(view);
    if (problem !== undefined) problems.set(base, problem);
  }
  return problems;
}

/** The allocations within an operation of a loop's body that belong to no parallel loop in it. */
function eachNested(op: LoopOp, visit: (alloc: Alloc, where: string) => void): void {
  if (op.kind === "parfor") return;
  const where =
    op.kind === "for" || op.kind === "loop" ? "the serial loop around it" : "the branch around it";
  for (const inner of regionsOf<LoopOp>(op).flat()) {
    if (inner.kind === "alloc") visit(inner, where);
    else eachNested(inner, visit);
  }
}

/** array[…] = 0 */
function clear(op: Alloc, tables: Tables): readonly LoopOp[] {
  const { shape, dtype } = tables.arrayType(op.out);
  const build = regionBuilder(tables, op.span);
  const [start, step] = [build.constant(0), build.constant(1)];
  const value = build.constant(dtype === "bool" ? false : 0, dtype);
  const indices = shape.map(() => tables.value(scalarType("int64")));
  const store = regionBuilder(tables, op.span);
  store.store(op.out, indices, value);
  const loop: LoopId | null = null;
  const nest = shape.reduceRight<readonly LoopOp[]>((body, stop, axis) => {
    const index = indices[axis];
    if (index === undefined) return body;
    const label = tables.label();
    return [{ kind: "for", label, loop, index, start, stop, step, body, reassociate: [], span: op.span }];
  }, store.ops);
  return [...build.ops, ...nest];
}

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
// Declines: arrays that are kept in a variable, returned or copied on demand, and allocations in branches and serial loops.
import type { LoopId, ValueId } from "../../ir/ids.js";
import type { Alloc, LoopOp, Parfor } from "../../ir/ops.js";
import type { LoopProgram, Tables } from "../../ir/program.js";
import { regionBuilder } from "../../ir/region-builder.js";
import { mapRegions } from "../../ir/rewrite.js";
import { scalarType } from "../../ir/types.js";
import { operandsOf, valuesDefinedIn, walk } from "../../ir/visit.js";
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
  const staying = staysInside(loop.body, tables);
  const prologue: LoopOp[] = [];
  const body = loop.body.flatMap((op): readonly LoopOp[] => {
    if (op.kind !== "alloc" || !staying(op.out)) return [op];
    if (operandsOf(op, tables).some((value) => inside.has(value))) return [op];
    prologue.push({ ...op, fill: "none" });
    remark({ kind: "hoisted", loop: loop.loop, span: op.span, what: "allocation" });
    return op.fill === "zero" ? clear(op, tables) : [];
  });
  return prologue.length === 0 ? loop : { ...loop, prologue: [...(loop.prologue ?? []), ...prologue], body };
}

/** Whether an array, and each view of it, is only read and written by operations of the region. */
function staysInside(region: readonly LoopOp[], tables: Tables): (array: ValueId) => boolean {
  const leaving = new Set<ValueId>();
  const bases: (readonly [view: ValueId, base: ValueId])[] = [];
  walk(region, (op) => {
    if (op.kind === "view") bases.push([op.out, op.base]);
    if (op.kind === "set") leaving.add(op.value);
    if (op.kind === "unalias") for (const value of [op.array, op.target]) leaving.add(value);
    if (op.kind === "release") leaving.add(op.array);
    if (op.kind === "return") for (const value of op.values) leaving.add(value);
  });
  for (const [view, base] of bases.reverse()) if (leaving.has(view)) leaving.add(base);
  return (array) => tables.typeOf(array).kind === "array" && !leaving.has(array);
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

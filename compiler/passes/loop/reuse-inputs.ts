// reuse-inputs: a loop writes its result where an array was that nobody needs after it.
//
// Requires: a loop program after fusion, before views of flattened arrays are made.
// Guarantees: where an elementwise loop reads an allocated array for the last time, each element before it writes the same element of
// a fresh array of the same type, the two are one. A `reused` remark names them.
//
//   e = alloc                                 e = alloc
//   parfor #0 [i < n] { e[i] = exp(a[i]) }    parfor #0 [i < n] { e[i] = exp(a[i]) }
//   s = sum(e)                                s = sum(e)
//   c = alloc                                 parfor #1 [i < n] { e[i] = e[i] / s }
//   parfor #1 [i < n] { c[i] = e[i] / s }     return e
//   return c
//
// Declines: arrays that are used later, or are kept by a variable; loops that read other elements than they write, be it through a view, or
// read after they have written; arrays that begin as zeros.
import { appendToList } from "../../ir/append-to-list.js";
import type { ValueId } from "../../ir/ids.js";
import type { Alloc, LoopOp, Parfor } from "../../ir/ops.js";
import type { LoopProgram, Tables } from "../../ir/program.js";
import type { ValueMap } from "../../ir/rewrite.js";
import { mapRegions, substitute } from "../../ir/rewrite.js";
import type { Pass, PassContext } from "../../pass.js";
import type { ElementUse } from "./array-uses.js";
import { arrayUses, elementUses } from "./array-uses.js";

export const reuseInputs: Pass<LoopProgram> = {
  name: "reuse-inputs",
  run: (program, context) => ({ ...program, body: reuseIn(program.body, context) }),
};

function reuseIn(region: readonly LoopOp[], context: PassContext): readonly LoopOp[] {
  const allocs = region.filter((op) => op.kind === "alloc");
  const ops = allocs.length < 2 ? region : withoutReused(region, allocs, context);
  return ops.map((op) => mapRegions<LoopOp>(op, (inner) => reuseIn(inner, context)));
}

function withoutReused(
  region: readonly LoopOp[],
  allocs: readonly Alloc[],
  { tables, remark }: PassContext,
): readonly LoopOp[] {
  const uses = arrayUses(region, tables);
  const endingAt = new Map<number, Alloc[]>();
  for (const array of allocs) {
    const last = uses.last.get(array.out);
    if (last !== undefined && !uses.kept.has(array.out)) appendToList(endingAt, last, array);
  }
  const known = new Map<Parfor<LoopOp>, ReadonlyMap<ValueId, ElementUse>>();
  const replaced: ValueMap = new Map();
  for (const result of allocs) {
    const at = uses.first.get(result.out);
    const loop = at === undefined ? undefined : region[at];
    if (at === undefined || loop?.kind !== "parfor" || loop.prologue !== undefined) continue;
    if (result.fill !== "none") continue;
    const inLoop = known.get(loop) ?? elementUses(loop, uses, tables);
    known.set(loop, inLoop);
    const inputs = endingAt.get(at) ?? [];
    const chosen = inputs.findIndex(
      (array) => sameType(array, result, tables) && isInPlace(inLoop.get(array.out), inLoop.get(result.out)),
    );
    const [input] = chosen < 0 ? [] : inputs.splice(chosen, 1);
    if (input === undefined) continue;
    remark({ kind: "reused", loop: loop.loop, span: result.span, input: input.span });
    replaced.set(result.out, input.out);
  }
  const rest = region.filter((op) => op.kind !== "alloc" || !replaced.has(op.out));
  return substitute(rest, replaced, tables);
}

function sameType(a: Alloc, b: Alloc, tables: Tables): boolean {
  const [one, two] = [tables.arrayType(a.out), tables.arrayType(b.out)];
  const same = (x: readonly ValueId[], y: readonly ValueId[]): boolean =>
    x.length === y.length && x.every((value, k) => value === y[k]);
  return one.dtype === two.dtype && same(one.shape, two.shape) && same(one.strides, two.strides);
}

/** Whether each iteration reads the input only where it then writes the result, and only before it does. */
function isInPlace(input: ElementUse | undefined, result: ElementUse | undefined): boolean {
  if (input?.isElementwise !== true || result?.isElementwise !== true) return false;
  if (input.firstStore !== null || result.lastLoad !== null) return false;
  return input.lastLoad !== null && result.firstStore !== null && input.lastLoad < result.firstStore;
}

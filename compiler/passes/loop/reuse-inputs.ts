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
// Declines: arrays that are used later, or are kept by a variable; loops that read other elements than they write, or read after they have
// written; arrays that begin as zeros.
import type { ValueId } from "../../ir/ids.js";
import type { Alloc, LoopOp, Parfor } from "../../ir/ops.js";
import type { LoopProgram, Tables } from "../../ir/program.js";
import { mapRegions, substitute } from "../../ir/rewrite.js";
import { operandsOf, walk } from "../../ir/visit.js";
import type { Pass, PassContext } from "../../pass.js";

export const reuseInputs: Pass<LoopProgram> = {
  name: "reuse-inputs",
  run: (program, context) => ({ ...program, body: reuseIn(program.body, context) }),
};

function reuseIn(region: readonly LoopOp[], context: PassContext): readonly LoopOp[] {
  let ops = region;
  for (const result of ops.filter((op) => op.kind === "alloc")) {
    const input = inputFor(result, ops, context.tables);
    if (input === null) continue;
    const { array, loop } = input;
    context.remark({ kind: "reused", loop: loop.loop, span: result.span, input: array.span });
    const rest = ops.filter((op) => op.kind !== "alloc" || op.out !== result.out);
    ops = substitute(rest, new Map([[result.out, array.out]]), context.tables);
  }
  return ops.map((op) => mapRegions<LoopOp>(op, (inner) => reuseIn(inner, context)));
}

interface ReusedInput {
  readonly array: Alloc;
  /** The loop that reads the array last, and writes the result. */
  readonly loop: Parfor<LoopOp>;
}

/** The array in whose memory the result may be written; null where there is none. */
function inputFor(result: Alloc, ops: readonly LoopOp[], tables: Tables): ReusedInput | null {
  if (result.fill !== "none") return null;
  const at = ops.findIndex((op) => usesOf(op, tables).has(result.out));
  const loop = ops[at];
  if (loop?.kind !== "parfor" || loop.prologue !== undefined) return null;
  for (const array of ops.slice(0, at)) {
    if (array.kind !== "alloc" || array.out === result.out || !sameType(array, result, tables)) continue;
    if (isLastUse(array.out, at, ops, tables) && isInPlace(loop, array.out, result.out))
      return { array, loop };
  }
  return null;
}

function sameType(a: Alloc, b: Alloc, tables: Tables): boolean {
  const [one, two] = [tables.arrayType(a.out), tables.arrayType(b.out)];
  const same = (x: readonly ValueId[], y: readonly ValueId[]): boolean =>
    x.length === y.length && x.every((value, k) => value === y[k]);
  return one.dtype === two.dtype && same(one.shape, two.shape) && same(one.strides, two.strides);
}

function usesOf(op: LoopOp, tables: Tables): ReadonlySet<ValueId> {
  const used = new Set<ValueId>();
  walk<LoopOp>([op], (inner) => {
    for (const value of operandsOf(inner, tables)) used.add(value);
  });
  return used;
}

/** Whether nothing after the operation at `at` can reach the array: by name, by a view, or by a variable. */
function isLastUse(array: ValueId, at: number, ops: readonly LoopOp[], tables: Tables): boolean {
  const names = new Set([array]);
  let kept = false;
  walk(ops, (op) => {
    if (op.kind === "view" && names.has(op.base)) names.add(op.out);
    if (op.kind === "unalias" && (names.has(op.array) || names.has(op.target))) names.add(op.out);
    kept ||= op.kind === "set" && names.has(op.value);
  });
  if (kept) return false;
  return ops.slice(at + 1).every((op) => ![...usesOf(op, tables)].some((value) => names.has(value)));
}

/** Whether each iteration reads `input` only where it then writes `result`, and only before it does. */
function isInPlace(loop: Parfor<LoopOp>, input: ValueId, result: ValueId): boolean {
  const isElement = (index: readonly ValueId[]): boolean =>
    index.length === loop.indices.length && index.every((value, k) => value === loop.indices[k]);
  let [reads, written, inPlace] = [0, false, true];
  for (const op of loop.body) {
    walk([op], (inner) => {
      if (inner.kind === "load") {
        if (inner.array === result) inPlace = false;
        if (inner.array !== input) return;
        reads++;
        inPlace &&= !written && isElement(inner.index);
      } else if (inner.kind === "store") {
        inPlace &&=
          inner.array !== input && (inner.array !== result || (inner === op && isElement(inner.index)));
      } else inPlace &&= !touches(inner, input) && !touches(inner, result);
    });
    written ||= op.kind === "store" && op.array === result;
  }
  return inPlace && written && reads > 0;
}

function touches(op: LoopOp, array: ValueId): boolean {
  switch (op.kind) {
    case "view":
      return op.base === array;
    case "unalias":
      return op.array === array || op.target === array;
    case "runtimeCall":
      return op.args.includes(array);
    case "print":
      return op.values.includes(array);
    default:
      return false;
  }
}

// remove-dead-arrays: an array that is only written is not made.
//
// Requires: a loop program after forward-elements.
// Guarantees: no allocation is left whose only uses are stores that can't fail.
//
//   b = alloc                                   parfor #0 [i < n] { %4 = sin(a[i]); c[i] = mul %4, %4 }
//   parfor #0 [i < n]
//     %4 = sin(a[i]); b[i] = %4
//     c[i] = mul %4, %4
//
// Declines: arrays that are returned, kept in a variable, viewed, or stored with a bounds check that may fail.
import type { ValueId } from "../../ir/ids.js";
import type { LoopOp } from "../../ir/ops.js";
import type { LoopProgram } from "../../ir/program.js";
import { mapRegions } from "../../ir/rewrite.js";
import { operandsOf, walk } from "../../ir/visit.js";
import type { Pass } from "../../pass.js";
import { removeDeadCode } from "../dead-code.js";

export const removeDeadArrays: Pass<LoopProgram> = {
  name: "remove-dead-arrays",
  run: (program) => {
    const { tables } = program;
    const allocated = new Set<ValueId>();
    const used = new Set<ValueId>();
    walk(program.body, (op) => {
      if (op.kind === "alloc") allocated.add(op.out);
      const stores = op.kind === "store" && op.bounds.kind === "proven";
      for (const value of stores ? [op.value] : operandsOf(op, tables)) used.add(value);
    });
    const dead = new Set([...allocated].filter((array) => !used.has(array)));
    if (dead.size === 0) return program;
    return { ...program, body: removeDeadCode(withoutStores(program.body, dead), tables) };
  },
};

function withoutStores(region: readonly LoopOp[], dead: ReadonlySet<ValueId>): readonly LoopOp[] {
  return region.flatMap((op) => {
    if (op.kind === "store" && dead.has(op.array)) return [];
    return [mapRegions<LoopOp>(op, (inner) => withoutStores(inner, dead))];
  });
}

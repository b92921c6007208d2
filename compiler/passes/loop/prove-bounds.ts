// prove-bounds: range analysis removes the bounds checks that always hold.
//
// Requires: a simplified loop program.
// Guarantees: an access whose indices are inside by the bounds of loops, conditions and checks around it is `proven`; comparisons of integers
// that the same facts decide are constants, and checks that hold are gone.
//
//   parfor #0 [i < n]                     parfor #0 [i < n]
//     %4 = load a[i] checked                %4 = load a[i]                a has n elements
//     if inRange 1 <= i < n                 if inRange 1 <= i < n
//       %5 = load a[i - 1] checked            %5 = load a[i - 1]
//
// Declines: indices from memory, and products of indices.
import type { Load, LoopOp, Store } from "../../ir/ops.js";
import type { LoopProgram } from "../../ir/program.js";
import { mapRegions } from "../../ir/rewrite.js";
import type { Pass } from "../../pass.js";
import { addForms, linearForm, shiftForm } from "../linear-form.js";
import { decide, factsWhere, isProven } from "../proof-search.js";
import type { FactContext, Facts } from "../range-facts.js";
import { factContext, loopFacts } from "../range-facts.js";

export const proveBounds: Pass<LoopProgram> = {
  name: "prove-bounds",
  run: (program) => {
    const context = factContext(program);
    return { ...program, body: proveRegion(program.body, [], context) };
  },
};

function proveRegion(region: readonly LoopOp[], outer: Facts, context: FactContext): readonly LoopOp[] {
  const facts = [...outer];
  return region.flatMap((op): readonly LoopOp[] => {
    switch (op.kind) {
      case "load":
      case "store":
        if (op.bounds.kind === "proven" || !isInside(op, facts, context)) return [op];
        return [{ ...op, bounds: { kind: "proven" } }];
      case "check": {
        if (decide(op.condition, facts, context) === true) return [];
        facts.push(...factsWhere(op.condition, true, facts, context));
        return [op];
      }
      case "compare":
      case "inRange": {
        const value = decide(op.out, facts, context);
        return [value === null ? op : { kind: "const", out: op.out, value, span: op.span }];
      }
      case "if": {
        const branch = (ops: readonly LoopOp[], holds: boolean): readonly LoopOp[] =>
          proveRegion(ops, [...facts, ...factsWhere(op.condition, holds, facts, context)], context);
        return [{ ...op, then: branch(op.then, true), otherwise: branch(op.otherwise, false) }];
      }
      default: {
        const isLoop = op.kind === "for" || op.kind === "parfor";
        const inner = isLoop ? [...facts, ...loopFacts(op, context)] : facts;
        return [mapRegions<LoopOp>(op, (ops) => proveRegion(ops, inner, context))];
      }
    }
  });
}

function isInside(op: Load | Store, facts: Facts, context: FactContext): boolean {
  const { shape } = context.tables.arrayType(op.array);
  return op.index.every((index, axis) => {
    const extent = shape[axis];
    if (extent === undefined) return false;
    const form = linearForm(index, context.definitions);
    const room = shiftForm(addForms(linearForm(extent, context.definitions), form, -1), -1);
    return isProven(form, facts, context) && isProven(room, facts, context);
  });
}

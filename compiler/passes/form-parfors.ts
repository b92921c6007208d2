// form-parfors: from the array level to the loop level.
//
// Requires: a verified array program.
// Guarantees: no `generate`, `update` or `reduce` is left; each became one parfor with the same loop id.
//
//   c = generate #0 [i < n] yield sin(a[i])        c = alloc; parfor #0 [i < n] { c[i] = sin(a[i]) }
//   update #1 t [i < n] yield t[i] - g[i]          parfor #1 [i < n] { t[i] = t[i] - g[i] }
//   s = reduce #2 add [i < n] yield a[i]           s = 0; parfor #2 [i < n] reduction s { s += a[i] }
//   z = reduce #3 add [i < n, j < d] axes [1]      parfor #3 [i < n] { s = 0; for j { s += … }; z[i] = s }
//
// A reduction over leading axes becomes a parfor over the reduced axes whose accumulator is an array (form-reduction.ts), so that it walks
// row-major memory in order. Declines nothing.
import type { ValueId } from "../ir/ids.js";
import type { ArrayOp, Generate, LoopOp, Reduction, Update } from "../ir/ops.js";
import type { ArrayProgram, LoopProgram, Tables } from "../ir/program.js";
import type { Pass } from "../pass.js";
import { formCombiner, formReduction } from "./form-reduction.js";

export const formParfors: Pass<ArrayProgram, LoopProgram> = {
  name: "form-parfors",
  run: (program, { tables }) => ({ ...program, level: "loop", body: formRegion(program.body, tables) }),
};

function formRegion(region: readonly ArrayOp[], tables: Tables): readonly LoopOp[] {
  return region.flatMap((op) => form(op, tables));
}

function form(op: ArrayOp, tables: Tables): readonly LoopOp[] {
  const region = (ops: readonly ArrayOp[]): readonly LoopOp[] => formRegion(ops, tables);
  switch (op.kind) {
    case "if":
      return [{ ...op, then: region(op.then), otherwise: region(op.otherwise) }];
    case "for":
    case "block":
      return [{ ...op, body: region(op.body) }];
    case "loop":
      return [{ ...op, body: region(op.body), update: region(op.update) }];
    case "parfor": {
      const { prologue, ...rest } = op;
      const reductions = op.reductions.map(
        (reduction): Reduction<LoopOp> => ({
          ...reduction,
          combiner: formCombiner(reduction.combiner, region),
        }),
      );
      const scratch = prologue === undefined ? {} : { prologue: region(prologue) };
      return [{ ...rest, ...scratch, body: region(op.body), reductions }];
    }
    case "generate":
      return [
        { kind: "alloc", out: op.out, fill: "none", span: op.span },
        storeEach(op, op.out, region(op.body), tables),
      ];
    case "update":
      return [storeEach(op, op.target, region(op.body), tables)];
    case "reduce":
      return formReduction(op, region(op.body), formCombiner(op.combiner, region), tables);
    default:
      return [op];
  }
}

function storeEach(op: Generate | Update, array: ValueId, body: readonly LoopOp[], tables: Tables): LoopOp {
  const { loop, indices, result, span } = op;
  const store: LoopOp = {
    kind: "store",
    array,
    index: indices,
    value: result,
    bounds: { kind: "proven" },
    span,
  };
  const { shape } = tables.arrayType(array);
  return {
    kind: "parfor",
    loop,
    label: tables.label(),
    indices,
    extents: shape,
    body: [...body, store],
    reductions: [],
    span,
  };
}

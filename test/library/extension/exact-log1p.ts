import { definitionsOf, type LoopOp, mapRegions, type RegisteredPass } from "../../../compiler/library.js";

/** Computes log(1 + x) as log1p(x), which is exact near 0 as well; the report says where. */
export const exactLog1p: RegisteredPass = {
  name: "exact-log1p",
  stage: "loop",
  after: "simplify-fused",
  run: (program, { remark }) => {
    const definitions = definitionsOf(program);
    const rewrite = (op: LoopOp): LoopOp => {
      if (op.kind !== "call" || op.fn !== "log") return mapRegions(op, (ops) => ops.map(rewrite));
      const [argument] = op.args;
      const sum = argument === undefined ? undefined : definitions.get(argument);
      if (sum?.kind !== "binary" || sum.op !== "add") return op;
      const [one, x] = definitions.get(sum.a)?.kind === "const" ? [sum.a, sum.b] : [sum.b, sum.a];
      const constant = definitions.get(one);
      if (constant?.kind !== "const" || constant.value !== 1) return op;
      remark({ kind: "warning", span: op.span, message: "log(1 + x) is computed as log1p(x)." });
      return { ...op, fn: "log1p", args: [x] };
    };
    return { ...program, body: program.body.map(rewrite) };
  },
};

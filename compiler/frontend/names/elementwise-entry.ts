import type { DType } from "../../ir/dtype.js";
import { arrayOf } from "../array-literal.js";
import type { Context } from "../context.js";
import { mapElements } from "../elementwise.js";
import { expectOperand } from "../operators.js";
import { convert } from "../scalars.js";
import type { Value } from "../value.js";
import { dtypeArgument, onlyOptions } from "./arguments.js";
import { arityOf } from "./arity.js";
import type { CallSite, Group, NameEntry } from "./entry.js";
import type { ScalarExpansion } from "./expansion.js";

/** Spellings beside the first, and where else the name stands. */
export interface Spellings {
  readonly aliases?: readonly string[];
  /** Also `Math.name`, with the same meaning. */
  readonly math?: boolean;
  readonly method?: boolean;
  /** Takes any number of arguments, from the left. */
  readonly fold?: boolean;
}
export type ElementwiseRow = readonly [
  parameters: string,
  summary: string,
  example: string,
  expand: ScalarExpansion,
  spellings?: Spellings,
];

/** The entries of a table of elementwise names: their arguments broadcast, `expand` gives an element. */
export const elementwiseEntries = (
  group: Group,
  table: Readonly<Record<string, ElementwiseRow>>,
): readonly NameEntry[] =>
  Object.entries(table).map(([name, [parameters, summary, example, expand, spellings = {}]]) => {
    const signature = `${name}(${parameters}${spellings.fold === true ? ", …" : ""})`;
    return {
      names: [name, ...(spellings.aliases ?? [])],
      group,
      signature,
      arity: arityOf(signature),
      summary,
      example,
      method: spellings.method ?? false,
      math: spellings.math ?? false,
      call: elementwiseCall(name, parameters.split(", ").length, expand, spellings.fold),
    };
  });

/** The call of an elementwise name of `count` arguments; `fold`: or more, from the left. */
export const elementwiseCall =
  (name: string, count: number, expand: ScalarExpansion, fold = false): NameEntry["call"] =>
  (cx, site) => {
    onlyOptions(cx, site, ["dtype"]);
    const dtype = dtypeArgument(cx, site.options.get("dtype"), site.node);
    const expanded = dtype === null ? expand : calculatedIn(dtype, expand);
    if (fold && site.args.length > count) return foldArguments(cx, site, name, expanded);
    expectCount(cx, site, count);
    return applyElementwise(cx, site, name, site.args, expanded);
  };

/** NumPy's option dtype of a ufunc: the arguments are converted before. */
const calculatedIn =
  (dtype: DType, expand: ScalarExpansion): ScalarExpansion =>
  (cx, args, mode, node) =>
    expand(
      cx,
      args.map((argument) => convert(cx, argument, dtype, node)),
      mode,
      node,
    );

/** `expand` on each element of the broadcast arguments; nested tuples make an array. */
export function applyElementwise(
  cx: Context,
  site: CallSite,
  name: string,
  args: readonly Value[],
  expand: ScalarExpansion,
): Value {
  const operands = args.map((argument) =>
    argument.kind === "tuple"
      ? arrayOf(cx, argument, null, site.node)
      : expectOperand(cx, argument, site.name, site.node),
  );
  return mapElements(cx, site.node, name, operands, (elements, mode) =>
    expand(cx, elements, mode, site.node),
  );
}

const foldArguments = (cx: Context, site: CallSite, name: string, expand: ScalarExpansion): Value =>
  site.args.reduce((left, right) => applyElementwise(cx, site, name, [left, right], expand));

/** @throws ParallelTypeError for another number of arguments */
export function expectCount(cx: Context, site: CallSite, count: number): void {
  if (site.args.length === count) return;
  const plural = count === 1 ? "argument" : "arguments";
  throw cx.typeError(`${site.name} takes ${count} ${plural}, not ${site.args.length}.`, site.node);
}

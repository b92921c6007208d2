import ts from "#typescript";
import type { Context } from "../context.js";
import type { FunctionValue, Value } from "../value.js";
import { describe, UNNAMED } from "../value.js";
import { entriesOf } from "./entries-of.js";
import type { CallSite, NameEntry } from "./entry.js";
import { USER_FUNCTIONS } from "./groups.js";

function kernelOf(cx: Context, site: CallSite): FunctionValue {
  const kernel = site.args.find((value) => value.kind === "function");
  if (kernel !== undefined) return kernel;
  const given = site.args[0];
  throw cx.typeError(
    `${site.name} needs a function${given === undefined ? "" : `, not ${describe(given, cx.ndimOf)}`}: ${site.name}((x) => …).`,
    site.node,
  );
}

/** @throws ParallelTypeError for an argument that would have no effect, such as options in a variable that hides behind a built-in. */
function refuseOthers(cx: Context, site: CallSite): void {
  const other = site.args.find(({ kind }) => !["function", "string", "tuple", "undefined"].includes(kind));
  if (other === undefined) return;
  throw cx.typeError(
    `${site.name} takes a function and options, and not ${describe(other, cx.ndimOf)} beside them: write the options as an object literal, ${site.name}((x) => …, { … }).`,
    site.node,
  );
}

/** A kernel without a name goes by that of the constant: `const blurred = stencil((a) => …)`. */
function named(kernel: FunctionValue, { parent }: ts.Node): FunctionValue {
  const isConstant = ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name);
  return kernel.name === UNNAMED && isConstant ? { ...kernel, name: parent.name.getText() } : kernel;
}

const transform =
  (kind: "stencil" | "vectorize" | "guvectorize"): NameEntry["call"] =>
  (cx, site): Value => {
    const kernel = kernelOf(cx, site);
    refuseOthers(cx, site);
    const signature = site.args.find((value) => value.kind === "string");
    return {
      kind: "transformed",
      transform: kind,
      kernel: named(kernel, site.node),
      signature: signature?.text ?? "",
      options: site.options,
    };
  };

const entry = entriesOf(USER_FUNCTIONS);

export const userFunctions: readonly NameEntry[] = [
  entry(
    "stencil",
    "stencil(kernel, { neighborhood, mode, cval, standardIndexing })",
    "A function that slides the kernel over its arrays; the kernel reads at relative positions.",
    "const neighborMean = stencil((a) => (a[-1] + a[0] + a[1]) / 3);\nneighborMean(array([1, 2, 3, 4, 5]))",
    transform("stencil"),
  ),
  entry(
    "vectorize",
    "vectorize(f)",
    "A ufunc: f applied to each element of the broadcast arguments.",
    "const response = vectorize((v, gamma) => (v < 0 ? 0 : v < 1 ? v ** gamma : v));\nresponse(array([-1.0, 0.5, 2.0]), 2)",
    transform("vectorize"),
  ),
  entry(
    "guvectorize",
    'guvectorize("(n),(n)->()", f)',
    "A generalized ufunc: f applied to sub-arrays, over the outer dimensions in parallel.",
    'const rowMeans = guvectorize("(n)->()", (row) => mean(row));\nrowMeans(array([[1, 2], [3, 5]]))',
    transform("guvectorize"),
  ),
];

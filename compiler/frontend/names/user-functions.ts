import type { Context } from "../context.js";
import type { FunctionValue, Value } from "../value.js";
import { describe } from "../value.js";
import type { CallSite, NameEntry } from "./entry.js";

function kernelOf(cx: Context, site: CallSite): FunctionValue {
  const kernel = site.args.find((value) => value.kind === "function");
  if (kernel !== undefined) return kernel;
  const given = site.args[0];
  throw cx.typeError(
    `${site.name} needs a function${given === undefined ? "" : `, not ${describe(given, cx.ndimOf)}`}: ${site.name}((x) => …).`,
    site.node,
  );
}

const transform =
  (kind: "stencil" | "vectorize" | "guvectorize"): NameEntry["call"] =>
  (cx, site): Value => {
    const signature = site.args.find((value) => value.kind === "string");
    return {
      kind: "transformed",
      transform: kind,
      kernel: kernelOf(cx, site),
      signature: signature?.text ?? "",
      options: site.options,
    };
  };

const entry = (
  name: "stencil" | "vectorize" | "guvectorize",
  signature: string,
  summary: string,
): NameEntry => ({
  names: [name],
  family: "user functions",
  signature,
  summary,
  method: false,
  math: false,
  call: transform(name),
});

export const userFunctions: readonly NameEntry[] = [
  entry(
    "stencil",
    "stencil(kernel, { neighborhood, mode, cval, standardIndexing })",
    "A function that slides the kernel over its arrays; the kernel reads at relative positions.",
  ),
  entry("vectorize", "vectorize(f)", "A ufunc: f applied to each element of the broadcast arguments."),
  entry(
    "guvectorize",
    'guvectorize("(n),(n)->()", f)',
    "A generalized ufunc: f applied to sub-arrays, over the outer dimensions in parallel.",
  ),
];

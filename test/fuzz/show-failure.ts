import { NDArray } from "../../runtime/ndarray.js";
import type { Argument, Call, Program } from "./program.js";
import { renderNumpy } from "./render-numpy.js";
import { renderWeft } from "./render-weft.js";

/** All that it takes to see a failure: the program in both languages, its arguments, and what is wrong. */
export function showFailure(program: Program, problems: readonly string[]): string {
  return [
    `seed ${program.seed}`,
    ...section("Weft", renderWeft(program)),
    ...section("NumPy (the names are those of test/fuzz/oracle)", renderNumpy(program)),
    ...program.calls.flatMap((call, k) => section(`arguments of call ${k}`, showCall(program, call))),
    ...section("problems", problems.join("\n")),
  ].join("\n");
}

const section = (title: string, text: string): readonly string[] => [
  `  ${title}:`,
  ...text.trimEnd().replaceAll(/^/gm, "    ").split("\n"),
];

function showCall({ parameters }: Program, call: Call): string {
  return call.arguments.map((argument, k) => `${parameters[k]} = ${showArgument(call, argument)}`).join("\n");
}

function showArgument({ bases }: Call, argument: Argument): string {
  if (argument.kind !== "array") return `${argument.value}${argument.kind === "bigint" ? "n" : ""}`;
  const { base: index, shape, strides, offset } = argument;
  const base = bases[index];
  if (base === undefined) return `a view of base ${index}, which is missing`;
  const array = new NDArray(base.dtype, base.data, shape, strides, offset);
  const elements = JSON.stringify(array.toArray(), (_, value: unknown) =>
    typeof value === "bigint" ||
    Object.is(value, -0) ||
    (typeof value === "number" && !Number.isFinite(value))
      ? `${Object.is(value, -0) ? "-0" : value}`
      : value,
  );
  const layout = `base ${index}, shape (${shape}), strides (${strides}), offset ${offset}`;
  return `${base.dtype} ${elements.length > 400 ? `${elements.slice(0, 400)}…` : elements}  [${layout}]`;
}

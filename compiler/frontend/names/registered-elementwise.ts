import { parseFunction } from "../parse-function.js";
import { elementwiseCall } from "./elementwise-entry.js";
import type { CallableName } from "./entry.js";
import { callForScalar } from "./registered-function.js";

/** An elementwise function that a package adds to the language. */
export interface ElementwiseRegistration {
  /** What parallel code calls it. */
  readonly name: string;
  /** A function of scalars in the language of parallel cells: `(x) => log1p(exp(-abs(x))) + max(x, 0)`. */
  readonly source: string;
}

/**
 * The name of a registered elementwise function: its arguments broadcast, its text is inlined for each element.
 * @throws ParallelSyntaxError with a code frame of the text
 */
export function registeredElementwise({ name, source }: ElementwiseRegistration): CallableName {
  const fn = parseFunction(name, { name, text: source, firstLine: 1 });
  const { length } = fn.parameters;
  const call = elementwiseCall(name, length, (cx, args, _mode, node) => callForScalar(cx, fn, args, node));
  return { names: [name], arity: { least: length, most: length }, call };
}

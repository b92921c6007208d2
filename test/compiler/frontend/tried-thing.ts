import type { CompileErrorClass } from "../../../compiler/diagnostic.js";
import { np } from "../../../runtime/np.js";
import { ramp } from "./source-case.js";

/** Something that a user of TypeScript or NumPy tries, and what is said about it. */
export interface TriedThing {
  /** What is tried, without the function around it. */
  readonly tried: string;
  readonly source: string;
  readonly class: CompileErrorClass;
  /** Of what the message points at, from 1. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** The arguments of every function `f` that takes as many: a vector, a matrix, integers and a number. */
export const TRIED_ARGUMENTS: readonly unknown[] = [ramp(4), ramp(3, 4), np.arange(4).astype("int64"), 3];

const made =
  (sourceOf: (tried: string) => string) =>
  (tried: string, at: string, errorClass: CompileErrorClass, message: string): TriedThing => {
    const [line = 0, column = 0] = at.split(":").map(Number);
    return { tried, source: sourceOf(tried), class: errorClass, line, column, message };
  };

/** An expression that a function returns. */
export const expression = made((tried) => `function f(a, m, k, n) {\n  return ${tried};\n}`);
/** Statements of a function. */
export const statement = made((tried) => `function f(a, m, k, n) {\n  ${tried}\n}`);
/** A whole cell. */
export const cell = made((tried) => tried);

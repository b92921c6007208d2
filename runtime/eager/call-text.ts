import { array } from "../array-from.js";
import { classify } from "../classify.js";
import { isPlainObject } from "../is-plain-object.js";
import { NDArray } from "../ndarray.js";

/**
 * What an argument is to a function. An operand: a value that the kernel takes; lists are arrays. A setting: an axis, a
 * number of decimals, a dtype, options; on these the types depend, so they are part of the kernel's text. A size: numbers
 * that the kernel takes, and lists of them.
 */
export type Role = "operand" | "setting" | "size";

/** A call as the body of a parallel function, and the arguments of that function. */
export interface CallText {
  readonly expression: string;
  readonly parameters: readonly string[];
  readonly values: readonly unknown[];
}

/** `np.sum(a, { axis: 0 })` is the text `np.sum(p0, { axis: 0 })` over the value `a`. The first argument is `first`, others `rest`. */
export function callText(path: string, args: readonly unknown[], first: Role, rest: Role): CallText {
  const values: unknown[] = [];
  const parameter = (value: unknown): string => `p${values.push(value) - 1}`;
  const textOf = (value: unknown, role: Role): string => {
    // The most common case by far, so it comes first.
    if (value instanceof NDArray) return parameter(value);
    if (value === undefined) return "undefined";
    if (typeof value === "string") return JSON.stringify(value);
    if (isNumeric(value)) return role === "setting" ? literalText(value) : parameter(value);
    const { kind } = classify(value);
    if (kind !== "unsupported" && kind !== "record") return parameter(value);
    if (Array.isArray(value)) {
      if (role === "operand") return parameter(array(value));
      return `[${value.map((item: unknown) => textOf(item, role)).join(", ")}]`;
    }
    if (typeof value === "function" && "dtype" in value) return JSON.stringify(value.dtype);
    if (isPlainObject(value)) {
      const fields = Object.entries(value).map(([name, field]) => `${name}: ${textOf(field, rest)}`);
      return `{ ${fields.join(", ")} }`;
    }
    return parameter(value);
  };
  const texts = args.map((arg, index) => textOf(arg, index === 0 ? first : rest));
  return {
    expression: `${path}(${texts.join(", ")})`,
    parameters: values.map((_, index) => `p${index}`),
    values,
  };
}

const isNumeric = (value: unknown): value is number | bigint | boolean =>
  typeof value === "number" || typeof value === "bigint" || typeof value === "boolean";

function literalText(value: number | bigint | boolean): string {
  if (typeof value === "bigint") return `${value}n`;
  return Object.is(value, -0) ? "-0.0" : String(value);
}

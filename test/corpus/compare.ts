import { type DType, isFloat } from "../../compiler/ir/dtype.js";
import { wrapTypedArray } from "../../runtime/classify.js";
import { readElement } from "../../runtime/element.js";
import { sizeOf } from "../../runtime/layout.js";
import { NDArray } from "../../runtime/ndarray.js";
import type { ArrayJson, ChecksumJson, Tolerance, ToleranceJson, ValueJson } from "./case.js";
import { decodeNumber, decodeValue } from "./decode.js";

/** How results are compared: the tolerance of the case, and whether minus zero and zero differ. */
export interface Comparison {
  readonly tolerance: ToleranceJson;
  readonly signedZero: boolean;
}

const EXACT: Tolerance = { rel: 0, abs: 0 };

function toleranceFor(dtype: DType, { tolerance }: Comparison): Tolerance {
  if (tolerance === "exact" || !isFloat(dtype)) return EXACT;
  return "rel" in tolerance ? tolerance : tolerance[dtype];
}

/** What is wrong with `got`; empty where it is the value `want` within tolerance. `at` names the value. */
export function compare(got: unknown, want: ValueJson, how: Comparison, at: string): readonly string[] {
  if (typeof want !== "object") return compareScalar(got, decodeNumber(want), how, at);
  if ("bigint" in want)
    return got === BigInt(want.bigint) ? [] : [`${at}: got ${show(got)}, want ${want.bigint}n`];
  if ("undefined" in want) return got === undefined ? [] : [`${at}: got ${show(got)}, want undefined`];
  if ("tuple" in want) return compareTuple(got, want.tuple, how, at);
  if ("object" in want) return compareObject(got, want.object, how, at);
  const array = wrapTypedArray(got);
  if (!(array instanceof NDArray)) return [`${at}: got ${show(got)}, want an array`];
  if ("checksum" in want) return compareChecksum(array, want.checksum, how, at);
  if ("data" in want && "dtype" in want) return compareArray(array, want, how, at);
  const decoded = wrapTypedArray(decodeValue(want));
  if (!(decoded instanceof NDArray)) return [`${at}: the case expects ${show(decoded)}`];
  const data = elementsOf(decoded).map((element) =>
    typeof element === "bigint" ? String(element) : element,
  );
  return compareArray(array, { dtype: decoded.dtype, shape: decoded.shape, data }, how, at);
}

export function compareTuple(
  got: unknown,
  want: readonly ValueJson[],
  how: Comparison,
  at: string,
): readonly string[] {
  if (!Array.isArray(got)) return [`${at}: got ${show(got)}, want a tuple of ${want.length}`];
  if (got.length !== want.length) return [`${at}: got ${got.length} items, want ${want.length}`];
  return want.flatMap((item, index) => compare(got[index], item, how, `${at}[${index}]`));
}

export function compareObject(
  got: unknown,
  want: Readonly<Record<string, ValueJson>>,
  how: Comparison,
  at: string,
): readonly string[] {
  if (typeof got !== "object" || got === null) return [`${at}: got ${show(got)}, want an object`];
  const fields = new Map<string, unknown>(Object.entries(got));
  return Object.entries(want).flatMap(([name, field]) =>
    compare(fields.get(name), field, how, `${at}.${name}`),
  );
}

type Element = number | bigint | boolean;

function compareScalar(got: unknown, want: unknown, how: Comparison, at: string): readonly string[] {
  if (typeof want !== "number")
    return Object.is(got, want) ? [] : [`${at}: got ${show(got)}, want ${show(want)}`];
  if (typeof got !== "number") return [`${at}: got ${show(got)} (${typeof got}), want the number ${want}`];
  const close = isClose(got, want, toleranceFor("float64", how), how.signedZero);
  return close ? [] : [`${at}: got ${show(got)}, want ${show(want)}`];
}

function isClose(got: Element, want: Element, { rel, abs }: Tolerance, signedZero: boolean): boolean {
  if (typeof got !== "number" || typeof want !== "number") return got === want;
  if (signedZero && got === 0 && want === 0) return Object.is(got, want);
  if (got === want || (Number.isNaN(got) && Number.isNaN(want))) return true;
  return Math.abs(got - want) <= abs + rel * Math.abs(want) && Number.isFinite(got) === Number.isFinite(want);
}

function layoutProblem(
  got: NDArray,
  want: { readonly dtype: DType; readonly shape: readonly number[] },
  at: string,
): string | null {
  if (got.dtype !== want.dtype) return `${at}: got dtype ${got.dtype}, want ${want.dtype}`;
  const same = got.shape.length === want.shape.length && got.shape.every((n, axis) => n === want.shape[axis]);
  return same ? null : `${at}: got shape (${got.shape}), want (${want.shape})`;
}

function compareArray(got: NDArray, want: ArrayJson, how: Comparison, at: string): readonly string[] {
  const problem = layoutProblem(got, want, at);
  if (problem !== null) return [problem];
  const tolerance = toleranceFor(want.dtype, how);
  const elements = elementsOf(got);
  const wrong: string[] = [];
  for (const [index, json] of want.data.entries()) {
    const decoded = decodeNumber(json) as Element;
    const expected = want.dtype === "float32" ? Math.fround(Number(decoded)) : decoded;
    const element = elements[index] ?? Number.NaN;
    if (!isClose(element, expected, tolerance, how.signedZero)) {
      wrong.push(`[${index}] got ${show(element)}, want ${show(expected)}`);
    }
  }
  const more = wrong.length > 3 ? ` … (${wrong.length} of ${want.data.length} elements differ)` : "";
  return wrong.length === 0 ? [] : [`${at}: ${wrong.slice(0, 3).join("; ")}${more}`];
}

/** The elements in row-major order; 64-bit integers past 2^53 are bigints. */
export function elementsOf(array: NDArray): readonly Element[] {
  const dense = array.isContiguous() ? array : array.copy();
  const elements = new Array<Element>(array.size);
  for (let i = 0; i < elements.length; i++) {
    const element = readElement(dense.dtype, dense.data, dense.offset + i);
    if (typeof element === "object") throw new Error("The corpus has no complex results");
    elements[i] = element;
  }
  return elements;
}

export function compareChecksum(
  got: unknown,
  want: ChecksumJson,
  how: Comparison,
  at: string,
): readonly string[] {
  if (!(got instanceof NDArray)) return [`${at}: got ${show(got)}, want an array`];
  const problem = layoutProblem(got, want, at);
  if (problem !== null) return [problem];
  let [sum, absSum, weighted] = [0, 0, 0];
  for (const [index, element] of elementsOf(got).entries()) {
    const value = Number(element);
    sum += value;
    absSum += Math.abs(value);
    weighted += value * (1 + (index % 97));
  }
  const { rel, abs } = toleranceFor(want.dtype, how);
  const slack = rel * Number(want.absSum) + abs * sizeOf(want.shape);
  const check = (name: "sum" | "absSum" | "weighted", value: number, allowed: number): readonly string[] => {
    const expected = Number(want[name]);
    if (value === expected || Math.abs(value - expected) <= allowed) return [];
    return [`${at}: checksum ${name} got ${value}, want ${expected} ± ${allowed}`];
  };
  return [
    ...check("sum", sum, slack),
    ...check("absSum", absSum, slack),
    ...check("weighted", weighted, 97 * slack),
  ];
}

export function show(value: unknown): string {
  if (typeof value === "bigint") return `${value}n`;
  if (Object.is(value, -0)) return "-0";
  if (value instanceof NDArray)
    return `${value.dtype} array of shape (${value.shape})${value.size > 20 ? "" : `: ${value}`}`;
  if (Array.isArray(value)) return `[${value.map(show).join(", ")}]`;
  if (typeof value === "object" && value !== null)
    return `${value.constructor?.name ?? "object"} ${JSON.stringify(value)}`;
  return String(value);
}

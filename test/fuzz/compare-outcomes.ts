import { type DType, isComplex, isFloat } from "../../compiler/ir/dtype.js";
import { Complex } from "../../runtime/complex.js";
import { lanesOf, type TypedArray, typedArrayOver } from "../../runtime/dtype.js";
import { readElement } from "../../runtime/element.js";
import { sizeOf } from "../../runtime/layout.js";
import { NDArray } from "../../runtime/ndarray.js";
import { show } from "../corpus/compare.js";
import type { OracleOutcome, OracleValue } from "./oracle.js";
import type { WeftOutcome } from "./run-weft.js";

/** What differs between Weft's outcome of a call and NumPy's; empty where nothing does. */
export function compareOutcomes(got: WeftOutcome, want: OracleOutcome): readonly string[] {
  if (want.error === "unstable") return [];
  if (want.error !== null || got.error !== null) {
    if (got.error === want.error) return [];
    const problem = `${got.error === null ? "no error" : `${got.error}: ${got.message}`}`;
    return [`got ${problem}; want ${want.error === null ? "no error" : `${want.error} (${want.message})`}`];
  }
  return [...compareAll("result", got.results, want.results), ...compareAll("base", got.bases, want.bases)];
}

function compareAll(name: string, got: readonly unknown[], want: readonly OracleValue[]): readonly string[] {
  if (got.length !== want.length) return [`got ${got.length} values, want ${want.length}`];
  return want.flatMap((value, index) => compareValue(`${name} ${index}`, got[index], value));
}

function compareValue(at: string, got: unknown, want: OracleValue): readonly string[] {
  const wanted = decode(want);
  if (!want.isArray) {
    const element = readElement(want.dtype, wanted, 0);
    return isSameScalar(got, element, want)
      ? []
      : [`${at}: got ${show(got)}, want ${want.dtype} ${show(element)}`];
  }
  if (!(got instanceof NDArray))
    return [`${at}: got ${show(got)}, want ${want.dtype} array of shape (${want.shape})`];
  if (got.dtype !== want.dtype) return [`${at}: got dtype ${got.dtype}, want ${want.dtype}`];
  if (got.shape.join() !== want.shape.join())
    return [`${at}: got shape (${got.shape}), want (${want.shape})`];
  return compareElements(at, got.copy().data, wanted, want);
}

function decode({ data, dtype }: OracleValue): TypedArray {
  const bytes = Uint8Array.from(Buffer.from(data, "base64"));
  return typedArrayOver(dtype, bytes.buffer);
}

function isSameScalar(got: unknown, want: unknown, { dtype, spread }: OracleValue): boolean {
  if (got instanceof Complex && want instanceof Complex) {
    const moves = movesOf(spread);
    const allowed = slack(moves, 0, dtype, Math.hypot(want.re, want.im));
    return isNear(got.re, want.re, allowed) && isNear(got.im, want.im, allowed);
  }
  if (typeof got !== "number" || typeof want !== "number") return got === want;
  return isNear(got, want, slack(movesOf(spread), 0, dtype, want));
}

function compareElements(
  at: string,
  got: TypedArray,
  want: TypedArray,
  { dtype, shape, spread }: OracleValue,
): readonly string[] {
  const moves = movesOf(spread);
  const lanes = lanesOf(dtype);
  const wrong: string[] = [];
  for (let i = 0; i < want.length; i++) {
    const [actual = 0, expected = 0] = [got[i], want[i]];
    const place = Math.floor(i / lanes);
    if (typeof expected === "bigint" || typeof actual === "bigint") {
      if (actual !== expected && moves?.[place] !== Number.POSITIVE_INFINITY)
        wrong.push(`[${place}] got ${actual}, want ${expected}`);
      continue;
    }
    const size =
      lanes === 1 ? expected : Math.hypot(Number(want[lanes * place]), Number(want[lanes * place + 1]));
    if (!isNear(actual, expected, slack(moves, place, dtype, size)))
      wrong.push(`[${place}] got ${show(actual)}, want ${show(expected)}`);
  }
  const more = wrong.length > 4 ? ` … (${wrong.length} of ${sizeOf(shape)})` : "";
  return wrong.length === 0
    ? []
    : [`${at} (${dtype}, shape (${shape})): ${wrong.slice(0, 4).join("; ")}${more}`];
}

function movesOf(spread: string | null): Float64Array | null {
  return spread === null
    ? null
    : typedArrayOver("float64", Uint8Array.from(Buffer.from(spread, "base64")).buffer);
}

/** How far an element may be from `want`: null where it must have the same bits. */
function slack(moves: Float64Array | null, place: number, dtype: DType, want: number): number | null {
  const move = moves?.[place];
  if (move === undefined) return null;
  if (!isFloat(dtype) && !isComplex(dtype)) return move === 0 ? null : move;
  const isSingle = dtype === "float32" || dtype === "complex64";
  const [epsilon, smallest] = isSingle ? [2 ** -23, 2 ** -149] : [2 ** -52, 2 ** -1074];
  return 4 * move + 4 * epsilon * Math.abs(want) + 8 * smallest;
}

function isNear(got: number, want: number, allowed: number | null): boolean {
  if (Object.is(got, want)) return true;
  if (allowed === null) return false;
  return allowed === Number.POSITIVE_INFINITY || got === want || Math.abs(got - want) <= allowed;
}

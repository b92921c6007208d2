import { type ArrayInput, asArray } from "../../../runtime/array-from.js";
import { castElements } from "../../../runtime/cast.js";
import { formatShape } from "../../../runtime/layout.js";
import type { NDArray } from "../../../runtime/ndarray.js";
import type { Json } from "../../wire.js";

/** Numbers, or points in time. */
export type AxisInput = ArrayInput | readonly Date[];

/** One coordinate of some points: 1-D and real; times are milliseconds since 1970. */
export interface AxisValues {
  readonly values: NDArray;
  readonly isTime: boolean;
}

/**
 * @param what says in messages which argument this is
 * @throws {RangeError} where it has another number of axes, {TypeError} where it is complex
 */
export function axisValues(source: AxisInput, what: string): AxisValues {
  const isTime = isDates(source);
  const array = isTime ? asArray(source.map(Number)) : asArray(source);
  if (array.dtype.startsWith("complex")) {
    throw new TypeError(
      `${what} is ${array.dtype}: draw its real part, np.real(z), or its absolute value, np.abs(z)`,
    );
  }
  if (array.ndim !== 1) {
    throw new RangeError(
      `${what} has shape ${formatShape(array.shape)}, and one axis is needed: ravel() gives all its elements`,
    );
  }
  return { values: array.dtype === "bool" ? asArray(array, "uint8") : array, isTime };
}

function isDates(source: unknown): source is readonly Date[] {
  return Array.isArray(source) && source.length > 0 && source.every((item) => item instanceof Date);
}

/** The elements at `positions`, or all, as numbers. */
export function numbersAt(values: NDArray, positions: readonly number[] | null): readonly number[] {
  if (positions === null) return Array.from(castElements(values, "float64"));
  return positions.map((position) => Number(values.get(position)));
}

/** A number as JSON: what can't be drawn is null, and digits that no screen shows are left out. */
export function jsonNumber(value: number): Json {
  return Number.isFinite(value) ? Number(value.toPrecision(8)) : null;
}

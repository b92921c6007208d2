import type { Scalar } from "../../runtime/dtype.js";
import type { DType } from "../../runtime/library.js";
import { elementFormat, type FormatElement } from "../../runtime/print/element-format.js";
import { getPrintoptions } from "../../runtime/print/print-options.js";

/** Decimals that are shown in tables, at most. */
const DECIMALS = 6;
/** Between these sizes numbers are easier to compare without exponents. */
const [SMALL, LARGE] = [1e-4, 1e8];

/** The common format of the numbers in a column: NumPy's, with fewer decimals, and without exponents where they would only hinder. */
export function columnFormat(dtype: DType, values: readonly Scalar[]): FormatElement {
  const options = getPrintoptions();
  const sizes = values
    .flatMap((value) => (typeof value === "number" ? [Math.abs(value)] : []))
    .filter((size) => size !== 0 && Number.isFinite(size));
  const suppress = options.suppress || sizes.every((size) => size >= SMALL && size < LARGE);
  return elementFormat(
    dtype,
    values,
    { ...options, suppress, precision: Math.min(options.precision, DECIMALS) },
    false,
  );
}

import { type ArrayInput, asArray } from "../../../runtime/array-from.js";
import { formatShape } from "../../../runtime/layout.js";
import { NDArray } from "../../../runtime/ndarray.js";
import { type AxisInput, axisValues } from "./axis-values.js";

/** Values under names: one series each. */
export type NamedValues = Readonly<Record<string, ArrayInput>>;
/** An array; of a matrix the columns are series, as for matplotlib. */
export type SeriesInput = AxisInput | NamedValues;

/** `(y, options)`, or `(x, y, options)`. */
export type SeriesArguments<Options> =
  | readonly [y: SeriesInput, options?: Options]
  | readonly [x: AxisInput, y: SeriesInput, options?: Options];

export interface Series {
  /** Null where the only series has no name. */
  readonly label: string | null;
  /** 1-D and real. */
  readonly values: NDArray;
}

/** Which of a chart's arguments is what. `x` is null where there is none. */
export function splitArguments<Options extends object>(
  args: SeriesArguments<Options>,
): { readonly x: AxisInput | null; readonly series: readonly Series[]; readonly options: Partial<Options> } {
  const [first, second, third] = args;
  if (second === undefined || isOptions<Options>(second)) {
    return { x: null, series: seriesOf(first), options: second ?? {} };
  }
  if (isNamedValues(first))
    throw new TypeError("Names stand for several y, not for x: write plot(x, { a, b })");
  return { x: first, series: seriesOf(second), options: third ?? {} };
}

export function seriesOf(source: SeriesInput): readonly Series[] {
  if (isNamedValues(source)) {
    return Object.entries(source).map(([label, values]) => ({
      label,
      values: axisValues(values, label).values,
    }));
  }
  if (!isMatrix(source)) return [{ label: null, values: axisValues(source, "The array").values }];
  const matrix = asArray(source);
  return Array.from({ length: matrix.shape[1] ?? 0 }, (_, column) => ({
    label: `column ${column}`,
    values: axisValues(matrix.slice(":", column), "The column").values,
  }));
}

function isMatrix(source: AxisInput): source is ArrayInput {
  if (source instanceof NDArray) return source.ndim === 2;
  return (
    Array.isArray(source) &&
    (Array.isArray(source[0]) || ArrayBuffer.isView(source[0]) || source[0] instanceof NDArray)
  );
}

/** A plain object; arrays of other libraries are as well, but with data and shape. */
function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || ("data" in value && "shape" in value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Options that are lists, such as limits: they don't make an object one of named values. */
const LIST_OPTIONS: ReadonlySet<string> = new Set(["xLim", "yLim", "levels", "range", "color", "labels"]);

function isNamedValues(value: unknown): value is NamedValues {
  if (!isPlainObject(value)) return false;
  const entries = Object.entries(value);
  return entries.length > 0 && entries.every(([name, each]) => !LIST_OPTIONS.has(name) && isList(each));
}

function isList(value: unknown): boolean {
  return Array.isArray(value) || ArrayBuffer.isView(value) || value instanceof NDArray;
}

function isOptions<Options extends object>(value: SeriesInput | Options): value is Options {
  return isPlainObject(value) && !isNamedValues(value);
}

/** @throws {RangeError} that names both lengths, where they differ */
export function checkSameLength(x: NDArray, { label, values }: Series): void {
  if (x.length === values.length) return;
  throw new RangeError(
    `x has shape ${formatShape(x.shape)}, but ${label ?? "y"} has ${formatShape(values.shape)}: each point needs both`,
  );
}

/** The names of the series for a description: `a, b` or `a, b, c, d, e and 3 more`. */
export function namesText(series: readonly Series[]): string {
  const names = series.flatMap(({ label }) => (label === null ? [] : [label]));
  return names.length <= 6
    ? names.join(", ")
    : `${names.slice(0, 5).join(", ")} and ${names.length - 5} more`;
}

/** `1,000 points`, or `2 × 1,000 points`. */
export function pointsText(series: readonly Series[]): string {
  const longest = Math.max(0, ...series.map(({ values }) => values.length));
  return `${series.length > 1 ? `${series.length} × ` : ""}${longest.toLocaleString("en-US")} points`;
}

/** The colour encoding of rows with a field `series`, where there is more than one series to tell apart. */
export function seriesColor(series: readonly Series[]): {
  readonly color?: { readonly [key: string]: string | null };
} {
  return series.length > 1 ? { color: { field: "series", type: "nominal", sort: null, title: null } } : {};
}

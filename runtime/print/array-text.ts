import type { DType } from "../../compiler/ir/dtype.js";
import type { Scalar } from "../dtype.js";
import { readElement } from "../element.js";
import { formatShape, type StridedArray, sizeOf } from "../layout.js";
import { elementFormat, type FormatElement } from "./element-format.js";
import { getPrintoptions, type PrintOptions } from "./print-options.js";
import { scalarText } from "./scalar-text.js";

/** An array as NumPy's `str` prints it: `[1. 2. 3.]`. */
export function arrayStr(array: StridedArray, options: Partial<PrintOptions> = {}): string {
  if (array.shape.length === 0)
    return scalarText(readElement(array.dtype, array.data, array.offset), array.dtype);
  return nestedText(array, { ...getPrintoptions(), ...options }, " ", "");
}

const IMPLIED: ReadonlySet<DType> = new Set<DType>(["bool", "int64", "float64", "complex128"]);

/** An array as NumPy's `repr` prints it: `array([1., 2., 3.], dtype=float32)`. */
export function arrayRepr(array: StridedArray, options: Partial<PrintOptions> = {}): string {
  const all = { ...getPrintoptions(), ...options };
  const prefix = "array(";
  const text = prefix + nestedText(array, { ...all, linewidth: all.linewidth - 1 }, ", ", prefix);
  const size = sizeOf(array.shape);
  const extras: string[] = [];
  const isPlainEmpty = array.shape.length === 1 && size === 0;
  if ((size === 0 && !isPlainEmpty) || size > all.threshold) extras.push(`shape=${formatShape(array.shape)}`);
  if (size === 0 || !IMPLIED.has(array.dtype)) extras.push(`dtype=${array.dtype}`);
  if (extras.length === 0) return `${text})`;
  const ending = `${extras.join(", ")})`;
  const lastLine = text.length + 1 - (text.lastIndexOf("\n") + 1);
  const spacer = lastLine + ending.length + 1 > all.linewidth ? `\n${" ".repeat(prefix.length)}` : " ";
  return `${text},${spacer}${ending}`;
}

/** Both functions above, after NumPy's `_array2string`: brackets, line breaks, and only the edges of long axes. */
function nestedText(array: StridedArray, options: PrintOptions, separator: string, prefix: string): string {
  const size = sizeOf(array.shape);
  if (size === 0) return "[]";
  const isElided = size > options.threshold;
  const shown = (axis: number): readonly (number | null)[] =>
    shownIndices(array.shape[axis] ?? 0, isElided, options);
  const measured = isElided && options.edgeitems === 0 && size <= MEASURED ? allOf(array) : shown;
  const format = elementFormat(array.dtype, readAt(array, measured), options, array.shape.length === 0);
  const indent = " ".repeat(prefix.length + 1);
  return writePart({ array, format, shown, separator }, 0, array.offset, indent, options.linewidth);
}

/** Without edges NumPy aligns the numbers by all of them, also by those left out: of larger arrays that would take too long. */
const MEASURED = 100_000;

const allOf =
  ({ shape }: StridedArray): Shown =>
  (axis) =>
    Array.from({ length: shape[axis] ?? 0 }, (_, index) => index);

/** The indices of an axis to print; null stands for those left out. The last is there even where no edge is wanted. */
function shownIndices(
  length: number,
  isElided: boolean,
  { edgeitems }: PrintOptions,
): readonly (number | null)[] {
  if (!isElided || length <= 2 * edgeitems) return Array.from({ length }, (_, index) => index);
  const edge = Array.from({ length: edgeitems }, (_, index) => index);
  const end = edgeitems === 0 ? [length - 1] : edge.map((index) => length - edgeitems + index);
  return [...edge, null, ...end];
}

type Shown = (axis: number) => readonly (number | null)[];

function readAt(array: StridedArray, shown: Shown): Scalar[] {
  let positions = [array.offset];
  for (let axis = 0; axis < array.shape.length; axis++) {
    const stride = array.strides[axis] ?? 0;
    const steps = shown(axis).flatMap((index) => (index === null ? [] : [index * stride]));
    positions = positions.flatMap((position) => steps.map((step) => position + step));
  }
  return positions.map((position) => readElement(array.dtype, array.data, position));
}

interface Writer {
  readonly array: StridedArray;
  readonly format: FormatElement;
  readonly shown: Shown;
  readonly separator: string;
}

/** The part of the array from `axis` on that begins at `position`; lines start with `indent` and end at `width`. */
function writePart(writer: Writer, axis: number, position: number, indent: string, width: number): string {
  const { shape, strides, dtype, data } = writer.array;
  if (axis === shape.length) return writer.format(readElement(dtype, data, position));
  const stride = strides[axis] ?? 0;
  const parts = writer
    .shown(axis)
    .map((index) =>
      index === null
        ? "..."
        : writePart(writer, axis + 1, position + index * stride, `${indent} `, width - 1),
    );
  if (axis === shape.length - 1) return `[${wrapWords(parts, writer.separator, indent, width)}]`;
  const between = writer.separator.trimEnd() + "\n".repeat(shape.length - axis - 1) + indent;
  return `[${parts.join(between)}]`;
}

function wrapWords(words: readonly string[], separator: string, indent: string, width: number): string {
  const room = width - Math.max(separator.trimEnd().length, 1);
  let done = "";
  let line = indent;
  for (const [index, word] of words.entries()) {
    if (line.length + word.length > room && line.length > indent.length) {
      done += `${line.trimEnd()}\n`;
      line = indent;
    }
    line += word + (index < words.length - 1 ? separator : "");
  }
  return (done + line).slice(indent.length);
}

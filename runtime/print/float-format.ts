import {
  exactScientificParts,
  type FloatWidth,
  formatExponent,
  positionalParts,
  scientificParts,
} from "./float-digits.js";
import type { PrintOptions } from "./print-options.js";

/** Formats one value; all values of one array come out with the same width. */
export type FormatFloat = (value: number) => string;

export interface FloatFormatOptions extends Pick<PrintOptions, "precision" | "suppress"> {
  readonly width: FloatWidth;
  /** Write a plus sign before positive values (for imaginary parts). */
  readonly plus: boolean;
}

const isNegative = (value: number): boolean => value < 0 || Object.is(value, -0);

/**
 * The common format of `values`: positional or scientific, padded so that the decimal points line up. After
 * NumPy 2's `FloatingFormat` with its default float mode `maxprec`.
 */
export function floatFormat(values: readonly number[], options: FloatFormatOptions): FormatFloat {
  const finite = values.filter(Number.isFinite);
  const sign = (value: number) => (isNegative(value) ? "-" : options.plus ? "+" : "");
  const format = needsExponent(finite, options)
    ? scientificFormat(finite, options, sign)
    : positionalFormat(finite, options, sign);

  // Words such as -inf stand flush right, and may need more room than the numbers.
  const negativeInfinity = options.plus || values.includes(Number.NEGATIVE_INFINITY);
  const wordWidth = finite.length === values.length ? 0 : negativeInfinity ? 4 : 3;
  const padLeft = Math.max(format.padLeft, wordWidth - format.padRight - 1);
  const total = padLeft + format.padRight + 1;
  return (value) => {
    if (Number.isNaN(value)) return `${options.plus ? "+" : ""}nan`.padStart(total);
    if (!Number.isFinite(value)) return `${sign(value)}inf`.padStart(total);
    return format.write(value, padLeft);
  };
}

interface Format {
  readonly padLeft: number;
  readonly padRight: number;
  readonly write: (value: number, padLeft: number) => string;
}

function needsExponent(finite: readonly number[], { width, suppress }: FloatFormatOptions): boolean {
  const magnitudes = finite.filter((value) => value !== 0).map(Math.abs);
  if (magnitudes.length === 0) return false;
  const round = width === "float32" ? Math.fround : Number;
  const largest = Math.max(...magnitudes);
  const smallest = Math.min(...magnitudes);
  if (largest >= (width === "float32" ? 1e6 : 1e8)) return true;
  return !suppress && (smallest < round(0.0001) || round(largest / smallest) > 1000);
}

function longest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => text.length));
}

type Sign = (value: number) => string;

function positionalFormat(finite: readonly number[], options: FloatFormatOptions, sign: Sign): Format {
  const parts = (value: number): [string, string] => {
    const [whole, fraction] = positionalParts(Math.abs(value), options.width, options.precision);
    return [sign(value) + whole, fraction];
  };
  const all = finite.map(parts);
  const padRight = longest(all.map(([, fraction]) => fraction));
  return {
    padLeft: longest(all.map(([whole]) => whole)),
    padRight,
    write(value, padLeft) {
      const [whole, fraction] = parts(value);
      return `${whole.padStart(padLeft)}.${fraction.padEnd(padRight)}`;
    },
  };
}

function scientificFormat(finite: readonly number[], options: FloatFormatOptions, sign: Sign): Format {
  const all = finite.map((value) => scientificParts(Math.abs(value), options.width, options.precision));
  const decimals = longest(all.map(([, fraction]) => fraction));
  const exponentDigits = Math.max(2, longest(all.map(([, , exponent]) => String(Math.abs(exponent)))));
  return {
    padLeft: longest(finite.map((value) => `${sign(value)}0`)),
    padRight: exponentDigits + 2 + decimals,
    write(value, padLeft) {
      // Where others need more decimals, the digits go on with the exact value, not with zeros.
      const own = scientificParts(Math.abs(value), options.width, options.precision);
      const isFull = own[1].length === decimals;
      const [whole, fraction, exponent] = isFull ? own : exactScientificParts(Math.abs(value), decimals);
      return `${(sign(value) + whole).padStart(padLeft)}.${fraction}${formatExponent(exponent, exponentDigits)}`;
    },
  };
}

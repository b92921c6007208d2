/** The precision of a float: it decides how many digits tell a value from its neighbours. */
export type FloatWidth = "float32" | "float64";

interface Digits {
  /** Significant decimal digits, the first not zero (but for zero itself). */
  readonly digits: string;
  /** The decimal exponent of the first digit. */
  readonly exponent: number;
}

/**
 * The shortest digits that read back as the same value (Steele and White's free-format printing, what NumPy's
 * Dragon4 gives in unique mode). `magnitude` is finite and not negative.
 */
function shortest(magnitude: number, width: FloatWidth): Digits {
  if (width === "float64") return split(magnitude.toExponential());
  const exact = magnitude.toExponential(100);
  for (let precision = 0; precision < 9; precision++) {
    const nearest = roundHalfEven(magnitude.toExponential(precision), exact, precision);
    if (Math.fround(Number(nearest)) === magnitude) return split(nearest);
    // Above a power of two the gap to the neighbour is twice that below: the next digits up may still read back.
    const above = Number(nearest) + 10 ** (split(nearest).exponent - precision);
    if (Math.fround(above) === magnitude) return split(above.toExponential(precision));
  }
  return split(magnitude.toExponential(9));
}

function split(exponential: string): Digits {
  const [mantissa = "", exponent = "0"] = exponential.split("e");
  return { digits: mantissa.replace(".", "").replace(/0+$/, "") || "0", exponent: Number(exponent) };
}

// toFixed and toExponential round the exact value, but ties up, where Dragon4 rounds them to even. With 100
// decimals the expansion shows whether the value is a tie.
function roundHalfEven(rounded: string, exact: string, decimals: number): string {
  const end = exact.indexOf(".") + 1 + decimals;
  const rest = exact.slice(end).replace(/e.*$/, "");
  const isTie = /^50*$/.test(rest);
  const last = exact[decimals === 0 ? end - 2 : end - 1] ?? "0";
  if (!isTie || Number(last) % 2 === 1) return rounded;
  const suffix = /e.*$/.exec(exact)?.[0] ?? "";
  return exact.slice(0, decimals === 0 ? end - 1 : end) + suffix;
}

/**
 * `magnitude` without exponent, the shortest digits but at most `precision` decimals: `["12", "5"]`, `["3", ""]`.
 */
export function positionalParts(
  magnitude: number,
  width: FloatWidth,
  precision: number,
): [whole: string, fraction: string] {
  const { digits, exponent } = shortest(magnitude, width);
  if (digits.length - 1 - exponent > precision) {
    const text = roundHalfEven(magnitude.toFixed(precision), magnitude.toFixed(100), precision);
    const [whole = "0", fraction = ""] = text.split(".");
    return [whole, fraction.replace(/0+$/, "")];
  }
  if (exponent < 0) return ["0", "0".repeat(-exponent - 1) + (digits === "0" ? "" : digits)];
  return [digits.slice(0, exponent + 1).padEnd(exponent + 1, "0"), digits.slice(exponent + 1)];
}

/** `magnitude` as one digit, its shortest decimals but at most `precision`, and a decimal exponent: `["1", "25", 8]`. */
export function scientificParts(magnitude: number, width: FloatWidth, precision: number): ScientificParts {
  const { digits, exponent } = shortest(magnitude, width);
  if (digits.length - 1 <= precision) return [digits.slice(0, 1), digits.slice(1), exponent];
  const [whole, fraction, rounded] = exactScientificParts(magnitude, precision);
  return [whole, fraction.replace(/0+$/, ""), rounded];
}

/** `magnitude` as one digit, exactly `decimals` decimals of its exact value, and a decimal exponent. */
export function exactScientificParts(magnitude: number, decimals: number): ScientificParts {
  const text = roundHalfEven(magnitude.toExponential(decimals), magnitude.toExponential(100), decimals);
  const [mantissa = "0", exponent = "0"] = text.split("e");
  return [mantissa.slice(0, 1), mantissa.slice(2), Number(exponent)];
}

export type ScientificParts = readonly [whole: string, fraction: string, exponent: number];

/** A decimal exponent as C writes it: sign and at least `digits` digits. */
export function formatExponent(exponent: number, digits: number): string {
  return `e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(digits, "0")}`;
}

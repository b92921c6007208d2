/** How arrays print; the names are those of `numpy.set_printoptions`. */
export interface PrintOptions {
  /** Decimals of floats, at most. */
  readonly precision: number;
  /** Number of elements from which on only the edges are shown. */
  readonly threshold: number;
  /** Number of elements shown at each edge of an axis. */
  readonly edgeitems: number;
  /** Characters of a line, at most. */
  readonly linewidth: number;
  /** Never switch to scientific notation for the sake of small numbers. */
  readonly suppress: boolean;
}

/** NumPy's defaults. */
const DEFAULTS: PrintOptions = {
  precision: 8,
  threshold: 1000,
  edgeitems: 3,
  linewidth: 75,
  suppress: false,
};

let current = DEFAULTS;

/** How arrays print now. */
export const getPrintoptions = (): PrintOptions => current;

/**
 * Sets how arrays print from now on, as text and in tables; what is not named stays as it is.
 * @throws {RangeError} that names the option and its value, where that is none for it
 */
export function setPrintoptions(options: Partial<PrintOptions>): void {
  for (const [name, value] of Object.entries(options)) {
    if (!(name in DEFAULTS)) {
      throw new RangeError(`There is no print option ${name}: there are ${Object.keys(DEFAULTS).join(", ")}`);
    }
    const isRight =
      name === "suppress"
        ? typeof value === "boolean"
        : typeof value === "number" &&
          value >= 0 &&
          (Number.isInteger(value) || value === Number.POSITIVE_INFINITY);
    if (!isRight) {
      throw new RangeError(
        `The print option ${name} is ${String(value)}, but it has to be ${name === "suppress" ? "true or false" : "a whole number of 0 or more, or Infinity"}`,
      );
    }
  }
  current = { ...current, ...options };
}

/** What `print` gives while the options hold; those from before are back afterwards. */
export function withPrintoptions<Result>(options: Partial<PrintOptions>, print: () => Result): Result {
  const before = current;
  setPrintoptions(options);
  try {
    return print();
  } finally {
    current = before;
  }
}

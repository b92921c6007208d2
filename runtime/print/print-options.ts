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
export const DEFAULT_PRINT_OPTIONS: PrintOptions = {
  precision: 8,
  threshold: 1000,
  edgeitems: 3,
  linewidth: 75,
  suppress: false,
};

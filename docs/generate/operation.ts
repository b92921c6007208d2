/** An operation of Numba's documentation: how Numba and Weft write it, and the cases of the corpus that check it. */
export interface Operation {
  /** Code, or a sentence, which ends with a full stop. */
  readonly numba: string;
  readonly weft: string;
  /** Stands in the source of each case. */
  readonly mentions: string;
  /** Cases of the corpus, `group/name`; `numpy/…` is an expression that is compared with NumPy on several dtypes. */
  readonly cases: readonly string[];
}
export interface OperationSection {
  readonly title: string;
  readonly note: string;
  readonly operations: readonly Operation[];
}

/** What is no code ends with a full stop. */
export const SAME = "The same.";
/** A row of the table: how both write it, what each case has to contain, and the cases. */
export const row = (
  numba: string,
  weft: string,
  mentions: string,
  ...cases: readonly string[]
): Operation => ({
  numba,
  weft,
  mentions,
  cases,
});

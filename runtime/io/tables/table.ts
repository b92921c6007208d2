import type { ArrayInput } from "../../array-from.js";
import type { NDArray } from "../../ndarray.js";

/** Numbers and booleans are an array of one axis; text and dates are lists, with null where a value is missing. */
export type Column = NDArray | readonly (string | null)[] | readonly (Date | null)[];

/** The columns of a table by name, all of one length. */
export type Table = Readonly<Record<string, Column>>;

export interface TableOptions {
  /** The columns to read, by name or by place (negative from the end), in this order; all where it is not given. */
  readonly columns?: readonly (string | number)[];
  /**
   * What stands for nulls among numbers and booleans, whose columns then keep their dtype. Without it nulls are NaN, and
   * columns of integers and booleans that have any become float64.
   */
  readonly fill?: number;
}

/** What a table is written from: anything that is an array of one axis, lists of text, lists of dates. */
export type ColumnInput = ArrayInput | readonly (string | null)[] | readonly (Date | null)[];
export type TableInput = Readonly<Record<string, ColumnInput>>;

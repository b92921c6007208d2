import { DTYPES, isComplex } from "../../compiler/ir/dtype.js";
import type { Table, TableInput } from "../../runtime/io/tables/table.js";
import { np } from "../../runtime/np.js";

const { NaN: nan } = Number;
const date = (milliseconds: number): Date => new Date(milliseconds);

/** What make_tables.py wrote into kinds.arrow and kinds.parquet. */
export const KINDS: Table = {
  bool: np.array([true, false, true]),
  int8: np.array([1, -2, 3], "int8"),
  uint16: np.array([1, 2, 65535], "uint16"),
  uint32: np.array([1, 2, 2 ** 32 - 1], "uint32"),
  int64: np.array([1n, -(2n ** 62n), 3n], "int64"),
  uint64: np.array([0n, 2n ** 64n - 1n, 5n], "uint64"),
  half: np.array([1.5, -2, nan], "float32"),
  float32: np.array([1.5, nan, 2], "float32"),
  float64: np.array([0.1, 0.2, 0.3]),
  "integers with null": np.array([1, nan, 3]),
  "booleans with null": np.array([1, nan, 0]),
  text: ["a", null, "ü€"],
  "large text": ["a", "b", ""],
  categories: ["x", "y", "x"],
  coded: np.array([7, 8, 7], "int64"),
  date: [date(0), date(86_400_000), null],
  seconds: [date(0), date(1000), null],
  microseconds: [date(0), date(1001), null],
  nanoseconds: [date(0), date(1500), date(1_700_000_000_000)],
  nothing: [null, null, null],
};

const everyDType: Table = Object.fromEntries(
  DTYPES.filter((dtype) => !isComplex(dtype)).map((dtype) => [dtype, np.array([0, 1, 5]).astype(dtype)]),
);

const extremes: Table = {
  i: np.array([-(2n ** 63n), 2n ** 63n - 1n, 0n], "int64"),
  u: np.array([0n, 2n ** 64n - 1n, 1n], "uint64"),
  w: np.array([0, 2 ** 32 - 1, 1], "uint32"),
  f: np.array([nan, Number.POSITIVE_INFINITY, -0]),
  text: ["", null, "ü€"],
  dates: [date(0), null, date(-1)],
};

interface Written {
  readonly table: TableInput;
  /** What reads back. */
  readonly read: Table;
}

/** Tables that are written and read again. */
export const WRITTEN: Readonly<Record<string, Written>> = {
  kinds: { table: KINDS, read: KINDS },
  everyDType: { table: everyDType, read: everyDType },
  extremes: { table: extremes, read: extremes },
  inputs: {
    table: {
      list: [1, 2],
      typed: new Int16Array([3, 4]),
      flags: [true, false],
      view: np.arange(4).slice("::-2"),
    },
    read: {
      list: np.array([1, 2]),
      typed: np.array([3, 4], "int16"),
      flags: np.array([true, false]),
      view: np.array([3, 1]),
    },
  },
  noRows: { table: { a: np.zeros(0), s: [] }, read: { a: np.zeros(0), s: np.zeros(0) } },
};

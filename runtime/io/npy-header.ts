import type { DType } from "../../compiler/ir/dtype.js";

// The format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
export const MAGIC = Buffer.from("\x93NUMPY", "latin1");

/** NumPy's code of each dtype, without the byte order. */
export const CODES: { readonly [D in DType]: string } = {
  bool: "b1",
  int8: "i1",
  int16: "i2",
  int32: "i4",
  int64: "i8",
  uint8: "u1",
  uint16: "u2",
  uint32: "u4",
  uint64: "u8",
  float32: "f4",
  float64: "f8",
  complex64: "c8",
  complex128: "c16",
};

/** What the head of a `.npy` file says. */
export interface NpyHeader {
  /** float16 only stands in files: its elements are read as float32. */
  readonly dtype: DType | "float16";
  readonly isBigEndian: boolean;
  readonly isColumnMajor: boolean;
  readonly shape: readonly number[];
  /** Where the elements begin, in bytes. */
  readonly begin: number;
}

/**
 * The head of a `.npy` file of version 1, 2 or 3; `name` stands in errors.
 * @throws {Error} where the bytes are no such file, or its elements are none of a dtype
 */
export function parseNpyHeader(bytes: Buffer, name: string): NpyHeader {
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC)) throw new Error(`${name} is no .npy file`);
  const version = bytes[MAGIC.length] ?? 0;
  const start = version === 1 ? 10 : 12;
  if (bytes.length < start) throw new Error(`${name} ends inside its header`);
  if (version < 1 || version > 3) {
    throw new Error(`${name} is a .npy file of version ${version}: versions 1 to 3 can be read`);
  }
  const begin = start + (version === 1 ? bytes.readUInt16LE(8) : bytes.readUInt32LE(8));
  if (begin > bytes.length) throw new Error(`${name} ends inside its header`);
  const text = bytes.toString(version === 3 ? "utf8" : "latin1", start, begin);
  const descr = /'descr':\s*(\[.*?\]|'[^']*')\s*,\s*'/s.exec(text)?.[1];
  const order = /'fortran_order':\s*(True|False)/.exec(text)?.[1];
  const lengths = /'shape':\s*\(([\dL,\s]*)\)/.exec(text)?.[1];
  if (descr === undefined || order === undefined || lengths === undefined) {
    throw new Error(`${name} has a header that can't be read: ${text.trim()}`);
  }
  const shape = lengths
    .split(",")
    .flatMap((length) => (/\d/.test(length) ? [Number.parseInt(length, 10)] : []));
  return { ...parseDescr(descr, name), isColumnMajor: order === "True", shape, begin };
}

const OTHER_KINDS: Readonly<Record<string, string>> = {
  O: "Python objects",
  S: "bytes",
  U: "text",
  V: "raw memory",
  M: 'dates (save a.astype("int64") instead)',
  m: 'time spans (save a.astype("int64") instead)',
  f: 'extended floats (save a.astype("float64") instead)',
  c: 'extended complex numbers (save a.astype("complex128") instead)',
};

function parseDescr(descr: string, name: string): Pick<NpyHeader, "dtype" | "isBigEndian"> {
  if (descr.startsWith("[")) {
    throw new Error(
      `${name} holds records, which no NDArray can hold: save their fields one by one (descr ${descr})`,
    );
  }
  const code = descr.slice(1, -1);
  const plain = code.replace(/^[<>=|]/, "");
  const isBigEndian = code.startsWith(">");
  if (plain === "f2") return { dtype: "float16", isBigEndian };
  const entry = Object.entries(CODES).find(([, known]) => known === plain);
  // The entries' names are the keys of CODES.
  if (entry !== undefined) return { dtype: entry[0] as DType, isBigEndian };
  const kind = OTHER_KINDS[plain.charAt(0)] ?? "elements of an unknown type";
  throw new Error(`${name} holds ${kind}, which no NDArray can hold (descr ${descr})`);
}

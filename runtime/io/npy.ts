import { writeFileSync } from "node:fs";
import type { DType } from "../../compiler/ir/dtype.js";
import { isComplex, itemsize } from "../../compiler/ir/dtype.js";
import { type ArrayInput, asArray } from "../array-from.js";
import { castElements } from "../cast.js";
import { typedArrayOver } from "../dtype.js";
import { formatShape, rowMajorStrides, sizeOf } from "../layout.js";
import { NDArray } from "../ndarray.js";
import { readBytes } from "./read-bytes.js";

// The format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
const MAGIC = Buffer.from("\x93NUMPY", "latin1");

const CODES: { readonly [D in DType]: string } = {
  bool: "|b1",
  int8: "|i1",
  int16: "<i2",
  int32: "<i4",
  int64: "<i8",
  uint8: "|u1",
  uint16: "<u2",
  uint32: "<u4",
  uint64: "<u8",
  float32: "<f4",
  float64: "<f8",
  complex64: "<c8",
  complex128: "<c16",
};

/** Writes an array as NumPy's `.npy` file. */
export function writeNpy(path: string, source: ArrayInput): void {
  writeFileSync(path, encodeNpy(source));
}

/**
 * The array of NumPy's `.npy` file.
 * @throws {Error} that names the path, where the file can't be read or holds what no NDArray can
 */
export function readNpy(path: string | URL): NDArray {
  return decodeNpy(readBytes(path), JSON.stringify(String(path)));
}

/** The bytes of a `.npy` file, version 1.0, in row-major order. */
export function encodeNpy(source: ArrayInput): Buffer {
  const array = asArray(source);
  const text = `{'descr': '${CODES[array.dtype]}', 'fortran_order': False, 'shape': ${formatShape(array.shape)}, }`;
  const headerLength = Math.ceil((MAGIC.length + 4 + text.length + 1) / 64) * 64 - MAGIC.length - 4;
  const head = Buffer.alloc(4);
  head[0] = 1;
  head.writeUInt16LE(headerLength, 2);
  const { buffer, byteOffset, byteLength } = castElements(array, array.dtype);
  const header = Buffer.from(`${text.padEnd(headerLength - 1)}\n`, "latin1");
  return Buffer.concat([MAGIC, head, header, Buffer.from(buffer, byteOffset, byteLength)]);
}

/** As `readNpy`, from the bytes of a file; `name` stands in errors. */
export function decodeNpy(bytes: Buffer, name = "The data"): NDArray {
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC)) throw new Error(`${name} is no .npy file`);
  const isShort = bytes[6] === 1;
  const start = isShort ? 10 : 12;
  const begin = start + (isShort ? bytes.readUInt16LE(8) : bytes.readUInt32LE(8));
  const header = bytes.toString("latin1", start, begin);
  const code = /'descr':\s*'([^']*)'/.exec(header)?.[1] ?? "?";
  const lengths = /'shape':\s*\(([^)]*)\)/.exec(header)?.[1] ?? "";
  const shape = lengths.split(",").flatMap((length) => (length.trim() === "" ? [] : [Number(length)]));
  const dtype = findDType(code);
  if (dtype === null) throw new Error(`${name} holds elements of type ${code}, which no dtype can hold`);
  const end = begin + sizeOf(shape) * itemsize(dtype);
  if (end > bytes.length)
    throw new Error(`${name} ends before the last element of its shape ${formatShape(shape)}`);
  const memory = new Uint8Array(bytes.subarray(begin, end));
  if (code.startsWith(">")) swapBytes(memory, isComplex(dtype) ? itemsize(dtype) / 2 : itemsize(dtype));
  const isFortran = /'fortran_order':\s*True/.test(header);
  const strides = isFortran ? rowMajorStrides(shape.toReversed()).toReversed() : rowMajorStrides(shape);
  return new NDArray(dtype, typedArrayOver(dtype, memory.buffer), shape, strides);
}

function findDType(code: string): DType | null {
  const name = code.replace(/^[<>=|]/, "");
  const entry = Object.entries(CODES).find(([, known]) => known.slice(1) === name);
  // The entries' names are the keys of CODES.
  return entry === undefined ? null : (entry[0] as DType);
}

function swapBytes(memory: Uint8Array, bytes: number): void {
  for (let at = 0; at < memory.length; at += bytes) memory.subarray(at, at + bytes).reverse();
}

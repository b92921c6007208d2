import { writeFileSync } from "node:fs";
import { isComplex, itemsize } from "../../compiler/ir/dtype.js";
import { type ArrayInput, asArray } from "../array-from.js";
import { castElements } from "../cast.js";
import { typedArrayOver } from "../dtype.js";
import { formatShape, rowMajorStrides, sizeOf } from "../layout.js";
import { NDArray } from "../ndarray.js";
import { singlesOfHalfs } from "./half-floats.js";
import { CODES, MAGIC, parseNpyHeader } from "./npy-header.js";
import { readBytes } from "./read-bytes.js";

/** Writes an array as NumPy's `.npy` file. */
export function writeNpy(path: string | URL, source: ArrayInput): void {
  writeFileSync(path, encodeNpy(source));
}

/**
 * The array of NumPy's `.npy` file, in the order and of the dtype that it has there; float16 becomes float32.
 * @throws {Error} that names the path, where the file can't be read or holds what no NDArray can
 */
export function readNpy(path: string | URL): NDArray {
  return decodeNpy(readBytes(path), JSON.stringify(String(path)));
}

/** The bytes of a `.npy` file, version 1.0, in row-major order. */
export function encodeNpy(source: ArrayInput): Buffer {
  const array = asArray(source);
  const order = itemsize(array.dtype) === 1 ? "|" : "<";
  const text = `{'descr': '${order}${CODES[array.dtype]}', 'fortran_order': False, 'shape': ${formatShape(array.shape)}, }`;
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
  const { dtype, isBigEndian, isColumnMajor, shape, begin } = parseNpyHeader(bytes, name);
  const stored = dtype === "float16" ? "uint16" : dtype;
  const end = begin + sizeOf(shape) * itemsize(stored);
  if (end > bytes.length) {
    throw new Error(`${name} ends before the last element of its shape ${formatShape(shape)}`);
  }
  const memory = new Uint8Array(bytes.subarray(begin, end));
  if (isBigEndian) swapBytes(memory, isComplex(stored) ? itemsize(stored) / 2 : itemsize(stored));
  const strides = isColumnMajor ? rowMajorStrides(shape.toReversed()).toReversed() : rowMajorStrides(shape);
  if (dtype === "float16") {
    return new NDArray("float32", singlesOfHalfs(typedArrayOver("uint16", memory.buffer)), shape, strides);
  }
  return new NDArray(dtype, typedArrayOver(dtype, memory.buffer), shape, strides);
}

function swapBytes(memory: Uint8Array, bytes: number): void {
  for (let at = 0; at < memory.length; at += bytes) memory.subarray(at, at + bytes).reverse();
}

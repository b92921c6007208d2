import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import type * as fflate from "fflate";
import type { Unzipped, Zippable } from "fflate";
import type { ArrayInput } from "../array-from.js";
import { messageOf } from "../message-of.js";
import type { NDArray } from "../ndarray.js";
import { decodeNpy, encodeNpy } from "./npy.js";
import { readBytes } from "./read-bytes.js";

/** The arrays of a `.npz` archive by their names. */
export type NamedArrays = Readonly<Record<string, NDArray>>;

export interface NpzOptions {
  /** Whether the arrays are compressed (deflate); they are not where it is not given. */
  readonly compressed?: boolean;
}

// What NumPy writes as well: equal arrays make equal files, whenever they are written.
const NO_TIME = new Date(1980, 0, 1);

/** Writes arrays as NumPy's `.npz` archive: `writeNpz("run.npz", { x, y })`. */
export function writeNpz(
  path: string | URL,
  arrays: Readonly<Record<string, ArrayInput>>,
  options: NpzOptions = {},
): void {
  writeFileSync(path, encodeNpz(arrays, options));
}

/**
 * The arrays of NumPy's `.npz` archive, by name.
 * @throws {Error} that names path and array, where the file can't be read or holds what no NDArray can
 */
export function readNpz(path: string | URL): NamedArrays {
  return decodeNpz(readBytes(path), JSON.stringify(String(path)));
}

/** The bytes of a `.npz` archive. */
export function encodeNpz(
  arrays: Readonly<Record<string, ArrayInput>>,
  { compressed = false }: NpzOptions = {},
): Uint8Array {
  const files: Zippable = Object.fromEntries(
    Object.entries(arrays).map(([name, source]) => [`${name}.npy`, encodeNpy(source)]),
  );
  return zip().zipSync(files, { level: compressed ? 6 : 0, mtime: NO_TIME });
}

/** As `readNpz`, from the bytes of a file; `name` stands in errors. */
export function decodeNpz(bytes: Uint8Array, name = "The data"): NamedArrays {
  const arrays = Object.entries(unzip(bytes, name)).map(([file, content]) => {
    const array = file.replace(/\.npy$/, "");
    const buffer = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
    return [array, decodeNpy(buffer, `${name}, array ${JSON.stringify(array)}`)] as const;
  });
  return Object.fromEntries(arrays);
}

/** Loaded when it is needed: every session would start later by the time that takes. */
function zip(): typeof fflate {
  return createRequire(import.meta.url)("fflate");
}

function unzip(bytes: Uint8Array, name: string): Unzipped {
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) throw new Error(`${name} is no .npz archive`);
  try {
    return zip().unzipSync(bytes);
  } catch (cause) {
    throw new Error(`${name} is a damaged .npz archive: ${messageOf(cause)}`, { cause });
  }
}

import type { ArrayInput } from "../array-from.js";
import type { NDArray } from "../ndarray.js";
import { readNpy, writeNpy } from "./npy.js";
import { type NamedArrays, readNpz, writeNpz } from "./npz.js";

/**
 * The array of a `.npy` file, or the arrays of a `.npz` archive by name; the end of the path says which.
 * @throws {Error} that names the path, where the file can't be read or holds what no NDArray can
 */
export function load(path: `${string}.npz`): NamedArrays;
export function load(path: `${string}.npy`): NDArray;
export function load(path: string | URL): NDArray | NamedArrays;
export function load(path: string | URL): NDArray | NamedArrays {
  return String(path).endsWith(".npz") ? readNpz(path) : readNpy(path);
}

/** Writes an array as a `.npy` file; `.npy` is added to a path that doesn't end so. */
export function save(path: string, a: ArrayInput): void {
  writeNpy(withEnding(path, ".npy"), a);
}

/**
 * Writes arrays into one `.npz` archive, under their names: `np.savez("run.npz", { x, y })`. Arrays without names
 * become `arr_0`, `arr_1`, …; `.npz` is added to a path that doesn't end so.
 */
export function savez(path: string, arrays: Readonly<Record<string, ArrayInput>>): void;
export function savez(path: string, ...arrays: readonly ArrayInput[]): void;
export function savez(path: string, ...arrays: readonly (ArrayInput | Named)[]): void {
  writeNpz(withEnding(path, ".npz"), nameArrays(arrays));
}

/** As `savez`, compressed. */
export function savezCompressed(path: string, arrays: Readonly<Record<string, ArrayInput>>): void;
export function savezCompressed(path: string, ...arrays: readonly ArrayInput[]): void;
export function savezCompressed(path: string, ...arrays: readonly (ArrayInput | Named)[]): void {
  writeNpz(withEnding(path, ".npz"), nameArrays(arrays), { compressed: true });
}

type Named = Readonly<Record<string, ArrayInput>>;

function nameArrays(arrays: readonly (ArrayInput | Named)[]): Named {
  const [only] = arrays;
  if (arrays.length === 1 && isNamed(only)) return only;
  return Object.fromEntries(
    arrays.map((array, index) => {
      if (isNamed(array))
        throw new TypeError("Give savez either one object of named arrays, or arrays alone");
      return [`arr_${index}`, array];
    }),
  );
}

/** An object literal that is no array of another library. */
function isNamed(value: ArrayInput | Named | undefined): value is Named {
  if (typeof value !== "object" || Object.getPrototypeOf(value) !== Object.prototype) return false;
  return !("data" in value && "shape" in value && Array.isArray(value.shape));
}

function withEnding(path: string, ending: string): string {
  return path.endsWith(ending) ? path : path + ending;
}

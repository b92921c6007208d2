import type { NDArray } from "../../runtime/ndarray.js";

export type Argument = NDArray | number;

/** One program of the suite, as a user of Weft would write it. Inputs, sizes and results are those of peers/spec.py. */
export interface Kernel {
  readonly name: string;
  /** A parallel function of the kernel's name, in one or more ways of writing it. */
  readonly idioms: Readonly<Record<string, string>>;
  /** Each call makes an array that is as large as its inputs: it is also called by `using`, which gives the memory back as C's `free` does. */
  readonly makesArray?: true;
  /** Parameters by size: small (fits the second-level cache), medium (the third), large (memory). */
  readonly sizes: Readonly<Record<Size, readonly number[]>>;
  readonly inputs: (...parameters: readonly number[]) => readonly Argument[];
  /** Bytes that have to move between the processor and memory at the least. */
  readonly bytes: (...parameters: readonly number[]) => number;
  /** How far checksums may differ, relative to that of the absolute values; null where results are random. */
  readonly tolerance: number | null;
}

export const SIZES = ["s", "m", "l"] as const;
export type Size = (typeof SIZES)[number];

/** Sizes of one parameter. */
export const lengths = (s: number, m: number, l: number): Kernel["sizes"] => ({ s: [s], m: [m], l: [l] });

const USING = " using";

/** Ways in which Weft runs a kernel: those of writing it, and those of calling it. */
export const idiomsOf = ({ idioms, makesArray }: Kernel): readonly string[] =>
  Object.keys(idioms).flatMap((idiom) => (makesArray === true ? [idiom, idiom + USING] : [idiom]));

/** The way of writing, and whether results are given back. */
export const wayOf = (idiom: string): { readonly written: string; readonly isUsing: boolean } =>
  idiom.endsWith(USING)
    ? { written: idiom.slice(0, -USING.length), isUsing: true }
    : { written: idiom, isUsing: false };

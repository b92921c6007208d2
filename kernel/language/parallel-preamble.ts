import { np } from "../../runtime/np.js";

/** TypeScript declarations of the names that parallel cells have besides those of every cell. */
export function parallelPreamble(): string {
  const names = Object.keys(np).filter((name) => !name.includes("_"));
  return `declare global {
  ${names.map((name) => `const ${name}: typeof np.${name};`).join("\n  ")}
  /** Integers from 0, or from \`start\`, up to \`stop\`, which is left out. */
  function range(stop: number): number[];
  function range(start: number, stop: number, step?: number): number[];
  /** As \`range\`, and says that the iterations are independent: they run in parallel. */
  function prange(stop: number): number[];
  function prange(start: number, stop: number, step?: number): number[];
  /** All pairs of indices of a matrix of that shape, in parallel. */
  function prange(shape: readonly [number, number]): [number, number][];
  /** Computed bounds of an index: \`a[slice(lo, hi, step), j]\`. */
  function slice(start?: number, stop?: number, step?: number): any;
  /** Folds an array by \`combine\`, which has to be associative. */
  function reduce(combine: (left: any, right: any) => any, array: any, initial: any): any;
  /** Makes a function of scalars one of arrays, which broadcasts and fuses. */
  function vectorize(compute: (...values: any[]) => any, options?: object): (...values: any[]) => any;
  /** A function over sub-arrays, with a signature such as \`"(n),(n)->()"\`. */
  function guvectorize(signature: string, compute: (...values: any[]) => any): (...values: any[]) => any;
  /** A function that reads its arrays at positions relative to the element it computes. */
  function stencil(
    kernel: (...arrays: any[]) => any,
    options?: {
      neighborhood?: readonly (readonly [number, number])[];
      mode?: "constant" | "edge" | "nearest" | "reflect" | "symmetric" | "wrap";
      cval?: number;
      standardIndexing?: readonly string[];
    },
  ): (...arrays: any[]) => any;
}
`;
}

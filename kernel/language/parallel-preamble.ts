import { np } from "../../runtime/np.js";
import { bareNames, commentOf } from "./name-comments.js";

/** What is declared below with types of its own. */
const DECLARED_BELOW = /^(range|prange|slice|reduce|vectorize|guvectorize|stencil)$/;
/** Names that JavaScript has as well: theirs is the declaration. */
const OF_JAVASCRIPT = /^(isNaN|isFinite|Boolean|Number|BigInt)$/;

/** TypeScript declarations of the names that parallel cells have besides those of every cell. */
export function parallelPreamble(): string {
  const names = bareNames().filter(({ name }) => !DECLARED_BELOW.test(name) && !OF_JAVASCRIPT.test(name));
  const comment = (wanted: string): string =>
    bareNames()
      .filter(({ name }) => name === wanted)
      .map(commentOf)
      .join();
  const typeOf = (name: string): string => (name in np ? `typeof np.${name}` : "(...values: any[]) => any");
  const declarations = names.map((each) => `${commentOf(each)}\nvar ${each.name}: ${typeOf(each.name)};`);
  return `declare global {
  ${declarations.join("\n  ")}
  /** Random numbers whose values depend on the seed, the call and the index, not on the threads. */
  const random: typeof np.random;
  ${comment("range")}
  function range(stop: number): number[];
  function range(start: number, stop: number, step?: number): number[];
  ${comment("prange")}
  function prange(stop: number): number[];
  function prange(start: number, stop: number, step?: number): number[];
  /** All pairs of indices of a matrix of that shape, in parallel. */
  function prange(shape: readonly [number, number]): [number, number][];
  ${comment("slice")}
  function slice(start?: number, stop?: number, step?: number): any;
  ${comment("reduce")}
  function reduce(combine: (left: any, right: any) => any, array: any, initial: any): any;
  ${comment("vectorize")}
  function vectorize(compute: (...values: any[]) => any, options?: object): (...values: any[]) => any;
  ${comment("guvectorize")}
  function guvectorize(signature: string, compute: (...values: any[]) => any): (...values: any[]) => any;
  ${comment("stencil")}
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

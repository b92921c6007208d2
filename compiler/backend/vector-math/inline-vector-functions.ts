// Elementary functions whose vectors are code of ours, inlined into loops: a call of the C library's saves all registers, and loads all
// constants, for each vector.
import type { FloatFunction } from "../../ir/math-functions.js";
import type { LlvmFloat } from "../llvm-type.js";
import type { ModuleBuilder } from "../module-builder.js";
import type { Target } from "../target.js";
import { errorFunction } from "./error-function.js";
import { exponential } from "./exponential.js";
import { logarithm } from "./logarithm.js";
import { halfVector, VECTOR_LANES, VectorCode } from "./vector-code.js";

const INLINE: Partial<Record<FloatFunction, (code: VectorCode, x: string) => string>> = {
  exp: exponential,
  log: logarithm,
  erf: errorFunction,
};

/** The vector forms of a function, by their lanes: the widest first. */
export type VectorForms = readonly [VectorForm, ...VectorForm[]];
interface VectorForm {
  readonly lanes: number;
  readonly name: string;
}

/** The names of the module's functions of a full vector and of half of one, or null where the C library has the fastest. */
export function inlineVectorFunctions(
  module: ModuleBuilder,
  target: Target,
  fn: FloatFunction,
  type: LlvmFloat,
): VectorForms | null {
  const emit = INLINE[fn];
  if (emit === undefined || type !== "double" || target.arch !== "x86-64" || target.vectorBits < 512)
    return null;
  const [full, half] = [`weft_${fn}.vector`, `weft_${fn}.half`];
  module.helper(full, () => {
    const code = new VectorCode(module);
    return code.define(full, emit(code, "%x"));
  });
  module.helper(half, () => halfVector(half, full));
  for (const name of [full, half]) module.keep(name);
  return [
    { lanes: VECTOR_LANES, name: full },
    { lanes: VECTOR_LANES / 2, name: half },
  ];
}

/** The machine that generated code is for: what of it shows in the IR. */
export interface Target {
  readonly arch: "x86-64" | "aarch64";
  /** The width of the widest vectors that pay: SSE and NEON have 128 bits, AVX2 has 256, AVX-512 has 512. */
  readonly vectorBits: 128 | 256 | 512;
  /** Where vectors of the elementary functions come from; `none`: each element calls libm. */
  readonly vectorMath: "libmvec" | "none";
}

/** x86-64 with AVX2, as most machines have it. */
export const AVX2_TARGET: Target = { arch: "x86-64", vectorBits: 256, vectorMath: "libmvec" };

export const AVX512_TARGET: Target = { ...AVX2_TARGET, vectorBits: 512 };

/** The target for a CPU whose LLVM feature names are `features` (without `+`), on Linux with glibc. */
export function targetFor(arch: Target["arch"], features: ReadonlySet<string>): Target {
  if (arch === "aarch64") return { arch, vectorBits: 128, vectorMath: "none" };
  if (features.has("avx512f") && features.has("avx512dq") && features.has("avx512vl")) {
    return { arch, vectorBits: 512, vectorMath: "libmvec" };
  }
  return { arch, vectorBits: features.has("avx2") ? 256 : 128, vectorMath: "libmvec" };
}

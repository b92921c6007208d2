// The innermost part of a matrix product: a block of the result that stays in registers while a column of packed rows meets a row
// of packed columns (Goto and van de Geijn, "Anatomy of high-performance matrix multiplication", 2008).
#ifndef WEFT_MATMUL_KERNEL_H
#define WEFT_MATMUL_KERNEL_H
#include <cstdint>

namespace weft {

// result[rows x columns] = the sum over k of a[k][row] * b[k][column], row-major without gaps.
template <typename T>
using MatmulKernel = void (*)(int64_t k, const T* a, const T* b, T* result);

template <typename T>
struct MatmulBlock {
  int64_t rows;
  int64_t columns;
  MatmulKernel<T> kernel;
};

// The kernel's body, for vectors of `bytes` bytes. Inlined into functions that are compiled for processors with such vectors.
template <typename T, int bytes, int rows, int vectors>
[[gnu::always_inline]] inline void multiply_block(int64_t k, const T* a, const T* b, T* result) {
  typedef T Vector __attribute__((vector_size(bytes)));
  // As it stands in memory.
  typedef T Stored __attribute__((vector_size(bytes), aligned(alignof(T)), may_alias));
  constexpr int64_t lanes = bytes / static_cast<int>(sizeof(T));
  Vector sums[rows][vectors] = {};
  for (int64_t step = 0; step < k; step++) {
    const Stored* const right = reinterpret_cast<const Stored*>(b + step * vectors * lanes);
#pragma GCC unroll 8
    for (int row = 0; row < rows; row++) {
      const T left = a[step * rows + row];
#pragma GCC unroll 2
      for (int vector = 0; vector < vectors; vector++) sums[row][vector] += left * Vector(right[vector]);
    }
  }
#pragma GCC unroll 8
  for (int row = 0; row < rows; row++) {
#pragma GCC unroll 2
    for (int vector = 0; vector < vectors; vector++) {
      *reinterpret_cast<Stored*>(result + (row * vectors + vector) * lanes) = sums[row][vector];
    }
  }
}

template <typename T>
void multiply_in_16_bytes(int64_t k, const T* a, const T* b, T* result) {
  multiply_block<T, 16, 4, 2>(k, a, b, result);
}

#if defined(__x86_64__)
template <typename T>
[[gnu::target("avx2,fma")]] void multiply_in_32_bytes(int64_t k, const T* a, const T* b, T* result) {
  multiply_block<T, 32, 6, 2>(k, a, b, result);
}

template <typename T>
[[gnu::target("avx512f")]] void multiply_in_64_bytes(int64_t k, const T* a, const T* b, T* result) {
  multiply_block<T, 64, 8, 2>(k, a, b, result);
}
#endif

// The widest block that this processor has registers for.
template <typename T>
MatmulBlock<T> widest_block() {
  const auto lanes = [](int64_t bytes) { return 2 * bytes / static_cast<int64_t>(sizeof(T)); };
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f")) return {8, lanes(64), multiply_in_64_bytes<T>};
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return {6, lanes(32), multiply_in_32_bytes<T>};
#endif
  return {4, lanes(16), multiply_in_16_bytes<T>};
}

}  // namespace weft
#endif

// Products of matrices through BLAS. Weft's threads share the result out in tiles that depend on the sizes alone, and BLAS computes
// each on one thread: the same bits on any number of threads, an interruption stops between tiles, and calls that run side by side
// take no more threads than Weft has.
#ifndef WEFT_BLAS_PRODUCT_H
#define WEFT_BLAS_PRODUCT_H
#include <algorithm>
#include <complex>
#include <cstdint>
#include <limits>
#include <type_traits>

#include "blas.h"
#include "matrix.h"
#include "runtime_loop.h"
#include "scratch.h"

namespace weft {

// At most, and a multiple of what BLAS computes at a time.
inline constexpr int64_t kTileRows = 192;
inline constexpr int64_t kTileColumns = 512;
inline constexpr int64_t kTileStep = 16;
// Steps of the summed axis in one call, so that it takes less than a second.
inline constexpr int64_t kTileDepth = 8192;
inline constexpr int64_t kMultiplicationsPerNanosecond = 16;
inline constexpr int kRowMajor = 101;

// What CBLAS calls an operand: row-major with a distance between rows, or the transpose of that.
template <typename T>
struct BlasOperand {
  const T* data;
  int64_t down;
  int64_t right;
  bool transposed;

  int transposition() const { return transposed ? 112 : 111; }
  int leading() const { return static_cast<int>(transposed ? right : down); }
  const T* at(int64_t row, int64_t column) const { return data + row * down + column * right; }
};

template <typename T>
bool has_rows(const Matrix<T>& a) {
  return a.right == 1 && a.down >= a.columns;
}
template <typename T>
bool fits_blas(const Matrix<T>& a) {
  return has_rows(a) || (a.down == 1 && a.right >= a.rows);
}

// Copies a matrix of any strides row by row.
template <typename T>
int32_t copy_rows(weft_context* context, const Matrix<T>& from, T* to) {
  return run_loop(context, from.rows, from.columns, [&](int64_t row) {
    for (int64_t j = 0; j < from.columns; j++) to[row * from.columns + j] = from.data[row * from.down + j * from.right];
    return int32_t{WEFT_OK};
  });
}

struct BlasSizes {
  int64_t m;
  int64_t n;
  int64_t k;
  int64_t result_leading;
};

template <typename T>
void call_gemm(const Blas& library, const BlasSizes& s, const BlasOperand<T>& a, const T* a_data, const BlasOperand<T>& b,
               const T* b_data, bool accumulate, T* c) {
  const int m = static_cast<int>(s.m), n = static_cast<int>(s.n), k = static_cast<int>(s.k);
  const int ldc = static_cast<int>(s.result_leading);
  const T alpha{1};
  const T beta{accumulate ? T{1} : T{0}};
  const auto real = [&](auto gemm) {
    gemm(kRowMajor, a.transposition(), b.transposition(), m, n, k, alpha, a_data, a.leading(), b_data, b.leading(), beta,
         c, ldc);
  };
  const auto complex = [&](ComplexGemm gemm) {
    gemm(kRowMajor, a.transposition(), b.transposition(), m, n, k, &alpha, a_data, a.leading(), b_data, b.leading(),
         &beta, c, ldc);
  };
  if constexpr (std::is_same_v<T, float>) real(library.sgemm);
  if constexpr (std::is_same_v<T, double>) real(library.dgemm);
  if constexpr (std::is_same_v<T, std::complex<float>>) complex(library.cgemm);
  if constexpr (std::is_same_v<T, std::complex<double>>) complex(library.zgemm);
}

// One axis of the result in parts of about equal length.
struct Tiles {
  int64_t count;
  int64_t length;

  Tiles(int64_t size, int64_t most) {
    const int64_t parts = (size + most - 1) / most;
    length = ((size + parts - 1) / parts + kTileStep - 1) / kTileStep * kTileStep;
    count = (size + length - 1) / length;
  }
};

template <typename T>
int32_t multiply_tiles(weft_context* context, const Blas& library, const Matrix<T>& result, const BlasOperand<T>& a,
                       const BlasOperand<T>& b, int64_t depth) {
  const Tiles down(result.rows, kTileRows), across(result.columns, kTileColumns);
  int32_t status = WEFT_OK;
  for (int64_t first = 0; first < depth && status == WEFT_OK; first += kTileDepth) {
    const int64_t k = std::min(kTileDepth, depth - first);
    const int64_t cost = down.length * across.length * k / kMultiplicationsPerNanosecond;
    status = run_loop(context, down.count * across.count, cost, [&](int64_t tile) {
      const int64_t row = tile / across.count * down.length, column = tile % across.count * across.length;
      const BlasSizes sizes{std::min(down.length, result.rows - row), std::min(across.length, result.columns - column), k,
                            result.down};
      call_gemm(library, sizes, a, a.at(row, first), b, b.at(first, column), first > 0,
                result.data + row * result.down + column);
      return int32_t{WEFT_OK};
    });
  }
  return status;
}

// Whether the distances between rows are numbers that BLAS can count.
template <typename T>
bool is_within_blas(const Matrix<T>& a) {
  constexpr int64_t limit = std::numeric_limits<int>::max();
  return a.rows <= limit && a.columns <= limit && a.down <= limit && a.right <= limit;
}

// result = left * right, neither empty; `result` is row-major.
template <typename T>
int32_t multiply_by_blas(weft_context* context, const Blas& library, const Matrix<T>& result, const Matrix<T>& left,
                         const Matrix<T>& right) {
  const bool copies_left = !fits_blas(left), copies_right = !fits_blas(right);
  const Scratch<T> left_copy(context, copies_left ? left.rows * left.columns : 0);
  const Scratch<T> right_copy(context, copies_right ? right.rows * right.columns : 0);
  if (left_copy.data() == nullptr || right_copy.data() == nullptr) return WEFT_OUT_OF_MEMORY;
  int32_t status = copies_left ? copy_rows(context, left, left_copy.data()) : WEFT_OK;
  if (status == WEFT_OK && copies_right) status = copy_rows(context, right, right_copy.data());
  if (status != WEFT_OK) return status;
  const BlasOperand<T> a = copies_left ? BlasOperand<T>{left_copy.data(), left.columns, 1, false}
                                       : BlasOperand<T>{left.data, left.down, left.right, !has_rows(left)};
  const BlasOperand<T> b = copies_right ? BlasOperand<T>{right_copy.data(), right.columns, 1, false}
                                        : BlasOperand<T>{right.data, right.down, right.right, !has_rows(right)};
  return multiply_tiles(context, library, result, a, b, left.columns);
}

}  // namespace weft
#endif

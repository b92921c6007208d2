// Products of matrices by blocks that stay in the caches, on all threads.
#ifndef WEFT_BLOCKED_PRODUCT_H
#define WEFT_BLOCKED_PRODUCT_H
#include <algorithm>
#include <complex>
#include <cstdint>

#include "matmul_kernel.h"
#include "matrix.h"
#include "runtime_loop.h"
#include "scratch.h"

namespace weft {

// Steps of the summed axis that are packed at a time: a packed column of the right matrix stays in the first cache.
inline constexpr int64_t kDepth = 256;
// Blocks of the result that one iteration computes: a packed part of the left matrix stays in the second cache.
inline constexpr int64_t kRowBlocks = 12;
inline constexpr int64_t kColumnBlocks = 16;
inline constexpr int64_t kOperationsPerNanosecond = 8;
// Of the largest kernel: 8 rows of two vectors of 64 bytes.
inline constexpr int64_t kBlockBytes = 1024;

inline int64_t blocks_of(int64_t size, int64_t block) { return (size + block - 1) / block; }

// The kernel multiplies real numbers. A complex row of the left matrix becomes two of twice the length, (re, -im, ...) and
// (im, re, ...), a complex column of the right matrix one of twice the length, (re, im, ...): their products are the parts of the
// complex product.
template <typename T>
struct Parts {
  using Real = T;
  static constexpr int64_t kCount = 1;
  static Real left(T value, int64_t, int64_t) { return value; }
  static Real right(T value, int64_t) { return value; }
  static T join(const Real* sums, int64_t) { return *sums; }
};
template <typename R>
struct Parts<std::complex<R>> {
  using Real = R;
  static constexpr int64_t kCount = 2;
  static R left(std::complex<R> value, int64_t row, int64_t step) {
    if (row == step) return value.real();
    return row == 0 ? -value.imag() : value.imag();
  }
  static R right(std::complex<R> value, int64_t step) { return step == 0 ? value.real() : value.imag(); }
  static std::complex<R> join(const R* sums, int64_t to_imaginary) { return {*sums, sums[to_imaginary]}; }
};

// One range of the summed axis.
template <typename T>
struct Stage {
  using Real = typename Parts<T>::Real;
  static constexpr int64_t kParts = Parts<T>::kCount;

  Matrix<T> result;
  Matrix<T> left;
  Matrix<T> right;
  MatmulBlock<Real> block;
  int64_t first;
  int64_t depth;
  // Blocks of rows of `left`, and of columns of `right`, as the kernel reads them; missing ones are zero.
  Real* packed_left;
  Real* packed_right;

  int64_t rows_of_block() const { return block.rows / kParts; }
  int64_t row_blocks() const { return blocks_of(result.rows, rows_of_block()); }
  int64_t column_blocks() const { return blocks_of(result.columns, block.columns); }
  int64_t column_tiles() const { return blocks_of(column_blocks(), kColumnBlocks); }
  int64_t tiles() const { return blocks_of(row_blocks(), kRowBlocks) * column_tiles(); }
  int64_t steps() const { return depth * kParts; }
  Real* left_block(int64_t index) const { return packed_left + index * block.rows * steps(); }
  Real* right_block(int64_t index) const { return packed_right + index * block.columns * steps(); }

  void pack_left(int64_t index) const {
    Real* to = left_block(index);
    const int64_t row = index * rows_of_block();
    for (int64_t at = first; at < first + depth; at++) {
      for (int64_t step = 0; step < kParts; step++) {
        for (int64_t i = row; i < row + rows_of_block(); i++) {
          const T value = i < left.rows ? left.data[i * left.down + at * left.right] : T{0};
          for (int64_t part = 0; part < kParts; part++) *to++ = Parts<T>::left(value, part, step);
        }
      }
    }
  }
  void pack_right(int64_t index) const {
    Real* to = right_block(index);
    const int64_t column = index * block.columns;
    for (int64_t at = first; at < first + depth; at++) {
      for (int64_t step = 0; step < kParts; step++) {
        for (int64_t j = column; j < column + block.columns; j++) {
          const T value = j < right.columns ? right.data[at * right.down + j * right.right] : T{0};
          *to++ = Parts<T>::right(value, step);
        }
      }
    }
  }

  void multiply_tile(int64_t tile) const {
    const int64_t row = tile / column_tiles() * kRowBlocks;
    const int64_t column = tile % column_tiles() * kColumnBlocks;
    const int64_t last_row = std::min(row + kRowBlocks, row_blocks());
    const int64_t last_column = std::min(column + kColumnBlocks, column_blocks());
    for (int64_t j = column; j < last_column; j++) {
      for (int64_t i = row; i < last_row; i++) multiply_at(i, j);
    }
  }
  void multiply_at(int64_t row_block, int64_t column_block) const {
    alignas(64) Real sums[kBlockBytes / sizeof(Real)];
    block.kernel(steps(), left_block(row_block), right_block(column_block), sums);
    const int64_t row = row_block * rows_of_block();
    const int64_t column = column_block * block.columns;
    const int64_t rows = std::min(rows_of_block(), result.rows - row);
    const int64_t columns = std::min(block.columns, result.columns - column);
    for (int64_t i = 0; i < rows; i++) {
      T* const to = result.data + (row + i) * result.down + column;
      const Real* const from = sums + i * kParts * block.columns;
      for (int64_t j = 0; j < columns; j++) {
        const T value = Parts<T>::join(from + j, block.columns);
        to[j] = first == 0 ? value : to[j] + value;
      }
    }
  }
};

template <typename T>
int32_t run_stage(weft_context* context, const Stage<T>& stage) {
  const int64_t left_blocks = stage.row_blocks();
  const int64_t step_cost = stage.steps() * stage.block.columns;
  const int32_t packed = run_loop(context, left_blocks + stage.column_blocks(), step_cost, [&](int64_t index) {
    if (index < left_blocks) {
      stage.pack_left(index);
    } else {
      stage.pack_right(index - left_blocks);
    }
    return int32_t{WEFT_OK};
  });
  if (packed != WEFT_OK) return packed;
  const int64_t operations = stage.block.rows * kRowBlocks * stage.block.columns * kColumnBlocks * stage.steps();
  return run_loop(context, stage.tiles(), operations / kOperationsPerNanosecond, [&](int64_t tile) {
    stage.multiply_tile(tile);
    return int32_t{WEFT_OK};
  });
}

// result = left * right; `result` is row-major. The order of summation depends on the summed length and the processor alone.
template <typename T>
int32_t multiply_in_blocks(weft_context* context, const Matrix<T>& result, const Matrix<T>& left, const Matrix<T>& right) {
  using Real = typename Parts<T>::Real;
  const int64_t depth = std::min(kDepth, left.columns);
  Stage<T> stage{result, left, right, widest_block<Real>(), 0, depth, nullptr, nullptr};
  const Scratch<Real> packed_left(context, stage.row_blocks() * stage.block.rows * stage.steps());
  const Scratch<Real> packed_right(context, stage.column_blocks() * stage.block.columns * stage.steps());
  if (packed_left.data() == nullptr || packed_right.data() == nullptr) return WEFT_OUT_OF_MEMORY;
  stage.packed_left = packed_left.data();
  stage.packed_right = packed_right.data();
  int32_t status = WEFT_OK;
  for (; stage.first < left.columns && status == WEFT_OK; stage.first += kDepth) {
    stage.depth = std::min(kDepth, left.columns - stage.first);
    status = run_stage(context, stage);
  }
  return status;
}

}  // namespace weft
#endif

#include "matmul.h"

#include <algorithm>

#include "element_type.h"
#include "matmul_kernel.h"
#include "runtime_loop.h"
#include "scratch.h"

namespace weft {
namespace {

// Steps of the summed axis that are packed at a time: a packed column of the right matrix stays in the first cache.
constexpr int64_t kDepth = 256;
// Blocks of the result that one iteration computes: a packed part of the left matrix stays in the second cache.
constexpr int64_t kRowBlocks = 12;
constexpr int64_t kColumnBlocks = 16;
constexpr int64_t kOperationsPerNanosecond = 8;
// Of the largest kernel: 8 rows of two vectors of 64 bytes.
constexpr int64_t kBlockBytes = 1024;

int64_t blocks_of(int64_t size, int64_t block) { return (size + block - 1) / block; }

template <typename T>
struct Matrix {
  T* data;
  int64_t rows;
  int64_t columns;
  int64_t down;
  int64_t right;

  explicit Matrix(int64_t array) {
    const auto* const slots = reinterpret_cast<const int64_t*>(array);
    data = *reinterpret_cast<T* const*>(array);
    rows = slots[1];
    columns = slots[2];
    down = slots[3];
    right = slots[4];
  }
};

// One range of the summed axis.
template <typename T>
struct Stage {
  Matrix<T> result;
  Matrix<T> left;
  Matrix<T> right;
  MatmulBlock<T> block;
  int64_t first;
  int64_t depth;
  // Blocks of rows of `left`, and of columns of `right`, as the kernel reads them; missing ones are zero.
  T* packed_left;
  T* packed_right;

  int64_t row_blocks() const { return blocks_of(result.rows, block.rows); }
  int64_t column_blocks() const { return blocks_of(result.columns, block.columns); }
  int64_t column_tiles() const { return blocks_of(column_blocks(), kColumnBlocks); }
  int64_t tiles() const { return blocks_of(row_blocks(), kRowBlocks) * column_tiles(); }
  T* left_block(int64_t index) const { return packed_left + index * block.rows * depth; }
  T* right_block(int64_t index) const { return packed_right + index * block.columns * depth; }

  void pack_left(int64_t index) const {
    T* to = left_block(index);
    const int64_t row = index * block.rows;
    for (int64_t step = first; step < first + depth; step++) {
      for (int64_t i = row; i < row + block.rows; i++) {
        *to++ = i < left.rows ? left.data[i * left.down + step * left.right] : T{0};
      }
    }
  }
  void pack_right(int64_t index) const {
    T* to = right_block(index);
    const int64_t column = index * block.columns;
    for (int64_t step = first; step < first + depth; step++) {
      for (int64_t j = column; j < column + block.columns; j++) {
        *to++ = j < right.columns ? right.data[step * right.down + j * right.right] : T{0};
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
    alignas(64) T sums[kBlockBytes / sizeof(T)];
    block.kernel(depth, left_block(row_block), right_block(column_block), sums);
    const int64_t row = row_block * block.rows;
    const int64_t column = column_block * block.columns;
    const int64_t rows = std::min(block.rows, result.rows - row);
    const int64_t columns = std::min(block.columns, result.columns - column);
    for (int64_t i = 0; i < rows; i++) {
      T* const to = result.data + (row + i) * result.down + column;
      const T* const from = sums + i * block.columns;
      if (first == 0) {
        std::copy(from, from + columns, to);
      } else {
        for (int64_t j = 0; j < columns; j++) to[j] += from[j];
      }
    }
  }
};

template <typename T>
int32_t run_stage(weft_context* context, const Stage<T>& stage) {
  const int64_t left_blocks = stage.row_blocks();
  const int64_t step_cost = stage.depth * stage.block.columns;
  const int32_t packed = run_loop(context, left_blocks + stage.column_blocks(), step_cost, [&](int64_t index) {
    if (index < left_blocks) {
      stage.pack_left(index);
    } else {
      stage.pack_right(index - left_blocks);
    }
    return int32_t{WEFT_OK};
  });
  if (packed != WEFT_OK) return packed;
  const int64_t operations = stage.block.rows * kRowBlocks * stage.block.columns * kColumnBlocks * stage.depth;
  return run_loop(context, stage.tiles(), operations / kOperationsPerNanosecond, [&](int64_t tile) {
    stage.multiply_tile(tile);
    return int32_t{WEFT_OK};
  });
}

template <typename T>
int32_t multiply(weft_context* context, const Matrix<T>& result, const Matrix<T>& left, const Matrix<T>& right) {
  if (result.rows == 0 || result.columns == 0) return WEFT_OK;
  const int64_t depth = std::min(kDepth, left.columns);
  if (depth == 0) {
    std::fill_n(result.data, result.rows * result.columns, T{0});
    return WEFT_OK;
  }
  Stage<T> stage{result, left, right, widest_block<T>(), 0, depth, nullptr, nullptr};
  const Scratch<T> packed_left(context, stage.row_blocks() * stage.block.rows * depth);
  const Scratch<T> packed_right(context, stage.column_blocks() * stage.block.columns * depth);
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

template <typename T>
int32_t multiply_arrays(weft_context* context, const int64_t* arrays) {
  return multiply(context, Matrix<T>(arrays[0]), Matrix<T>(arrays[1]), Matrix<T>(arrays[2]));
}

}  // namespace
}  // namespace weft

int32_t weft_matmul(weft_context* context, const int64_t* arguments, int64_t*) {
  const bool single = static_cast<weft::ElementType>(arguments[3]) == weft::ElementType::kFloat32;
  return single ? weft::multiply_arrays<float>(context, arguments) : weft::multiply_arrays<double>(context, arguments);
}

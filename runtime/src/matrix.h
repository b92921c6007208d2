// A matrix as functions of the runtime get it.
#ifndef WEFT_MATRIX_H
#define WEFT_MATRIX_H
#include <cstdint>

namespace weft {

// Strides in elements.
template <typename T>
struct Matrix {
  T* data;
  int64_t rows;
  int64_t columns;
  int64_t down;
  int64_t right;

  // From the address of (data, shape, strides).
  explicit Matrix(int64_t array) {
    const auto* const slots = reinterpret_cast<const int64_t*>(array);
    data = *reinterpret_cast<T* const*>(array);
    rows = slots[1];
    columns = slots[2];
    down = slots[3];
    right = slots[4];
  }
};

}  // namespace weft
#endif

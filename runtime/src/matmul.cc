#include "matmul.h"

#include <algorithm>
#include <complex>

#include "blas_product.h"
#include "blocked_product.h"
#include "element_type.h"

namespace weft {
namespace {

template <typename T>
int32_t multiply_matrices(weft_context* context, const int64_t* arrays) {
  const Matrix<T> result(arrays[0]), left(arrays[1]), right(arrays[2]);
  if (result.rows == 0 || result.columns == 0) return WEFT_OK;
  if (left.columns == 0) {
    std::fill_n(result.data, result.rows * result.columns, T{0});
    return WEFT_OK;
  }
  const Blas* const library = blas();
  const bool counts = is_within_blas(result) && is_within_blas(left) && is_within_blas(right);
  return library != nullptr && counts ? multiply_by_blas(context, *library, result, left, right)
                                      : multiply_in_blocks(context, result, left, right);
}

}  // namespace
}  // namespace weft

int32_t weft_matmul(weft_context* context, const int64_t* arguments, int64_t*) {
  switch (static_cast<weft::ElementType>(arguments[3])) {
    case weft::ElementType::kFloat32:
      return weft::multiply_matrices<float>(context, arguments);
    case weft::ElementType::kComplex64:
      return weft::multiply_matrices<std::complex<float>>(context, arguments);
    case weft::ElementType::kComplex128:
      return weft::multiply_matrices<std::complex<double>>(context, arguments);
    default:
      return weft::multiply_matrices<double>(context, arguments);
  }
}

// Products of matrices of floats and complex numbers, on all threads: through OpenBLAS where it is installed.
#ifndef WEFT_MATMUL_H
#define WEFT_MATMUL_H
#include <cstdint>

#include "kernel_abi.h"

extern "C" {
// As a runtimeCall operation calls it; an array argument is the address of (data, shape, strides). Arguments: a row-major
// m x n matrix that is filled, an m x k and a k x n matrix of any strides, and their dtype: float32, float64, complex64
// or complex128. The order of summation depends on the sizes and the processor, never on the threads.
int32_t weft_matmul(weft_context* context, const int64_t* arguments, int64_t* results);
}
#endif

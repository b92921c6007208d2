// Stable sorting of the rows of row-major matrices, in NumPy's order: NaN comes last, complex numbers go by their real part,
// then by their imaginary part. As runtimeCall operations call them; an array argument is the address of (data, shape, strides).
#ifndef WEFT_SORT_H
#define WEFT_SORT_H
#include <cstdint>

#include "kernel_abi.h"

extern "C" {
// Arguments: an array without gaps, which is sorted in place, its dtype, and its rows and their length.
int32_t weft_sort(weft_context* context, const int64_t* arguments, int64_t* results);
// Arguments: an int64 array that is filled with the order of each row, the array, its dtype, the rows and their length.
int32_t weft_argsort(weft_context* context, const int64_t* arguments, int64_t* results);
}
#endif

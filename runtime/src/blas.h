// OpenBLAS, where it is installed.
#ifndef WEFT_BLAS_H
#define WEFT_BLAS_H
#include <complex>
#include <string>

namespace weft {

// CBLAS's gemm with integers of 32 bits: order, transposition of both, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc. Scalars of complex
// numbers are passed by address.
template <typename T>
using Gemm = void (*)(int, int, int, int, int, int, T, const T*, int, const T*, int, T, T*, int);
using ComplexGemm = void (*)(int, int, int, int, int, int, const void*, const void*, int, const void*, int, const void*,
                             void*, int);

struct Blas {
  Gemm<float> sgemm;
  Gemm<double> dgemm;
  ComplexGemm cgemm;
  ComplexGemm zgemm;
  // As the library describes itself: version, processor.
  std::string description;
};

// Before the first product: "auto" for an installed OpenBLAS, "off", or the path of one.
void choose_blas(const std::string& choice);

// Loads the library at the first call; null where there is none, or none is wanted.
const Blas* blas();

}  // namespace weft
#endif

// Random numbers that take an open number of uniform ones: each draw has a stream of its own, so that its value depends on
// (stream, index, draw) and the parameters alone. Parameters have been checked.
#ifndef WEFT_RANDOM_DRAWS_H
#define WEFT_RANDOM_DRAWS_H
#include <cstdint>

extern "C" {
double weft_random_gamma(uint64_t stream, uint64_t index, uint64_t draw, double shape);
double weft_random_beta(uint64_t stream, uint64_t index, uint64_t draw, double a, double b);
int64_t weft_random_poisson(uint64_t stream, uint64_t index, uint64_t draw, double mean);
int64_t weft_random_binomial(uint64_t stream, uint64_t index, uint64_t draw, int64_t n, double p);
}
#endif

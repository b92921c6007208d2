#include "random_draws.h"

#include <cmath>

#include "philox.h"

namespace weft {
namespace {

constexpr double kTwoPi = 6.283185307179586476925286766559;

// The uniform numbers of one draw.
class Numbers {
 public:
  Numbers(uint64_t stream, uint64_t index, uint64_t draw) : stream_(philox(stream, index, draw).first) {}

  // In [0, 1).
  double uniform() {
    if (!has_second_) block_ = philox(stream_, count_++, 0);
    has_second_ = !has_second_;
    return static_cast<double>((has_second_ ? block_.first : block_.second) >> 11) * 0x1p-53;
  }
  // In (0, 1].
  double positive() { return 1.0 - uniform(); }
  // Box and Muller (1958).
  double normal() {
    const double radius = std::sqrt(-2.0 * std::log(positive()));
    return radius * std::cos(kTwoPi * uniform());
  }

 private:
  uint64_t stream_;
  uint64_t count_ = 0;
  RandomBlock block_{0, 0};
  bool has_second_ = false;
};

// `lgamma` writes a variable of the process.
double log_gamma(double x) {
  int sign = 0;
  return lgamma_r(x, &sign);
}

// Marsaglia and Tsang, "A simple method for generating gamma variables", 2000.
double gamma(Numbers& numbers, double shape) {
  if (shape <= 0.0) return 0.0;
  if (shape < 1.0) {
    const double scale = std::pow(numbers.positive(), 1.0 / shape);
    return gamma(numbers, shape + 1.0) * scale;
  }
  const double d = shape - 1.0 / 3.0;
  const double c = 1.0 / std::sqrt(9.0 * d);
  for (;;) {
    const double x = numbers.normal();
    const double root = 1.0 + c * x;
    if (root <= 0.0) continue;
    const double v = root * root * root;
    const double u = numbers.positive();
    if (u < 1.0 - 0.0331 * (x * x) * (x * x)) return d * v;
    if (std::log(u) < 0.5 * x * x + d * (1.0 - v + std::log(v))) return d * v;
  }
}

// Jöhnk (1964), in logarithms where both powers vanish.
double beta_of_small_shapes(Numbers& numbers, double a, double b) {
  for (;;) {
    const double u = numbers.positive();
    const double v = numbers.positive();
    const double x = std::pow(u, 1.0 / a);
    const double y = std::pow(v, 1.0 / b);
    if (x + y > 1.0) continue;
    if (x + y > 0.0) return x / (x + y);
    const double log_x = std::log(u) / a;
    const double log_y = std::log(v) / b;
    const double greater = std::fmax(log_x, log_y);
    return std::exp(log_x - greater - std::log(std::exp(log_x - greater) + std::exp(log_y - greater)));
  }
}

double beta(Numbers& numbers, double a, double b) {
  if (a <= 1.0 && b <= 1.0) return beta_of_small_shapes(numbers, a, b);
  const double x = gamma(numbers, a);
  return x / (x + gamma(numbers, b));
}

// Knuth's product of uniform numbers.
int64_t poisson_by_product(Numbers& numbers, double mean) {
  const double limit = std::exp(-mean);
  int64_t count = 0;
  for (double product = numbers.uniform(); product > limit; product *= numbers.uniform()) ++count;
  return count;
}

// PTRS: Hörmann, "The transformed rejection method for generating Poisson random variables", 1993.
int64_t poisson_by_rejection(Numbers& numbers, double mean) {
  const double log_mean = std::log(mean);
  const double b = 0.931 + 2.53 * std::sqrt(mean);
  const double a = -0.059 + 0.02483 * b;
  const double inverse_alpha = 1.1239 + 1.1328 / (b - 3.4);
  const double v_r = 0.9277 - 3.6224 / (b - 2.0);
  for (;;) {
    const double u = numbers.uniform() - 0.5;
    const double v = numbers.positive();
    const double us = 0.5 - std::fabs(u);
    if (us <= 0.0) continue;
    const double k = std::floor((2.0 * a / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= v_r) return static_cast<int64_t>(k);
    if (k < 0.0 || (us < 0.013 && v > us)) continue;
    if (k >= 9.2e18) continue;
    const double accept = std::log(v) + std::log(inverse_alpha) - std::log(a / (us * us) + b);
    if (accept <= k * log_mean - mean - log_gamma(k + 1.0)) return static_cast<int64_t>(k);
  }
}

// The distribution function, term by term.
int64_t binomial_by_inversion(Numbers& numbers, int64_t n, double p) {
  const double q = 1.0 - p;
  const double first = std::exp(static_cast<double>(n) * std::log1p(-p));
  const double mean = static_cast<double>(n) * p;
  // Beyond this the terms are lost in rounding: such a number is drawn again.
  const double bound = std::fmin(static_cast<double>(n), mean + 10.0 * std::sqrt(mean * q + 1.0));
  for (;;) {
    double rest = numbers.uniform();
    double term = first;
    int64_t k = 0;
    while (rest > term && static_cast<double>(k) <= bound) {
      ++k;
      rest -= term;
      term *= static_cast<double>(n - k + 1) * p / (static_cast<double>(k) * q);
    }
    if (static_cast<double>(k) <= bound) return k;
  }
}

// log(k!) less Stirling's formula for it.
double stirling_rest(double k) {
  static constexpr double kTable[] = {
      0.0810614667953272,  0.0413406959554092,  0.0276779256849983,  0.02079067210376509, 0.0166446911898211,
      0.0138761288230707,  0.0118967099458917,  0.0104112652619720,  0.00925546218271273, 0.00833056343336287};
  if (k <= 9.0) return kTable[static_cast<int>(k)];
  const double square = (k + 1.0) * (k + 1.0);
  return (1.0 / 12.0 - (1.0 / 360.0 - 1.0 / 1260.0 / square) / square) / (k + 1.0);
}

// BTRS: Hörmann, "The generation of binomial random variates", 1993; p <= 1/2.
int64_t binomial_by_rejection(Numbers& numbers, int64_t trials, double p) {
  const double n = static_cast<double>(trials);
  const double ratio = p / (1.0 - p);
  const double deviation = std::sqrt(n * p * (1.0 - p));
  const double b = 1.15 + 2.53 * deviation;
  const double a = -0.0873 + 0.0248 * b + 0.01 * p;
  const double c = n * p + 0.5;
  const double v_r = 0.92 - 4.2 / b;
  const double alpha = (2.83 + 5.1 / b) * deviation;
  const double m = std::floor((n + 1.0) * p);
  for (;;) {
    const double u = numbers.uniform() - 0.5;
    double v = numbers.positive();
    const double us = 0.5 - std::fabs(u);
    if (us <= 0.0) continue;
    const double k = std::floor((2.0 * a / us + b) * u + c);
    if (k < 0.0 || k > n) continue;
    if (us >= 0.07 && v <= v_r) return static_cast<int64_t>(k);
    v = std::log(v * alpha / (a / (us * us) + b));
    const double limit = (m + 0.5) * std::log((m + 1.0) / (ratio * (n - m + 1.0))) +
                         (n + 1.0) * std::log((n - m + 1.0) / (n - k + 1.0)) +
                         (k + 0.5) * std::log(ratio * (n - k + 1.0) / (k + 1.0)) + stirling_rest(m) +
                         stirling_rest(n - m) - stirling_rest(k) - stirling_rest(n - k);
    if (v <= limit) return static_cast<int64_t>(k);
  }
}

int64_t binomial(Numbers& numbers, int64_t n, double p) {
  if (n <= 0 || p <= 0.0) return 0;
  if (p > 0.5) return n - binomial(numbers, n, 1.0 - p);
  return static_cast<double>(n) * p < 10.0 ? binomial_by_inversion(numbers, n, p)
                                           : binomial_by_rejection(numbers, n, p);
}

}  // namespace
}  // namespace weft

double weft_random_gamma(uint64_t stream, uint64_t index, uint64_t draw, double shape) {
  weft::Numbers numbers(stream, index, draw);
  return weft::gamma(numbers, shape);
}

double weft_random_beta(uint64_t stream, uint64_t index, uint64_t draw, double a, double b) {
  weft::Numbers numbers(stream, index, draw);
  return weft::beta(numbers, a, b);
}

int64_t weft_random_poisson(uint64_t stream, uint64_t index, uint64_t draw, double mean) {
  weft::Numbers numbers(stream, index, draw);
  if (mean <= 0.0) return 0;
  return mean < 10.0 ? weft::poisson_by_product(numbers, mean) : weft::poisson_by_rejection(numbers, mean);
}

int64_t weft_random_binomial(uint64_t stream, uint64_t index, uint64_t draw, int64_t n, double p) {
  weft::Numbers numbers(stream, index, draw);
  return weft::binomial(numbers, n, p);
}

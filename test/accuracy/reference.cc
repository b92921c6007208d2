// Compares results of elementary functions with exact ones: `reference FUNCTION float32|float64 COLUMNS`.
//
// Reads blocks from the standard input until it ends: an int64 n, n arguments (for a function of two, n of each), and COLUMNS times n
// results. Then writes a line for each column: the greatest error in ulp, the arguments and the result it was found at; and how many
// special results were wrong (NaN, infinities, zeros and their signs) with the arguments and the result of the first.
// The exact results of float32 come from glibc in float64 (within an ulp of float64), those of float64 from libquadmath in 113 bits.
#include <quadmath.h>

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <vector>

namespace {

using Quad = __float128;

template <typename Wide>
using Function = Wide (*)(Wide x, Wide y);

struct Row {
  const char* name;
  int arguments;
  Function<double> narrow;
  Function<Quad> wide;
};

// glibc writes the sign of gamma to a variable; nothing here reads it.
#define ONE(name) \
  {#name, 1, [](double x, double) { return std::name(x); }, [](Quad x, Quad) { return name##q(x); }}
#define TWO(name) \
  {#name, 2, [](double x, double y) { return std::name(x, y); }, [](Quad x, Quad y) { return name##q(x, y); }}

constexpr Row kFunctions[] = {ONE(cbrt), ONE(exp),   ONE(exp2),  ONE(expm1), ONE(log),   ONE(log2),  ONE(log10),
                              ONE(log1p), ONE(sin),   ONE(cos),   ONE(tan),   ONE(asin),  ONE(acos),  ONE(atan),
                              ONE(sinh),  ONE(cosh),  ONE(tanh),  ONE(asinh), ONE(acosh), ONE(atanh), ONE(erf),
                              ONE(erfc),  ONE(lgamma), TWO(pow),  TWO(atan2), TWO(hypot)};

template <typename Value>
struct Exact;
template <>
struct Exact<float> {
  using Wide = double;
  static Wide call(const Row& row, Wide x, Wide y) { return row.narrow(x, y); }
  static int exponent(Wide x) { return std::ilogb(x); }
  static Wide scale(Wide x, int exponent) { return std::ldexp(x, exponent); }
};
template <>
struct Exact<double> {
  using Wide = Quad;
  static Wide call(const Row& row, Wide x, Wide y) { return row.wide(x, y); }
  static int exponent(Wide x) { return ilogbq(x); }
  static Wide scale(Wide x, int exponent) { return ldexpq(x, exponent); }
};

template <typename Value>
struct Found {
  double ulps = 0;
  Value x = 0, y = 0, got = 0;
};

template <typename Value>
struct Column {
  Found<Value> greatest;
  Found<Value> wrong;
  int64_t wrong_count = 0;
};

// The error in units of the last place of the exact result; infinite where a special result is wrong.
template <typename Value>
double error_of(Value got, typename Exact<Value>::Wide exact) {
  using Limits = std::numeric_limits<Value>;
  using Wide = typename Exact<Value>::Wide;
  constexpr double special = std::numeric_limits<double>::infinity();
  const auto magnitude = [](Wide x) { return x < 0 ? -x : x; };
  if (exact != exact || got != got) return exact != exact && got != got ? 0 : special;
  if (exact == 0) return got == 0 && std::signbit(got) == (1 / exact < 0) ? 0 : special;
  // Where the result overflows, infinity counts as the power of two after the largest float.
  const Wide beyond = Exact<Value>::scale(1, Limits::max_exponent);
  const Wide bounded = magnitude(exact) > beyond ? (exact < 0 ? -beyond : beyond) : exact;
  const Wide value = std::isinf(got) ? (got < 0 ? -beyond : beyond) : Wide{got};
  const int lowest = Limits::min_exponent - 1;
  const int highest = Limits::max_exponent - 1;
  const int exponent = Exact<Value>::exponent(bounded);
  const int unit = (exponent < lowest ? lowest : exponent > highest ? highest : exponent) - (Limits::digits - 1);
  return static_cast<double>(Exact<Value>::scale(magnitude(value - bounded), -unit));
}

template <typename Value>
bool read_values(std::vector<Value>& values, int64_t n) {
  values.resize(static_cast<size_t>(n));
  return std::fread(values.data(), sizeof(Value), values.size(), stdin) == values.size();
}

template <typename Value>
void print_found(const Found<Value>& found) {
  std::printf("%.17g %.17g %.17g", double{found.x}, double{found.y}, double{found.got});
}

template <typename Value>
int compare(const Row& row, size_t count) {
  std::vector<Column<Value>> columns(count);
  std::vector<Value> x, y, got;
  for (int64_t n = 0; std::fread(&n, sizeof n, 1, stdin) == 1;) {
    if (!read_values(x, n) || (row.arguments == 2 && !read_values(y, n))) return 2;
    if (row.arguments == 1) y.assign(x.size(), 0);
    std::vector<typename Exact<Value>::Wide> exact(x.size());
    for (size_t i = 0; i < x.size(); i++) exact[i] = Exact<Value>::call(row, x[i], y[i]);
    for (Column<Value>& column : columns) {
      if (!read_values(got, n)) return 2;
      for (size_t i = 0; i < x.size(); i++) {
        const double ulps = error_of(got[i], exact[i]);
        if (std::isinf(ulps)) {
          if (column.wrong_count++ == 0) column.wrong = {ulps, x[i], y[i], got[i]};
        } else if (ulps > column.greatest.ulps) {
          column.greatest = {ulps, x[i], y[i], got[i]};
        }
      }
    }
  }
  for (const Column<Value>& column : columns) {
    std::printf("%.6g ", column.greatest.ulps);
    print_found(column.greatest);
    std::printf(" %lld ", static_cast<long long>(column.wrong_count));
    print_found(column.wrong);
    std::printf("\n");
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fprintf(stderr, "usage: reference FUNCTION float32|float64 COLUMNS\n");
    return 2;
  }
  const auto columns = static_cast<size_t>(std::atoi(argv[3]));
  for (const Row& row : kFunctions) {
    if (std::strcmp(row.name, argv[1]) != 0) continue;
    return std::strcmp(argv[2], "float32") == 0 ? compare<float>(row, columns) : compare<double>(row, columns);
  }
  std::fprintf(stderr, "reference: there is no function %s\n", argv[1]);
  return 2;
}

#include "sort.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <type_traits>

#include "element_type.h"
#include "merge_sort.h"
#include "radix_sort.h"
#include "runtime_loop.h"
#include "scratch.h"

namespace weft {
namespace {

template <typename T>
struct Less {
  bool operator()(const T& a, const T& b) const {
    if constexpr (std::is_floating_point_v<T>) return (a < b) | ((b != b) & (a == a));
    return a < b;
  }
};

// NumPy's order: numbers without a NaN, then those with one in the imaginary, the real, and both parts.
template <typename T>
struct Less<std::complex<T>> {
  bool operator()(const std::complex<T>& a, const std::complex<T>& b) const {
    const int a_rank = rank(a);
    const int b_rank = rank(b);
    if (a_rank != b_rank) return a_rank < b_rank;
    if (a.real() < b.real()) return true;
    const bool same_real = a.real() == b.real() || a_rank >= 2;
    return same_real && a.imag() < b.imag();
  }
  static int rank(const std::complex<T>& z) { return (std::isnan(z.real()) ? 2 : 0) + (std::isnan(z.imag()) ? 1 : 0); }
};

template <typename T>
struct Keyed {
  T key;
  int64_t index;
};
template <typename T>
struct KeyLess {
  bool operator()(const Keyed<T>& a, const Keyed<T>& b) const { return Less<T>{}(a.key, b.key); }
};

// Sorts a run of numbers, or of numbers with their positions.
template <typename Element, typename Less, typename KeyOf>
void sort_numbers(Element* run, Element* scratch, int64_t size, const Less& less, const KeyOf& key_of) {
  if (std::is_sorted(run, run + size, less)) return;
  if constexpr (std::is_arithmetic_v<decltype(key_of(*run))>) {
    if (size >= kLeastRadixSorted) {
      radix_sort(run, scratch, size, [&](const Element& element) { return radix_key(key_of(element)); });
      return;
    }
  }
  std::stable_sort(run, run + size, less);
}

// A matrix whose rows are sorted; `order` is null where the elements themselves move.
template <typename T>
struct Rows {
  T* elements;
  int64_t* order;
  int64_t count;
  int64_t length;

  Rows from(int64_t row) const {
    return {elements + row * length, order == nullptr ? nullptr : order + row * length, 1, length};
  }
};

template <typename T>
int32_t sort_row(weft_context* context, const Rows<T>& row) {
  const Scratch<T> scratch(context, row.length);
  if (scratch.data() == nullptr) return WEFT_OUT_OF_MEMORY;
  return merge_sort(context, row.elements, scratch.data(), row.length, Less<T>{}, [](T* run, T* spare, int64_t size) {
    sort_numbers(run, spare, size, Less<T>{}, [](const T& element) { return element; });
  });
}

template <typename T>
int32_t order_row(weft_context* context, const Rows<T>& row) {
  const Scratch<Keyed<T>> scratch(context, 2 * row.length);
  Keyed<T>* const keyed = scratch.data();
  if (keyed == nullptr) return WEFT_OUT_OF_MEMORY;
  int32_t status = run_pieces(context, row.length, kMergedPiece, 1, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; i++) keyed[i] = {row.elements[i], i};
  });
  if (status != WEFT_OK) return status;
  const auto sort_run = [](Keyed<T>* run, Keyed<T>* spare, int64_t size) {
    sort_numbers(run, spare, size, KeyLess<T>{}, [](const Keyed<T>& element) { return element.key; });
  };
  status = merge_sort(context, keyed, keyed + row.length, row.length, KeyLess<T>{}, sort_run);
  if (status != WEFT_OK) return status;
  return run_pieces(context, row.length, kMergedPiece, 1, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; i++) row.order[i] = keyed[i].index;
  });
}

// Short rows are sorted side by side, a long one by all threads.
template <typename T>
int32_t sort_rows(weft_context* context, const Rows<T>& rows) {
  const auto sort_one = [&](int64_t row) {
    return rows.order == nullptr ? sort_row(context, rows.from(row)) : order_row(context, rows.from(row));
  };
  if (rows.length <= 4 * kMergedPiece && rows.count > 1) {
    return run_loop(context, rows.count, std::max<int64_t>(rows.length, 1) * kNanosecondsPerElement, sort_one);
  }
  int32_t status = WEFT_OK;
  for (int64_t row = 0; row < rows.count && status == WEFT_OK; row++) status = sort_one(row);
  return status;
}

void* data_of(int64_t array) { return reinterpret_cast<void* const*>(array)[0]; }

}  // namespace
}  // namespace weft

int32_t weft_sort(weft_context* context, const int64_t* arguments, int64_t*) {
  return weft::with_element_type(static_cast<weft::ElementType>(arguments[1]), [&](auto tag) {
    using T = typename decltype(tag)::type;
    const weft::Rows<T> rows{static_cast<T*>(weft::data_of(arguments[0])), nullptr, arguments[2], arguments[3]};
    return weft::sort_rows(context, rows);
  });
}

int32_t weft_argsort(weft_context* context, const int64_t* arguments, int64_t*) {
  return weft::with_element_type(static_cast<weft::ElementType>(arguments[2]), [&](auto tag) {
    using T = typename decltype(tag)::type;
    const weft::Rows<T> rows{static_cast<T*>(weft::data_of(arguments[1])),
                             static_cast<int64_t*>(weft::data_of(arguments[0])), arguments[3], arguments[4]};
    return weft::sort_rows(context, rows);
  });
}

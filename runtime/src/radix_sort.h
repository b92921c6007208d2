// A stable sort by the bytes of a key, the lowest first, for as many elements as fit a cache (Knuth, "The Art of Computer
// Programming" 3, 5.2.5). It compares nothing, so that no branch depends on the elements.
#ifndef WEFT_RADIX_SORT_H
#define WEFT_RADIX_SORT_H
#include <algorithm>
#include <cstdint>
#include <cstring>
#include <limits>
#include <type_traits>
#include <utility>

namespace weft {

// Fewer are sorted sooner by comparisons.
constexpr int64_t kLeastRadixSorted = 256;

template <size_t bytes>
using UnsignedOf = std::conditional_t<
    bytes == 1, uint8_t,
    std::conditional_t<bytes == 2, uint16_t, std::conditional_t<bytes == 4, uint32_t, uint64_t>>>;

// A whole number in the order of the elements: zeros of both signs are the same, and every NaN is the greatest.
template <typename T>
UnsignedOf<sizeof(T)> radix_key(T element) {
  using Key = UnsignedOf<sizeof(T)>;
  constexpr Key kSign = Key{1} << (8 * sizeof(T) - 1);
  if constexpr (std::is_floating_point_v<T>) {
    const T unsigned_zero = element + T{0};
    Key bits;
    std::memcpy(&bits, &unsigned_zero, sizeof bits);
    const Key key = (bits & kSign) != 0 ? static_cast<Key>(~bits) : static_cast<Key>(bits | kSign);
    return element == element ? key : std::numeric_limits<Key>::max();
  } else {
    return static_cast<Key>(static_cast<Key>(element) ^ (std::is_signed_v<T> ? kSign : Key{0}));
  }
}

// Sorts data[0, size), fewer than 2^32 elements, given scratch memory for as many.
template <typename T, typename KeyOf>
void radix_sort(T* data, T* scratch, int64_t size, const KeyOf& key_of) {
  constexpr size_t kDigits = sizeof(key_of(*data));
  const auto digit = [&](const T& element, size_t place) {
    return static_cast<uint8_t>(static_cast<uint64_t>(key_of(element)) >> (8 * place));
  };
  uint32_t counts[kDigits][256] = {};
  for (int64_t i = 0; i < size; i++) {
    for (size_t place = 0; place < kDigits; place++) counts[place][digit(data[i], place)]++;
  }
  T* from = data;
  T* to = scratch;
  for (size_t place = 0; place < kDigits; place++) {
    uint32_t* const next = counts[place];
    if (next[digit(*from, place)] == size) continue;
    uint32_t first = 0;
    for (int value = 0; value < 256; value++) first += std::exchange(next[value], first);
    for (int64_t i = 0; i < size; i++) to[next[digit(from[i], place)]++] = from[i];
    std::swap(from, to);
  }
  if (from != data) std::copy(from, from + size, data);
}

}  // namespace weft
#endif

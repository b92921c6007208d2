// Philox 4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011). Generated code has the same
// function as LLVM instructions, and a test compares the two.
#ifndef WEFT_PHILOX_H
#define WEFT_PHILOX_H
#include <cstdint>

namespace weft {

struct RandomBlock {
  uint64_t first;
  uint64_t second;
};

// 128 random bits for each (stream, index, draw): the key is the stream, the counter the other two.
constexpr RandomBlock philox(uint64_t stream, uint64_t index, uint64_t draw) {
  auto low = [](uint64_t x) { return static_cast<uint32_t>(x); };
  auto high = [](uint64_t x) { return static_cast<uint32_t>(x >> 32); };
  uint32_t a = low(index), b = high(index), c = low(draw), d = high(draw);
  uint32_t key0 = low(stream), key1 = high(stream);
  for (int round = 0; round < 10; ++round) {
    const uint64_t p = uint64_t{0xD2511F53} * a;
    const uint64_t q = uint64_t{0xCD9E8D57} * c;
    a = high(q) ^ b ^ key0;
    b = low(q);
    c = high(p) ^ d ^ key1;
    d = low(p);
    key0 += 0x9E3779B9;
    key1 += 0xBB67AE85;
  }
  return {uint64_t{b} << 32 | a, uint64_t{d} << 32 | c};
}

// The known answers of the authors' library, Random123: tests/kat_vectors.
constexpr bool gives(RandomBlock block, uint64_t first, uint64_t second) {
  return block.first == first && block.second == second;
}
static_assert(gives(philox(0, 0, 0), 0xe169c58d6627e8d5, 0x9b00dbd8bc57ac4c), "all bits 0");
static_assert(gives(philox(~uint64_t{0}, ~uint64_t{0}, ~uint64_t{0}), 0x41c83b0e408f276d, 0x6d5451fda20bc7c6), "all bits 1");
static_assert(gives(philox(0x299f31d0a4093822, 0x85a308d3243f6a88, 0x0370734413198a2e), 0x94fdccebd16cfe09,
                    0x24126ea15001e420),
              "the digits of pi");

}  // namespace weft
#endif

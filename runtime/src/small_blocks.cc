#include "small_blocks.h"

#include <array>
#include <cstdlib>
#include <vector>

#include "sanitizer.h"

namespace weft {
namespace {

constexpr size_t kLine = 64;
// Blocks of one size have lengths of the same number of bits: at most a half of one is unused.
constexpr size_t kSmallestBits = 7;
constexpr size_t kSizes = 9;
// A collection of garbage gives two thousand back at once. A thread keeps four megabytes at most.
constexpr size_t kKeptBytesPerSize = size_t{512} << 10;

size_t bits_for(size_t bytes) {
  size_t bits = kSmallestBits;
  while (size_t{1} << bits < bytes) bits++;
  return bits;
}

// Buffers may still be freed while a thread ends.
thread_local bool ended = false;

struct KeptBlocks {
  std::array<std::vector<void*>, kSizes> by_size;

  KeptBlocks() = default;
  KeptBlocks(const KeptBlocks&) = delete;
  KeptBlocks& operator=(const KeptBlocks&) = delete;
  ~KeptBlocks() {
    ended = true;
    for (size_t size = 0; size < kSizes; size++) {
      for (void* const block : by_size[size]) {
        allow_memory(block, size_t{1} << (size + kSmallestBits));
        std::free(block);
      }
    }
  }
};

thread_local KeptBlocks kept;

}  // namespace

void* take_small_block(size_t bytes) {
  const size_t bits = bits_for(bytes);
  if (bits - kSmallestBits >= kSizes || ended) return std::aligned_alloc(kLine, bytes);
  std::vector<void*>& blocks = kept.by_size[bits - kSmallestBits];
  if (blocks.empty()) return std::aligned_alloc(kLine, size_t{1} << bits);
  void* const block = blocks.back();
  blocks.pop_back();
  allow_memory(block, size_t{1} << bits);
  return block;
}

void give_back_small_block(void* block, size_t bytes) {
  const size_t bits = bits_for(bytes);
  const size_t size = size_t{1} << bits;
  allow_memory(block, bytes);
  const size_t index = bits - kSmallestBits;
  if (index >= kSizes || ended || kept.by_size[index].size() >= kKeptBytesPerSize / size) {
    std::free(block);
    return;
  }
  forbid_memory(block, size);
  kept.by_size[index].push_back(block);
}

}  // namespace weft

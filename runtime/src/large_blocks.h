// Blocks of memory mapped from the system. Freed ones are kept for a while: the page faults of a fresh mapping cost
// more than most kernels that fill it.
#ifndef WEFT_LARGE_BLOCKS_H
#define WEFT_LARGE_BLOCKS_H
#include <cstddef>
#include <cstdint>

#include "kernel_abi.h"

namespace weft {

struct LargeBlock {
  // 64-byte aligned; null when the system refuses.
  void* memory;
  size_t capacity;
  // Straight from the system: all zero.
  bool fresh;
};

LargeBlock take_large_block(size_t bytes);
void give_back_large_block(void* memory, size_t capacity);
int64_t cached_large_bytes();
// Unmaps every kept block.
void release_large_blocks();
// Clears memory, on several threads where that pays. False where the call was asked to stop meanwhile.
bool zero_memory(weft_context* context, void* memory, size_t bytes);

}  // namespace weft
#endif

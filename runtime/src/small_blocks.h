// Blocks of up to some kilobytes, kept by each thread for its next ones: malloc takes a tenth of a microsecond for aligned memory.
#ifndef WEFT_SMALL_BLOCKS_H
#define WEFT_SMALL_BLOCKS_H
#include <cstddef>

namespace weft {

// Aligned to 64 bytes, whose multiple `bytes` is; null when it can't be had.
void* take_small_block(size_t bytes);
// `bytes` as it was taken, on any thread.
void give_back_small_block(void* block, size_t bytes);

}  // namespace weft
#endif

// Memory of arrays: reference-counted buffers, counted against a limit.
#ifndef WEFT_MEMORY_H
#define WEFT_MEMORY_H
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace weft {

class AllocationList;

// Stands in front of the data; 64 bytes, so that the data is aligned as the ABI promises.
struct alignas(64) BufferHeader {
  std::atomic<int64_t> references;
  // As asked for.
  int64_t bytes;
  // What the large-block cache gave, or 0 for memory of malloc.
  size_t capacity;
  // The running kernel that holds the buffer, or null once it has been handed over.
  AllocationList* list;
  BufferHeader* previous;
  BufferHeader* next;
  uint32_t shard;
  // Straight from the system: all zero.
  bool fresh;
  // The number, from 1 on, of the place to which it goes back where the running kernel does not return it; 0 for none.
  uint8_t lent_from;

  void* data() { return this + 1; }
  static BufferHeader* of(void* data) { return static_cast<BufferHeader*>(data) - 1; }
};
static_assert(sizeof(BufferHeader) == 64);

struct MemoryStatistics {
  int64_t live_buffers;
  int64_t live_bytes;
  // Freed, but kept for the next large buffer.
  int64_t cached_bytes;
  int64_t limit_bytes;
};

// A buffer with one reference that belongs to no kernel, or null when it would pass the limit or can't be had.
BufferHeader* allocate_buffer(int64_t bytes);
void free_buffer(BufferHeader* buffer);

// Live and cached bytes together stay below the limit; 0 restores the default (nine tenths of what the control group or
// the machine has).
void set_memory_limit(int64_t bytes);
int64_t live_bytes();
MemoryStatistics memory_statistics();
// Gives cached buffers back to the system.
void release_cached_memory();

}  // namespace weft
#endif

#include "memory.h"

#include <cstdlib>
#include <cstring>
#include <new>

#include "collector.h"
#include "context.h"
#include "kernel_abi.h"
#include "large_blocks.h"
#include "memory_limit.h"
#include "sanitizer.h"
#include "small_blocks.h"

namespace weft {
namespace {

// Larger results are freed by the hundred when JavaScript collects them: malloc would return the pages to the system, and the next
// results would fault them in again.
constexpr int64_t kLargeBytes = int64_t{16} << 10;
constexpr size_t kAlignment = alignof(BufferHeader);

std::atomic<int64_t> buffer_count{0};
std::atomic<int64_t> byte_count{0};

// Counts `bytes` as live unless that would pass the limit. A request that is refused is never counted, not even for a
// moment: other threads' requests would be refused with it.
bool reserve(int64_t bytes) {
  const int64_t limit = memory_limit();
  int64_t live = byte_count.load(std::memory_order_relaxed);
  do {
    if (bytes > limit - live) return false;
  } while (!byte_count.compare_exchange_weak(live, live + bytes, std::memory_order_relaxed));
  return true;
}

struct RawMemory {
  void* memory;
  size_t capacity;
  bool fresh;
};

size_t whole_lines(size_t bytes) { return (bytes + kAlignment - 1) / kAlignment * kAlignment; }

RawMemory small_memory(size_t bytes) { return {take_small_block(whole_lines(bytes)), 0, false}; }

RawMemory large_memory(size_t bytes) {
  const LargeBlock block = take_large_block(bytes);
  return {block.memory, block.capacity, block.fresh};
}

// False where the call was asked to stop meanwhile.
bool clear(weft_context* context, BufferHeader* buffer) {
  const auto bytes = static_cast<size_t>(buffer->bytes);
  if (buffer->fresh) return true;
  if (buffer->capacity > 0) return zero_memory(context, buffer->data(), bytes);
  std::memset(buffer->data(), 0, bytes);
  return true;
}

// Under the address sanitizer, what lies around the data is out of bounds: the unused end of the header, and the rest of the
// memory.
void forbid_surroundings(BufferHeader* buffer) {
  constexpr size_t unused = 8;
  static_assert(offsetof(BufferHeader, lent_from) + sizeof(buffer->lent_from) + unused <= sizeof(BufferHeader));
  forbid_memory(static_cast<char*>(buffer->data()) - unused, unused);
  const size_t used = sizeof(BufferHeader) + static_cast<size_t>(buffer->bytes);
  const size_t all = buffer->capacity > 0 ? buffer->capacity : whole_lines(used);
  forbid_memory(reinterpret_cast<char*>(buffer) + used, all - used);
}

}  // namespace

BufferHeader* allocate_buffer(int64_t bytes) {
  if (bytes < 0 || !reserve(bytes)) return nullptr;
  const size_t total = static_cast<size_t>(bytes) + sizeof(BufferHeader);
  const RawMemory raw = bytes < kLargeBytes ? small_memory(total) : large_memory(total);
  if (raw.memory == nullptr) {
    byte_count.fetch_sub(bytes, std::memory_order_relaxed);
    return nullptr;
  }
  buffer_count.fetch_add(1, std::memory_order_relaxed);
  auto* const buffer = new (raw.memory) BufferHeader{{1}, bytes, raw.capacity, nullptr, nullptr, nullptr, 0, raw.fresh, 0};
  forbid_surroundings(buffer);
  return buffer;
}

void free_buffer(BufferHeader* buffer) {
  buffer_count.fetch_sub(1, std::memory_order_relaxed);
  byte_count.fetch_sub(buffer->bytes, std::memory_order_relaxed);
  if (buffer->capacity == 0) {
    give_back_small_block(buffer, whole_lines(sizeof(BufferHeader) + static_cast<size_t>(buffer->bytes)));
  } else {
    give_back_large_block(buffer, buffer->capacity);
  }
}

int64_t live_bytes() { return byte_count.load(std::memory_order_relaxed); }

MemoryStatistics memory_statistics() {
  return {buffer_count.load(std::memory_order_relaxed), live_bytes(), cached_large_bytes(), memory_limit()};
}

void release_cached_memory() { release_large_blocks(); }

}  // namespace weft

void* weft_alloc(weft_context* context, int64_t bytes, int32_t zeroed) {
  weft::Context* const call = weft::Context::of(context);
  weft::BufferHeader* buffer = call->allocations.take_spare(bytes);
  if (buffer == nullptr) buffer = weft::allocate_buffer(bytes);
  if (buffer == nullptr && bytes > 0 && bytes <= weft::memory_limit() && call->collector != nullptr &&
      call->collector->collect()) {
    buffer = weft::allocate_buffer(bytes);
  }
  if (buffer == nullptr) {
    call->record_refusal(bytes);
    return nullptr;
  }
  call->allocations.add(buffer);
  if (zeroed != 0 && !weft::clear(context, buffer)) {
    weft_release(context, buffer->data());
    return nullptr;
  }
  return buffer->data();
}

void weft_retain(void* owner) {
  if (owner == nullptr) return;
  weft::BufferHeader::of(owner)->references.fetch_add(1, std::memory_order_relaxed);
}

void weft_release(weft_context*, void* owner) {
  if (owner == nullptr) return;
  weft::BufferHeader* const buffer = weft::BufferHeader::of(owner);
  if (buffer->references.fetch_sub(1, std::memory_order_acq_rel) != 1) return;
  if (buffer->list != nullptr) {
    buffer->list->give_back(buffer);
  } else {
    weft::free_buffer(buffer);
  }
}

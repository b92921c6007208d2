#include "allocation_list.h"

#include "memory.h"

namespace weft {
namespace {

std::atomic<uint32_t> next_thread{0};

uint32_t thread_number() {
  thread_local const uint32_t number = next_thread.fetch_add(1, std::memory_order_relaxed);
  return number;
}

}  // namespace

void AllocationList::add(BufferHeader* buffer) {
  const uint32_t index = thread_number() % kShards;
  const uint32_t bit = uint32_t{1} << index;
  if ((used_.load(std::memory_order_relaxed) & bit) == 0) used_.fetch_or(bit, std::memory_order_relaxed);
  Shard& shard = shards_[index];
  buffer->list = this;
  buffer->shard = index;
  const std::lock_guard<std::mutex> lock(shard.lock);
  buffer->previous = nullptr;
  buffer->next = shard.first;
  if (shard.first != nullptr) shard.first->previous = buffer;
  shard.first = buffer;
}

void AllocationList::remove(BufferHeader* buffer) {
  Shard& shard = shards_[buffer->shard];
  const std::lock_guard<std::mutex> lock(shard.lock);
  if (buffer->next != nullptr) buffer->next->previous = buffer->previous;
  (buffer->previous != nullptr ? buffer->previous->next : shard.first) = buffer->next;
  buffer->list = nullptr;
}

BufferHeader* AllocationList::take_all(Shard& shard) {
  const std::lock_guard<std::mutex> lock(shard.lock);
  BufferHeader* const first = shard.first;
  shard.first = nullptr;
  return first;
}

void AllocationList::forget_all() {
  for (uint32_t used = used_.exchange(0, std::memory_order_relaxed); used != 0; used &= used - 1) {
    BufferHeader* buffer = take_all(shards_[static_cast<size_t>(__builtin_ctz(used))]);
    for (; buffer != nullptr; buffer = buffer->next) buffer->list = nullptr;
  }
}

void AllocationList::free_all() {
  for (uint32_t used = used_.exchange(0, std::memory_order_relaxed); used != 0; used &= used - 1) {
    BufferHeader* buffer = take_all(shards_[static_cast<size_t>(__builtin_ctz(used))]);
    while (buffer != nullptr) {
      BufferHeader* const next = buffer->next;
      free_buffer(buffer);
      buffer = next;
    }
  }
}

}  // namespace weft

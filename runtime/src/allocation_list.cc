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

void AllocationList::give_back(BufferHeader* buffer) {
  {
    Shard& shard = shards_[buffer->shard];
    const std::lock_guard<std::mutex> lock(shard.lock);
    if (buffer->next != nullptr) buffer->next->previous = buffer->previous;
    (buffer->previous != nullptr ? buffer->previous->next : shard.first) = buffer->next;
  }
  free_or_return(buffer);
}

BufferHeader* AllocationList::take_spare(int64_t bytes) {
  if (places_ == nullptr) return nullptr;
  for (uint8_t place = 0; place < kSparePlaces; place++) {
    SparePlace& spare = places_[place];
    if (spare.bytes != bytes || __atomic_load_n(&spare.address, __ATOMIC_RELAXED) == 0) continue;
    const int64_t address = __atomic_exchange_n(&spare.address, 0, __ATOMIC_ACQUIRE);
    if (address == 0) continue;
    BufferHeader* const buffer = BufferHeader::of(reinterpret_cast<void*>(address));
    buffer->lent_from = static_cast<uint8_t>(place + 1);
    buffer->fresh = false;
    return buffer;
  }
  return nullptr;
}

void AllocationList::free_or_return(BufferHeader* buffer) {
  buffer->list = nullptr;
  if (buffer->lent_from == 0) {
    free_buffer(buffer);
    return;
  }
  SparePlace& spare = places_[buffer->lent_from - 1];
  buffer->lent_from = 0;
  // That of its ArrayBuffer.
  buffer->references.store(1, std::memory_order_relaxed);
  __atomic_store_n(&spare.address, reinterpret_cast<int64_t>(buffer->data()), __ATOMIC_RELEASE);
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
    for (; buffer != nullptr; buffer = buffer->next) {
      buffer->list = nullptr;
      buffer->lent_from = 0;
    }
  }
}

void AllocationList::free_all() {
  for (uint32_t used = used_.exchange(0, std::memory_order_relaxed); used != 0; used &= used - 1) {
    BufferHeader* buffer = take_all(shards_[static_cast<size_t>(__builtin_ctz(used))]);
    while (buffer != nullptr) {
      BufferHeader* const next = buffer->next;
      free_or_return(buffer);
      buffer = next;
    }
  }
}

}  // namespace weft

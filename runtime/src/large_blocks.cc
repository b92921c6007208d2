#include "large_blocks.h"

#include <sys/mman.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <map>
#include <mutex>
#include <vector>

#include "memory.h"
#include "memory_limit.h"
#include "runtime_loop.h"
#include "sanitizer.h"
#include "worker_thread.h"

namespace weft {
namespace {

using Clock = std::chrono::steady_clock;

constexpr size_t kHugePage = size_t{2} << 20;
constexpr size_t kSmallStep = size_t{16} << 10;
// Blocks that nobody wanted for this long go back to the system.
constexpr std::chrono::seconds kIdleTime{5};
// Asking the system how much is left takes tens of microseconds: once for so many fresh bytes.
constexpr size_t kAskSystemBytes = size_t{256} << 20;
// Memory is cleared in pieces of this size.
constexpr int64_t kPiece = int64_t{64} << 10;
constexpr int64_t kNanosecondsPerPiece = 3'200;

struct KeptBlock {
  void* memory;
  Clock::time_point since;
};

struct Cache {
  std::mutex lock;
  std::condition_variable changed;
  // By capacity; of each the one used last stands at the end. A list may be empty: one that is used again needs no new memory.
  std::map<size_t, std::vector<KeptBlock>> blocks;
  size_t bytes = 0;
  // Mapped since the system was last asked how much is left.
  size_t unasked_bytes = 0;
  bool reaper_runs = false;
};

Cache& cache() {
  static Cache* const instance = new Cache;
  return *instance;
}

size_t round_up(size_t bytes, size_t step) { return (bytes + step - 1) / step * step; }

size_t capacity_for(size_t bytes) { return round_up(bytes, bytes >= kHugePage ? kHugePage : kSmallStep); }

// A mapping whose start is a multiple of the huge page size, so that all of it can use huge pages.
void* map_aligned(size_t capacity) {
  void* const mapped =
      mmap(nullptr, capacity + kHugePage, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (mapped == MAP_FAILED) return nullptr;
  char* const start = static_cast<char*>(mapped);
  char* const aligned = reinterpret_cast<char*>(round_up(reinterpret_cast<size_t>(start), kHugePage));
  const auto before = static_cast<size_t>(aligned - start);
  if (before > 0) munmap(start, before);
  if (before < kHugePage) munmap(aligned + capacity, kHugePage - before);
  madvise(aligned, capacity, MADV_HUGEPAGE);
  return aligned;
}

void* map_block(size_t capacity) {
  if (capacity >= kHugePage) return map_aligned(capacity);
  void* const mapped = mmap(nullptr, capacity, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return mapped == MAP_FAILED ? nullptr : mapped;
}

void unmap_block(void* memory, size_t capacity) {
  // What is mapped there next may be anyone's.
  allow_memory(memory, capacity);
  munmap(memory, capacity);
}

// The smallest kept block that fits and is not much too large; the last used, while it is in the caches.
LargeBlock take_kept_block(Cache& all, size_t capacity) {
  const std::lock_guard<std::mutex> lock(all.lock);
  auto found = all.blocks.lower_bound(capacity);
  while (found != all.blocks.end() && found->second.empty()) ++found;
  if (found == all.blocks.end() || found->first > capacity + capacity / 4) return {nullptr, 0, false};
  const LargeBlock block{found->second.back().memory, found->first, false};
  found->second.pop_back();
  all.bytes -= block.capacity;
  allow_memory(block.memory, block.capacity);
  return block;
}

// Unmaps what has been kept since `limit` or longer. The lock is released meanwhile.
void unmap_kept(Cache& all, std::unique_lock<std::mutex>& lock, Clock::time_point limit) {
  std::vector<std::pair<void*, size_t>> old;
  for (auto list = all.blocks.begin(); list != all.blocks.end();) {
    auto& [capacity, blocks] = *list;
    const auto young = std::find_if(blocks.begin(), blocks.end(), [&](const KeptBlock& kept) { return kept.since > limit; });
    for (auto kept = blocks.begin(); kept != young; ++kept) old.emplace_back(kept->memory, capacity);
    all.bytes -= capacity * static_cast<size_t>(young - blocks.begin());
    blocks.erase(blocks.begin(), young);
    list = blocks.empty() ? all.blocks.erase(list) : std::next(list);
  }
  lock.unlock();
  for (const auto& [memory, capacity] : old) unmap_block(memory, capacity);
  lock.lock();
}

bool time_to_ask_system(Cache& all, size_t capacity) {
  const std::lock_guard<std::mutex> lock(all.lock);
  all.unasked_bytes += capacity;
  if (all.unasked_bytes < kAskSystemBytes) return false;
  all.unasked_bytes = 0;
  return true;
}

void reap(int) {
  Cache& all = cache();
  std::unique_lock<std::mutex> lock(all.lock);
  while (all.bytes > 0) {
    all.changed.wait_for(lock, kIdleTime / 2);
    unmap_kept(all, lock, Clock::now() - kIdleTime);
  }
  all.reaper_runs = false;
}

}  // namespace

LargeBlock take_large_block(size_t bytes) {
  Cache& all = cache();
  const size_t capacity = capacity_for(bytes);
  const LargeBlock kept = take_kept_block(all, capacity);
  if (kept.memory != nullptr) return kept;
  // The request is counted as live already.
  if (live_bytes() + cached_large_bytes() > memory_limit()) release_large_blocks();
  if (time_to_ask_system(all, capacity) && static_cast<int64_t>(capacity) > available_memory()) {
    release_large_blocks();
    if (static_cast<int64_t>(capacity) > available_memory()) return {nullptr, 0, false};
  }
  return {map_block(capacity), capacity, true};
}

void give_back_large_block(void* memory, size_t capacity) {
  Cache& all = cache();
  std::unique_lock<std::mutex> lock(all.lock);
  const auto most = static_cast<size_t>(memory_limit()) / 4;
  if (capacity > most || all.bytes > most - capacity) {
    lock.unlock();
    unmap_block(memory, capacity);
    return;
  }
  forbid_memory(memory, capacity);
  all.blocks[capacity].push_back(KeptBlock{memory, Clock::now()});
  all.bytes += capacity;
  if (!all.reaper_runs) all.reaper_runs = start_worker_thread(reap, 0);
}

int64_t cached_large_bytes() {
  Cache& all = cache();
  const std::lock_guard<std::mutex> lock(all.lock);
  return static_cast<int64_t>(all.bytes);
}

void release_large_blocks() {
  Cache& all = cache();
  std::unique_lock<std::mutex> lock(all.lock);
  unmap_kept(all, lock, Clock::time_point::max());
}

bool zero_memory(weft_context* context, void* memory, size_t bytes) {
  auto* const start = static_cast<char*>(memory);
  const auto size = static_cast<int64_t>(bytes);
  const int32_t status = run_loop(context, (size + kPiece - 1) / kPiece, kNanosecondsPerPiece, [&](int64_t piece) {
    const int64_t first = piece * kPiece;
    std::memset(start + first, 0, static_cast<size_t>(std::min(kPiece, size - first)));
    return int32_t{WEFT_OK};
  });
  return status == WEFT_OK;
}

}  // namespace weft

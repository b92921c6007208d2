#include "job_slot.h"

#include <algorithm>

#include "futex.h"
#include "kernel_abi.h"
#include "spin.h"

namespace weft {
namespace {

constexpr uint32_t kOpen = uint32_t{1} << 31;
constexpr uint32_t kLimitShift = 16;
constexpr uint32_t kInsideMask = 0xffff;

uint32_t inside(uint32_t state) { return state & kInsideMask; }
uint32_t limit(uint32_t state) { return (state & ~kOpen) >> kLimitShift; }

// The first chunk of a part.
uint32_t first_chunk(uint32_t chunks, int part, int parts) {
  return static_cast<uint32_t>(uint64_t{chunks} * static_cast<uint64_t>(part) / static_cast<uint64_t>(parts));
}

}  // namespace

void JobSlot::open(const Job& job, int threads) {
  job_ = job;
  parts_ = std::min(threads, kMostParts);
  for (int part = 0; part < parts_; part++) {
    part_[static_cast<size_t>(part)].next.store(first_chunk(job.chunks, part, parts_), std::memory_order_relaxed);
    part_[static_cast<size_t>(part)].end = first_chunk(job.chunks, part + 1, parts_);
  }
  finished_.store(0, std::memory_order_relaxed);
  waiting_.store(0, std::memory_order_relaxed);
  failed_chunk_.store(UINT32_MAX, std::memory_order_relaxed);
  status_ = WEFT_OK;
  shares_.fill(0);
  // Publishes everything above to the threads that enter.
  state_.store(kOpen | (static_cast<uint32_t>(threads) << kLimitShift) | 1, std::memory_order_release);
}

bool JobSlot::enter() {
  uint32_t state = state_.load(std::memory_order_relaxed);
  while ((state & kOpen) != 0 && inside(state) < limit(state)) {
    if (state_.compare_exchange_weak(state, state + 1, std::memory_order_acquire, std::memory_order_relaxed)) {
      return true;
    }
  }
  return false;
}

void JobSlot::run_chunks(int thread) {
  for (int step = 0; step < parts_; step++) {
    count_finished(thread, run_part(part_[static_cast<size_t>((thread + step) % parts_)]));
  }
}

// How many chunks of it this thread has run, or left out.
uint32_t JobSlot::run_part(Part& part) {
  uint32_t claimed = 0;
  while (part.next.load(std::memory_order_relaxed) < part.end) {
    const uint32_t chunk = part.next.fetch_add(1, std::memory_order_relaxed);
    if (chunk >= part.end) break;
    run_chunk(chunk);
    claimed++;
  }
  return claimed;
}

void JobSlot::run_chunk(uint32_t chunk) {
  if (__atomic_load_n(job_.stop, __ATOMIC_RELAXED) != 0) {
    record_status(chunk, WEFT_INTERRUPTED);
  } else if (chunk < failed_chunk_.load(std::memory_order_relaxed)) {
    const int32_t status = job_.run(job_.work, chunk);
    if (status != WEFT_OK) record_status(chunk, status);
  }
}

void JobSlot::count_finished(int thread, uint32_t chunks) {
  if (chunks == 0) return;
  shares_[static_cast<size_t>(thread)] += chunks;
  const uint32_t finished = finished_.fetch_add(chunks, std::memory_order_seq_cst) + chunks;
  if (finished == job_.chunks && waiting_.load(std::memory_order_seq_cst) != 0) futex_wake(finished_, 1);
}

void JobSlot::record_status(uint32_t chunk, int32_t status) {
  const std::lock_guard<std::mutex> lock(failing_);
  if (chunk >= failed_chunk_.load(std::memory_order_relaxed)) return;
  failed_chunk_.store(chunk, std::memory_order_relaxed);
  status_ = status;
}

std::chrono::nanoseconds JobSlot::wait_until_finished(bool spin) {
  const auto done = [this] { return finished_.load(std::memory_order_acquire) == job_.chunks; };
  if (done()) return {};
  const auto start = std::chrono::steady_clock::now();
  if (!spin || !spin_until(done)) sleep_until_finished();
  return std::chrono::steady_clock::now() - start;
}

void JobSlot::sleep_until_finished() {
  waiting_.store(1, std::memory_order_seq_cst);
  for (;;) {
    const uint32_t finished = finished_.load(std::memory_order_seq_cst);
    if (finished == job_.chunks) return;
    futex_wait(finished_, finished);
  }
}

void JobSlot::copy_shares(int threads, ThreadShares& shares) const {
  shares.threads = threads;
  std::copy_n(shares_.begin(), threads, shares.chunks.begin());
}

bool JobSlot::leave() {
  const uint32_t before = state_.fetch_sub(1, std::memory_order_acq_rel);
  return (before & kOpen) == 0 && inside(before) == 1;
}

bool JobSlot::close() {
  uint32_t state = state_.load(std::memory_order_relaxed);
  while (!state_.compare_exchange_weak(state, (state & ~kOpen) - 1, std::memory_order_acq_rel)) {
  }
  return inside(state) == 1;
}

}  // namespace weft

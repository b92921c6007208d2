// The shared state of one running job. Slots are never freed, only reused, so that a worker may look at one late.
#ifndef WEFT_JOB_SLOT_H
#define WEFT_JOB_SLOT_H
#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>

#include "thread_pool.h"

namespace weft {

constexpr int kMostParts = 64;

class JobSlot {
 public:
  // Called by the owner of an unused slot. `threads` may take part, the caller included.
  void open(const Job& job, int threads);
  // A worker joins. False when the slot takes no more threads.
  bool enter();
  // Runs chunks until all are claimed: those of the thread's own part, which are the same in each call, so that what they read
  // and write stays in its caches; then whatever other threads have left.
  void run_chunks(int thread);
  // How long that took.
  std::chrono::nanoseconds wait_until_finished(bool spin);
  // Valid once finished: the status of the lowest chunk that did not return WEFT_OK, and the chunks of each thread.
  int32_t status() const { return status_; }
  void copy_shares(int threads, ThreadShares& shares) const;
  // True for the last thread out, which must put the slot back among the unused.
  bool leave();
  // As `leave`, for the owner: nobody enters any more.
  bool close();

 private:
  // Neighbouring chunks. A cache line each: only threads that have finished theirs disturb another's.
  struct alignas(64) Part {
    std::atomic<uint32_t> next{0};
    uint32_t end = 0;
  };

  uint32_t run_part(Part& part);
  void run_chunk(uint32_t chunk);
  void count_finished(int thread, uint32_t chunks);
  void sleep_until_finished();
  void record_status(uint32_t chunk, int32_t status);

  // Bit 31: open. Bits 16-30: how many threads may be inside. Bits 0-15: how many are.
  alignas(64) std::atomic<uint32_t> state_{0};
  alignas(64) std::atomic<uint32_t> finished_{0};
  std::atomic<uint32_t> waiting_{0};
  // Chunks above it are left out.
  std::atomic<uint32_t> failed_chunk_{UINT32_MAX};
  std::mutex failing_;
  int32_t status_ = 0;
  Job job_{};
  int parts_ = 0;
  std::array<Part, kMostParts> part_;
  // Each thread writes its own element, before it counts the chunks as finished.
  std::array<uint32_t, kMaxThreads> shares_{};
};

}  // namespace weft
#endif

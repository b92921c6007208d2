// When each thread ran which chunk of a call's parallel loops, for calls that somebody wants to look at.
#ifndef WEFT_TIMELINE_H
#define WEFT_TIMELINE_H
#include <atomic>
#include <chrono>
#include <cstdint>
#include <vector>

#include "thread_pool.h"

namespace weft {

// Nanoseconds count from the making of the timeline. The loops of the runtime's own functions are numbered -1.
struct TimelineEntry {
  int64_t loop;
  // 0 is the caller.
  int64_t thread;
  int64_t begin;
  int64_t end;
};

class Timeline {
 public:
  explicit Timeline(uint32_t capacity) : entries_(capacity) {}

  // Runs the job so that each of its chunks is recorded. Safe from several threads, as the chunks are.
  template <typename Run>
  int32_t record(const Job& job, int32_t loop, const Run& run) {
    const Recorded recorded{job, *this, loop};
    return run(Job{run_recorded_chunk, &recorded, job.chunks, job.stop});
  }
  // `begin` is a time of the same clock.
  void add(int32_t loop, std::chrono::steady_clock::time_point begin);

  int64_t now() const;
  // In the order in which they ended, as far as there was room; to be called when nothing runs.
  std::vector<TimelineEntry> entries() const;
  // How many there was no room for.
  int64_t dropped() const;

 private:
  using Clock = std::chrono::steady_clock;

  struct Recorded {
    const Job& job;
    Timeline& timeline;
    int32_t loop;
  };

  static int32_t run_recorded_chunk(const void* work, uint32_t chunk);

  std::vector<TimelineEntry> entries_;
  std::atomic<uint64_t> count_{0};
  // Once the entries have their memory.
  const Clock::time_point start_ = Clock::now();
};

}  // namespace weft
#endif

// Where the time of a module's parallel loops went: for the diagnostics report, and to know what an iteration costs.
#ifndef WEFT_LOOP_STATISTICS_H
#define WEFT_LOOP_STATISTICS_H
#include <array>
#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <vector>

#include "thread_pool.h"

namespace weft {

struct LoopRecord {
  int64_t calls = 0;
  // Of `calls`, those that ran on more than one thread.
  int64_t parallel_calls = 0;
  // Those whose results were written past the caches.
  int64_t past_caches_calls = 0;
  // Calls that were not timed count as long as the others, by iterations.
  int64_t nanoseconds = 0;
  int64_t iterations = 0;
  // Chunks by thread: index 0 is whichever thread called.
  std::vector<int64_t> shares;
};

class LoopStatistics {
 public:
  // Loops with a negative number are the runtime's own and are not counted.
  void add(int32_t loop, int64_t nanoseconds, int64_t iterations, const ThreadShares& shares);
  // Of calls that are so short that reading the clock would take a good part of them, every eighth is timed. Whether this one is.
  bool is_due(int32_t loop);
  // Counts a call of one chunk on the calling thread that was not timed.
  void add_untimed(int32_t loop, int64_t iterations);
  // Counts a call whose results are to be written past the caches.
  void add_past_caches(int32_t loop);
  std::map<int32_t, LoopRecord> read() const;
  // Nanoseconds of processor time that one iteration took in earlier calls, or 0 where that is not known.
  double measured_cost(int32_t loop) const;

 private:
  static constexpr int32_t kMeasuredLoops = 256;

  struct Untimed {
    std::atomic<int64_t> calls{0};
    std::atomic<int64_t> iterations{0};
    // Calls until one is to be timed.
    std::atomic<int32_t> left{0};
  };

  void measure(int32_t loop, double cost);

  mutable std::mutex lock_;
  std::map<int32_t, LoopRecord> loops_;
  std::array<std::atomic<float>, kMeasuredLoops> costs_{};
  std::array<Untimed, kMeasuredLoops> untimed_{};
};

}  // namespace weft
#endif

// Where the time of a module's parallel loops went, for the diagnostics report.
#ifndef WEFT_LOOP_STATISTICS_H
#define WEFT_LOOP_STATISTICS_H
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
  int64_t nanoseconds = 0;
  int64_t iterations = 0;
  // Chunks by thread: index 0 is whichever thread called.
  std::vector<int64_t> shares;
};

class LoopStatistics {
 public:
  // Loops with a negative number are the runtime's own and are not counted.
  void add(int32_t loop, int64_t nanoseconds, int64_t iterations, const ThreadShares& shares);
  std::map<int32_t, LoopRecord> read() const;

 private:
  mutable std::mutex lock_;
  std::map<int32_t, LoopRecord> loops_;
};

}  // namespace weft
#endif

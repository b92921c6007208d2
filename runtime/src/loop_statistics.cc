#include "loop_statistics.h"

namespace weft {

void LoopStatistics::add(int32_t loop, int64_t nanoseconds, int64_t iterations, const ThreadShares& shares) {
  if (loop < 0) return;
  const std::lock_guard<std::mutex> lock(lock_);
  LoopRecord& record = loops_[loop];
  record.calls++;
  record.nanoseconds += nanoseconds;
  record.iterations += iterations;
  const auto threads = static_cast<size_t>(shares.threads);
  if (record.shares.size() < threads) record.shares.resize(threads);
  size_t busy = 0;
  for (size_t thread = 0; thread < threads; thread++) {
    record.shares[thread] += shares.chunks[thread];
    if (shares.chunks[thread] != 0) busy++;
  }
  if (busy > 1) record.parallel_calls++;
}

std::map<int32_t, LoopRecord> LoopStatistics::read() const {
  const std::lock_guard<std::mutex> lock(lock_);
  return loops_;
}

}  // namespace weft

#include "timeline.h"

#include <algorithm>

namespace weft {

int32_t Timeline::run_recorded_chunk(const void* work, uint32_t chunk) {
  const auto& [job, timeline, loop] = *static_cast<const Recorded*>(work);
  const auto begin = Clock::now();
  const int32_t status = job.run(job.work, chunk);
  timeline.add(loop, begin);
  return status;
}

void Timeline::add(int32_t loop, Clock::time_point begin) {
  const uint64_t place = count_.fetch_add(1, std::memory_order_relaxed);
  if (place >= entries_.size()) return;
  entries_[place] = {loop, worker_number(), std::chrono::nanoseconds(begin - start_).count(), now()};
}

int64_t Timeline::now() const { return std::chrono::nanoseconds(Clock::now() - start_).count(); }

std::vector<TimelineEntry> Timeline::entries() const {
  const uint64_t held = std::min<uint64_t>(count_.load(std::memory_order_acquire), entries_.size());
  return {entries_.begin(), entries_.begin() + static_cast<std::ptrdiff_t>(held)};
}

int64_t Timeline::dropped() const {
  const uint64_t counted = count_.load(std::memory_order_acquire);
  return static_cast<int64_t>(counted - std::min<uint64_t>(counted, entries_.size()));
}

}  // namespace weft

#include "loop_statistics.h"

namespace weft {
namespace {

// Of shorter calls one measures the clock and the call itself.
constexpr int64_t kMeasurableNanoseconds = 1'000;
// A call that was slower than the ones before may only have been interrupted by other work: it counts by this share.
constexpr double kSlowerShare = 0.125;
constexpr int32_t kUntimedCalls = 7;

}  // namespace

double LoopStatistics::measured_cost(int32_t loop) const {
  return loop >= 0 && loop < kMeasuredLoops ? costs_[static_cast<size_t>(loop)].load(std::memory_order_relaxed) : 0;
}

void LoopStatistics::measure(int32_t loop, double cost) {
  if (loop >= kMeasuredLoops) return;
  std::atomic<float>& known = costs_[static_cast<size_t>(loop)];
  const double before = known.load(std::memory_order_relaxed);
  const double after = before == 0 || cost < before ? cost : before + (cost - before) * kSlowerShare;
  known.store(static_cast<float>(after), std::memory_order_relaxed);
}

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
  if (nanoseconds < kMeasurableNanoseconds || iterations <= 0) return;
  measure(loop, static_cast<double>(nanoseconds) * static_cast<double>(busy) / static_cast<double>(iterations));
}

bool LoopStatistics::is_due(int32_t loop) {
  if (loop < 0 || loop >= kMeasuredLoops) return true;
  // Asynchronous calls may ask at the same time: then one more or less is timed.
  std::atomic<int32_t>& left = untimed_[static_cast<size_t>(loop)].left;
  const int32_t before = left.load(std::memory_order_relaxed);
  left.store(before > 0 ? before - 1 : kUntimedCalls, std::memory_order_relaxed);
  return before == 0;
}

void LoopStatistics::add_untimed(int32_t loop, int64_t iterations) {
  Untimed& untimed = untimed_[static_cast<size_t>(loop)];
  untimed.calls.fetch_add(1, std::memory_order_relaxed);
  untimed.iterations.fetch_add(iterations, std::memory_order_relaxed);
}

void LoopStatistics::add_past_caches(int32_t loop) {
  const std::lock_guard<std::mutex> lock(lock_);
  loops_[loop].past_caches_calls++;
}

std::map<int32_t, LoopRecord> LoopStatistics::read() const {
  const std::lock_guard<std::mutex> lock(lock_);
  std::map<int32_t, LoopRecord> all;
  for (const auto& [loop, record] : loops_) {
    // One that only failed has not run.
    if (record.calls > 0) all.emplace(loop, record);
  }
  for (auto& [loop, record] : all) {
    if (loop >= kMeasuredLoops || record.iterations == 0) continue;
    const Untimed& untimed = untimed_[static_cast<size_t>(loop)];
    const int64_t calls = untimed.calls.load(std::memory_order_relaxed);
    const int64_t iterations = untimed.iterations.load(std::memory_order_relaxed);
    const double each = static_cast<double>(record.nanoseconds) / static_cast<double>(record.iterations);
    record.nanoseconds += static_cast<int64_t>(each * static_cast<double>(iterations));
    record.calls += calls;
    record.iterations += iterations;
    if (!record.shares.empty()) record.shares.front() += calls;
  }
  return all;
}

}  // namespace weft

#include "exceeds_caches.h"

#include <algorithm>
#include <atomic>

#include "context.h"
#include "cpu.h"
#include "kernel_abi.h"
#include "loop_statistics.h"

namespace weft {
namespace {

// Where the system does not say how large the last cache is.
constexpr int64_t kUsualLastCache = int64_t{32} << 20;

std::atomic<int64_t> chosen_bytes{0};

int64_t default_bytes() {
  static const int64_t bytes = [] {
    const CacheSizes caches = cache_sizes();
    const int64_t last = std::max(caches.level3, caches.level2);
    return last > 0 ? last : kUsualLastCache;
  }();
  return bytes;
}

}  // namespace

void set_past_caches(int64_t bytes) { chosen_bytes.store(bytes, std::memory_order_relaxed); }

}  // namespace weft

int32_t weft_exceeds_caches(weft_context* context, int64_t bytes, int32_t loop) {
  const int64_t chosen = weft::chosen_bytes.load(std::memory_order_relaxed);
  if (bytes < (chosen > 0 ? chosen : weft::default_bytes())) return 0;
  weft::LoopStatistics* const statistics = weft::Context::of(context)->statistics;
  if (statistics != nullptr) statistics->add_past_caches(loop);
  return 1;
}

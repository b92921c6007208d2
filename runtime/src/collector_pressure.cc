#include "collector_pressure.h"

#include <atomic>

#include "memory.h"
#include "memory_limit.h"

namespace weft {
namespace {

// More than V8 tolerates beyond its heap: makes it collect at once.
constexpr int64_t kUrgent = int64_t{1} << 40;

std::atomic<int64_t> adopted_since_collection{0};

bool memory_runs_low(int64_t bytes) {
  const int64_t adopted = adopted_since_collection.fetch_add(bytes, std::memory_order_relaxed) + bytes;
  return adopted > memory_limit() / 8 && live_bytes() > memory_limit() / 3;
}

}  // namespace

// V8 counts external buffers by itself, and collects after some hundred megabytes of them; but one array can be larger
// than that. When a third of the limit is taken, and much of it is new, dead arrays must go before a kernel asks for more.
void note_adopted_bytes(napi_env env, int64_t bytes) {
  if (!memory_runs_low(bytes)) return;
  adopted_since_collection.store(0, std::memory_order_relaxed);
  int64_t total = 0;
  napi_adjust_external_memory(env, kUrgent, &total);
  napi_adjust_external_memory(env, -kUrgent, &total);
}

}  // namespace weft

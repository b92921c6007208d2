#include "javascript_collector.h"

#include <cstdint>

namespace weft {
namespace {

// More than V8 tolerates beyond its heap: makes it collect at once.
constexpr int64_t kUrgent = int64_t{1} << 40;

}  // namespace

bool JavaScriptCollector::collect() const {
  if (std::this_thread::get_id() != thread_) return false;
  int64_t total = 0;
  napi_adjust_external_memory(env_, kUrgent, &total);
  napi_adjust_external_memory(env_, -kUrgent, &total);
  return true;
}

}  // namespace weft

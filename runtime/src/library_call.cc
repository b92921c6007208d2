// Calls of generated code to functions of the runtime that the report lists with the time they take.
#include <chrono>

#include "context.h"
#include "kernel_abi.h"
#include "loop_statistics.h"
#include "timeline.h"

namespace {

int64_t nanoseconds_now() {
  return std::chrono::nanoseconds(std::chrono::steady_clock::now().time_since_epoch()).count();
}

}  // namespace

int64_t weft_begin_call(weft_context*) { return nanoseconds_now(); }

void weft_end_call(weft_context* context, int32_t loop, int64_t begin) {
  const weft::Context& called = *weft::Context::of(context);
  weft::LoopStatistics* const statistics = called.statistics;
  if (statistics != nullptr) statistics->add(loop, nanoseconds_now() - begin, 0, weft::ThreadShares{});
  if (called.timeline != nullptr) called.timeline->add(loop, std::chrono::steady_clock::time_point(std::chrono::nanoseconds(begin)));
}

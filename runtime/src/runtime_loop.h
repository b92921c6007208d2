// Parallel loops of the runtime's own functions.
#ifndef WEFT_RUNTIME_LOOP_H
#define WEFT_RUNTIME_LOOP_H
#include <cstdint>

#include "kernel_abi.h"

namespace weft {

// Of loops that the report does not list.
constexpr int32_t kNoLoop = -1;

// Calls `body` with each index below n, on all threads where that pays; `cost` is about the nanoseconds of one call. The first
// status of `body` that is not WEFT_OK ends the loop.
template <typename Body>
int32_t run_loop(weft_context* context, int64_t n, int64_t cost, const Body& body) {
  const auto run = [](weft_context*, const void* environment, int64_t begin, int64_t end, int64_t, char*) {
    int32_t status = WEFT_OK;
    for (int64_t i = begin; i < end && status == WEFT_OK; i++) status = (*static_cast<const Body*>(environment))(i);
    return status;
  };
  return weft_parallel_for(context, run, &body, n, cost, kNoLoop);
}

}  // namespace weft
#endif

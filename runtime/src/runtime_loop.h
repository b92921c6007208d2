// Parallel loops of the runtime's own functions.
#ifndef WEFT_RUNTIME_LOOP_H
#define WEFT_RUNTIME_LOOP_H
#include <algorithm>
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

// As run_loop, by pieces of up to `length` elements: `body` is called with the first of each and the one after its last.
template <typename Body>
int32_t run_pieces(weft_context* context, int64_t size, int64_t length, int64_t cost_per_element, const Body& body) {
  return run_loop(context, (size + length - 1) / length, length * cost_per_element, [&](int64_t piece) {
    body(piece * length, std::min(size, (piece + 1) * length));
    return int32_t{WEFT_OK};
  });
}

}  // namespace weft
#endif

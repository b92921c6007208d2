#include "call_outcome.h"

namespace weft {

void reset_call(Context& context) {
  __atomic_store_n(&context.stop, 0, __ATOMIC_RELAXED);
  context.failure = Failure{};
  context.refused_bytes.store(0, std::memory_order_relaxed);
}

int32_t finish_call(Context& context, int32_t status, CallOutcome& outcome) {
  const bool stopped = __atomic_load_n(&context.stop, __ATOMIC_RELAXED) != 0;
  // One that was stopped while its memory was cleared was refused none.
  const bool gave_up = status == WEFT_OUT_OF_MEMORY && context.refused_bytes.load(std::memory_order_relaxed) == 0;
  // A kernel that had just finished when the stop came: the JavaScript code behind the call is being ended as well, so
  // nobody would take the results over.
  if (stopped && (status == WEFT_OK || gave_up)) status = WEFT_INTERRUPTED;
  if (status == WEFT_OK) {
    context.allocations.forget_all();
    return status;
  }
  context.allocations.free_all();
  const Failure& failure = context.failure;
  outcome = {failure.site,
             failure.order,
             {failure.values[0], failure.values[1], failure.values[2], failure.values[3]},
             context.refused_bytes.load(std::memory_order_relaxed),
             0};
  return status;
}

}  // namespace weft

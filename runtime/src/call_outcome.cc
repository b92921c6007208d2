#include "call_outcome.h"

namespace weft {

void reset_call(Context& context) {
  __atomic_store_n(&context.stop, 0, __ATOMIC_RELAXED);
  context.failure = Failure{};
  context.refused_bytes.store(0, std::memory_order_relaxed);
}

void finish_call(Context& context, int32_t status, CallOutcome& outcome) {
  if (status == WEFT_OK) {
    context.allocations.forget_all();
    return;
  }
  context.allocations.free_all();
  const Failure& failure = context.failure;
  outcome = {failure.site,
             failure.order,
             {failure.values[0], failure.values[1], failure.values[2], failure.values[3]},
             context.refused_bytes.load(std::memory_order_relaxed),
             0};
}

}  // namespace weft

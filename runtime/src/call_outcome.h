// How a call ended, as JavaScript reads it: eight slots of a buffer that it owns.
#ifndef WEFT_CALL_OUTCOME_H
#define WEFT_CALL_OUTCOME_H
#include <cstdint>

#include "context.h"

namespace weft {

struct CallOutcome {
  int64_t site;
  int64_t order;
  int64_t values[4];
  int64_t refused_bytes;
  int64_t unused;
};
static_assert(sizeof(CallOutcome) == 64);

// Readies a context that has run before for another call.
void reset_call(Context& context);
// After the kernel returned `status`: its results become the caller's, or all it held is freed and the reason written
// down. Returns the status of the call.
int32_t finish_call(Context& context, int32_t status, CallOutcome& outcome);

}  // namespace weft
#endif

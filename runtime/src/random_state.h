// The random state of the process: a seed, and how many random calls ran since it was set.
#ifndef WEFT_RANDOM_STATE_H
#define WEFT_RANDOM_STATE_H
#include <cstdint>

#include "kernel_abi.h"

extern "C" {
// Called by generated code, with slots as a kernel has them.
// The stream of the next random call, a uint64.
int32_t weft_random_stream(weft_context* context, const int64_t* arguments, int64_t* results);
// Sets the seed to the int64 argument: the calls after it repeat.
int32_t weft_random_seed(weft_context* context, const int64_t* arguments, int64_t* results);
// Takes a seed from the system.
int32_t weft_random_reseed(weft_context* context, const int64_t* arguments, int64_t* results);
}

namespace weft {

struct RandomSeed {
  uint64_t seed;
  // Set by the program, rather than taken from the system.
  bool chosen;
};
RandomSeed random_seed();

}  // namespace weft
#endif

// Garbage collection when arrays are about to take all memory.
#ifndef WEFT_COLLECTOR_PRESSURE_H
#define WEFT_COLLECTOR_PRESSURE_H
#include <node_api.h>

#include <cstdint>

namespace weft {

// JavaScript took over `bytes`. May collect garbage: then dead arrays are freed before this returns.
void note_adopted_bytes(napi_env env, int64_t bytes);

}  // namespace weft
#endif

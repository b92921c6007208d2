// Which results are written past the processor's caches.
#ifndef WEFT_EXCEEDS_CACHES_H
#define WEFT_EXCEEDS_CACHES_H
#include <cstdint>

namespace weft {

// Those of so many bytes; 0 for the default, the size of the last cache: what fits is there for who reads it.
void set_past_caches(int64_t bytes);

}  // namespace weft
#endif

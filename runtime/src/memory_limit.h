// How much memory arrays may take.
#ifndef WEFT_MEMORY_LIMIT_H
#define WEFT_MEMORY_LIMIT_H
#include <cstdint>

namespace weft {

int64_t memory_limit();
// What the system could still give without swapping, in bytes. INT64_MAX where it does not say.
int64_t available_memory();

}  // namespace weft
#endif

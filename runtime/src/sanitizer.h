// What the address sanitizer is told of memory that this runtime manages itself. Nothing in ordinary builds.
#ifndef WEFT_SANITIZER_H
#define WEFT_SANITIZER_H
#include <cstddef>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#endif

namespace weft {

// From now on an access of this memory is a fault.
inline void forbid_memory([[maybe_unused]] const void* memory, [[maybe_unused]] size_t bytes) {
#if defined(__SANITIZE_ADDRESS__)
  __asan_poison_memory_region(memory, bytes);
#endif
}

inline void allow_memory([[maybe_unused]] const void* memory, [[maybe_unused]] size_t bytes) {
#if defined(__SANITIZE_ADDRESS__)
  __asan_unpoison_memory_region(memory, bytes);
#endif
}

}  // namespace weft
#endif

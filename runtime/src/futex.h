// Sleeping on a 32-bit word: the part of Linux's futex that the thread pool needs.
#ifndef WEFT_FUTEX_H
#define WEFT_FUTEX_H
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>

namespace weft {

// Sleeps while `word` holds `expected`. May return early: callers check their condition again.
inline void futex_wait(const std::atomic<uint32_t>& word, uint32_t expected) {
  syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, expected, nullptr, nullptr, 0);
}

// How many threads it woke.
inline int futex_wake(const std::atomic<uint32_t>& word, int count) {
  const auto woken = syscall(SYS_futex, &word, FUTEX_WAKE_PRIVATE, count, nullptr, nullptr, 0);
  return woken > 0 ? static_cast<int>(woken) : 0;
}

inline void pause_cpu() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#else
  std::atomic_signal_fence(std::memory_order_seq_cst);
#endif
}

}  // namespace weft
#endif

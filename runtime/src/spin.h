// Bounded busy waiting.
#ifndef WEFT_SPIN_H
#define WEFT_SPIN_H
#include <chrono>

#include "futex.h"

namespace weft {

// About the time a parked thread takes to wake: waiting longer costs more than it can save.
constexpr std::chrono::microseconds kSpinTime{40};

// True as soon as `condition()` holds, false after kSpinTime.
template <typename Condition>
bool spin_until(const Condition& condition) {
  const auto end = std::chrono::steady_clock::now() + kSpinTime;
  for (;;) {
    for (int i = 0; i < 16; i++) {
      if (condition()) return true;
      pause_cpu();
    }
    if (std::chrono::steady_clock::now() >= end) return false;
  }
}

}  // namespace weft
#endif

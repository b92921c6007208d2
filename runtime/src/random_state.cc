#include "random_state.h"

#include <mutex>
#include <random>

#include "philox.h"

namespace weft {
namespace {

struct State {
  RandomSeed seed;
  uint64_t calls = 0;
};

// Of 53 bits: a number that JavaScript holds, so that a report can name it and a program can set it again.
uint64_t system_seed() {
  std::random_device device;
  return (uint64_t{device()} << 32 | device()) >> 11;
}

std::mutex& state_lock() {
  static std::mutex lock;
  return lock;
}

// Only with the lock held.
State& state() {
  static State instance{{system_seed(), false}};
  return instance;
}

void start_over(RandomSeed seed) {
  const std::lock_guard<std::mutex> guard(state_lock());
  state() = State{seed};
}

}  // namespace

RandomSeed random_seed() {
  const std::lock_guard<std::mutex> guard(state_lock());
  return state().seed;
}

}  // namespace weft

int32_t weft_random_stream(weft_context*, const int64_t*, int64_t* results) {
  const std::lock_guard<std::mutex> guard(weft::state_lock());
  weft::State& state = weft::state();
  results[0] = static_cast<int64_t>(weft::philox(state.seed.seed, state.calls++, 0).first);
  return WEFT_OK;
}

int32_t weft_random_seed(weft_context*, const int64_t* arguments, int64_t*) {
  weft::start_over({static_cast<uint64_t>(arguments[0]), true});
  return WEFT_OK;
}

int32_t weft_random_reseed(weft_context*, const int64_t*, int64_t*) {
  weft::start_over({weft::system_seed(), false});
  return WEFT_OK;
}

#include "bandwidth.h"

#include <algorithm>
#include <chrono>
#include <cstdint>

#include "large_blocks.h"
#include "thread_pool.h"

namespace weft {
namespace {

using Clock = std::chrono::steady_clock;

// Of each of the three arrays; together they are more than the caches of most processors hold.
constexpr int64_t kElements = int64_t{2} << 20;
constexpr int64_t kChunk = int64_t{16} << 10;
constexpr double kTriadBytes = 3.0 * sizeof(double) * kElements;
constexpr int kRounds = 3;

struct Triad {
  double* a;
  double* b;
  double* c;
};

// Maps the pages.
int32_t fill_chunk(const void* pointer, uint32_t index) {
  const auto& triad = *static_cast<const Triad*>(pointer);
  for (double* const array : {triad.a, triad.b, triad.c}) std::fill_n(array + kChunk * index, kChunk, 1.0);
  return 0;
}

int32_t run_triad_chunk(const void* pointer, uint32_t index) {
  const auto& triad = *static_cast<const Triad*>(pointer);
  const int64_t begin = kChunk * index;
  double* __restrict const a = triad.a + begin;
  const double* const b = triad.b + begin;
  const double* const c = triad.c + begin;
  for (int64_t i = 0; i < kChunk; i++) a[i] = b[i] + 3.0 * c[i];
  return 0;
}

}  // namespace

double measure_bandwidth() {
  const LargeBlock block = take_large_block(static_cast<size_t>(kTriadBytes));
  if (block.memory == nullptr) return 0;
  auto* const memory = static_cast<double*>(block.memory);
  const Triad triad{memory, memory + kElements, memory + 2 * kElements};
  const int32_t stop = 0;
  constexpr auto kChunks = static_cast<uint32_t>(kElements / kChunk);
  ThreadShares shares;
  run_job({fill_chunk, &triad, kChunks, &stop}, shares);
  // As in STREAM the fastest round counts.
  double fastest = 0;
  for (int round = 0; round < kRounds; round++) {
    const auto start = Clock::now();
    run_job({run_triad_chunk, &triad, kChunks, &stop}, shares);
    fastest = std::max(fastest, kTriadBytes / std::chrono::duration<double>(Clock::now() - start).count());
  }
  give_back_large_block(block.memory, block.capacity);
  return fastest;
}

}  // namespace weft

// Parallel loops of generated code: how iterations are cut into chunks, and when threads pay.
#include <algorithm>
#include <chrono>

#include "context.h"
#include "kernel_abi.h"
#include "loop_statistics.h"
#include "thread_pool.h"

namespace weft {
namespace {

using Clock = std::chrono::steady_clock;

// Waking threads and waiting for them costs a few microseconds: less work than this stays on the caller.
constexpr int64_t kSerialNanoseconds = 15'000;
// Chunks are claimed one by one. Many small ones balance uneven loops; each costs about a tenth of a microsecond.
constexpr int64_t kChunksPerThread = 32;
constexpr int64_t kShortestChunkNanoseconds = 8'000;
// The stop flag is read between chunks, whose bodies may be vectorized loops that don't read it.
constexpr int64_t kLongestChunkNanoseconds = 2'000'000;
// Chunks of this many iterations begin on cache lines of their own whatever the item size.
constexpr int64_t kChunkStep = 64;
constexpr int64_t kMostChunks = 1 << 20;

constexpr int64_t kBlockNanoseconds = 8'000;
constexpr int64_t kUsualBlocks = 64;
constexpr int64_t kLongBlockNanoseconds = 10'000'000;
constexpr int64_t kMostBlocks = 512;

int64_t saturating_cost(int64_t n, int64_t cost) {
  int64_t total = 0;
  return __builtin_mul_overflow(n, std::max<int64_t>(cost, 1), &total) ? INT64_MAX : total;
}

int64_t ceiling_divide(int64_t a, int64_t b) { return a / b + (a % b != 0 ? 1 : 0); }

// floor(part * n / parts) without forming part * n.
int64_t boundary(int64_t n, int64_t part, int64_t parts) { return n / parts * part + n % parts * part / parts; }

struct LoopWork {
  weft_context* context;
  weft_body body;
  const void* environment;
  int64_t n;
  int64_t chunk;
};

int32_t run_loop_chunk(const void* pointer, uint32_t index) {
  const auto& work = *static_cast<const LoopWork*>(pointer);
  const int64_t begin = work.chunk * index;
  return work.body(work.context, work.environment, begin, begin + std::min(work.n - begin, work.chunk), 0, nullptr);
}

struct ReductionWork {
  weft_context* context;
  weft_body body;
  const void* environment;
  int64_t n;
  int64_t blocks;
  char* partials;
  int64_t partial_bytes;
};

int32_t run_reduction_block(const void* pointer, uint32_t block) {
  const auto& work = *static_cast<const ReductionWork*>(pointer);
  return work.body(work.context, work.environment, boundary(work.n, block, work.blocks),
                   boundary(work.n, int64_t{block} + 1, work.blocks), block, work.partials + block * work.partial_bytes);
}

// The number of iterations of a chunk. On one thread chunks serve only to read the stop flag.
int64_t chunk_size(int64_t n, int64_t total, bool parallel) {
  const int64_t share = parallel ? total / (int64_t{thread_count()} * kChunksPerThread) : total;
  const int64_t wanted = std::clamp(share, kShortestChunkNanoseconds, kLongestChunkNanoseconds);
  const int64_t each = std::max<int64_t>(1, total / n);
  const int64_t size = std::max({int64_t{1}, wanted / each, ceiling_divide(n, kMostChunks)});
  return size >= 4 * kChunkStep ? ceiling_divide(size, kChunkStep) * kChunkStep : size;
}

int32_t run_counted(weft_context* context, const Job& job, bool parallel, int64_t n, int32_t loop) {
  ThreadShares shares;
  const bool nested = inside_parallel_job();
  LoopStatistics* const statistics = nested ? nullptr : Context::of(context)->statistics;
  const auto run = [&] { return parallel && !nested ? run_job(job, shares) : run_job_serially(job, shares); };
  if (statistics == nullptr) return run();
  const auto start = Clock::now();
  const int32_t status = run();
  statistics->add(loop, std::chrono::nanoseconds(Clock::now() - start).count(), n, shares);
  return status;
}

}  // namespace
}  // namespace weft

int32_t weft_parallel_for(weft_context* context, weft_body body, const void* environment, int64_t n, int64_t cost,
                          int32_t loop) {
  if (n <= 0) return WEFT_OK;
  const int64_t total = weft::saturating_cost(n, cost);
  const bool parallel = n > 1 && total >= weft::kSerialNanoseconds && weft::thread_count() > 1;
  const int64_t chunk = weft::chunk_size(n, total, parallel && !weft::inside_parallel_job());
  const weft::LoopWork work{context, body, environment, n, chunk};
  const auto chunks = static_cast<uint32_t>(weft::ceiling_divide(n, chunk));
  return weft::run_counted(context, {weft::run_loop_chunk, &work, chunks, &context->stop}, parallel, n, loop);
}

int64_t weft_reduction_blocks(int64_t n, int64_t cost) {
  if (n <= 1) return 1;
  const int64_t total = weft::saturating_cost(n, cost);
  if (total < weft::kSerialNanoseconds) return 1;
  const int64_t usual = std::min(total / weft::kBlockNanoseconds, weft::kUsualBlocks);
  const int64_t for_long_loops = std::min(total / weft::kLongBlockNanoseconds, weft::kMostBlocks);
  return std::clamp<int64_t>(std::max(usual, for_long_loops), 1, n);
}

int32_t weft_parallel_reduce(weft_context* context, weft_body body, const void* environment, int64_t n, int64_t blocks,
                             char* partials, int64_t partial_bytes, int32_t loop) {
  const weft::ReductionWork work{context, body, environment, n, blocks, partials, partial_bytes};
  const weft::Job job{weft::run_reduction_block, &work, static_cast<uint32_t>(blocks), &context->stop};
  return weft::run_counted(context, job, blocks > 1, n, loop);
}

// Parallel loops of generated code: how iterations are cut into chunks, and when threads pay.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>

#include "context.h"
#include "kernel_abi.h"
#include "loop_statistics.h"
#include "pause.h"
#include "thread_pool.h"
#include "timeline.h"

namespace weft {
namespace {

using Clock = std::chrono::steady_clock;

// Waking a thread costs the caller microseconds: less work than this stays with it.
constexpr int64_t kSerialNanoseconds = 5'000;
// Less may be done before a thread that was woken for it comes.
constexpr int64_t kWakeNanoseconds = 50'000;
// Handing work to a thread that still spins and waiting for it costs about a third of a microsecond.
constexpr int64_t kSerialWhileSpinningNanoseconds = 1'500;
// Where other programs keep the processors busy, a thread that has claimed a chunk may not run for milliseconds. Once little work had
// to wait so, what is as little stays on the caller for a while. A caller that did not run itself says nothing.
constexpr int64_t kLittleNanoseconds = 200'000;
constexpr std::chrono::milliseconds kStall{1};
constexpr std::chrono::milliseconds kLongestPause{64};
// A reduction of less has one block: the results of small ones do not depend on where blocks begin.
constexpr int64_t kOneBlockNanoseconds = 12'000;
// Chunks are claimed one by one. Many small ones balance uneven loops; each costs about a tenth of a microsecond.
constexpr int64_t kChunksPerThread = 32;
constexpr int64_t kShortestChunkNanoseconds = 8'000;
// The stop flag is read between chunks, whose bodies may be vectorized loops that don't read it.
constexpr int64_t kLongestChunkNanoseconds = 2'000'000;
// Chunks of this many iterations begin on cache lines of their own whatever the item size.
constexpr int64_t kChunkStep = 64;
constexpr int64_t kMostChunks = 1 << 20;
// Chunks trust a measurement only so far below the compiler's estimate: the iterations measured may have been easy ones.
constexpr int64_t kMostOverestimate = 16;

constexpr int64_t kBlockNanoseconds = 8'000;
constexpr int64_t kUsualBlocks = 64;
// As with chunks, the stop flag is read between blocks.
constexpr int64_t kLongestBlockNanoseconds = kLongestChunkNanoseconds;
constexpr int64_t kMostBlocks = kMostChunks;
// Setting a partial to its identity and combining it takes about a nanosecond for eight bytes: at most this share of the work.
constexpr int64_t kWorkPerPartial = 8;
constexpr int64_t kBytesPerNanosecond = 8;
constexpr int64_t kMostPartialBytes = int64_t{64} << 20;

int64_t saturating_cost(int64_t n, int64_t cost) {
  int64_t total = 0;
  return __builtin_mul_overflow(n, std::max<int64_t>(cost, 1), &total) ? INT64_MAX : total;
}

// What n iterations will take: as in earlier calls, or else as the compiler estimates. Unlike the blocks of reductions,
// chunks may depend on measurements, since no result depends on chunks.
int64_t expected_nanoseconds(const weft_context* context, int32_t loop, int64_t n, int64_t estimate) {
  const LoopStatistics* const statistics = static_cast<const Context*>(context)->statistics;
  const double measured = statistics == nullptr ? 0 : statistics->measured_cost(loop);
  if (measured == 0) return estimate;
  return static_cast<int64_t>(std::min(measured * static_cast<double>(n), 1e18));
}

int64_t ceiling_divide(int64_t a, int64_t b) { return a / b + (a % b != 0 ? 1 : 0); }

// floor(part * n / parts) without forming part * n.
int64_t boundary(int64_t n, int64_t part, int64_t parts) { return n / parts * part + n % parts * part / parts; }

// Until when little work is not shared.
Pause crowded{kLongestPause};

// Whether work of `total` nanoseconds is better shared.
bool threads_pay(int64_t total) {
  if (thread_count() == 1 || total < kSerialWhileSpinningNanoseconds) return false;
  if (total < kLittleNanoseconds && crowded.lasts()) return false;
  if (total < kWakeNanoseconds && wakes_were_vain()) return false;
  return total >= kSerialNanoseconds || (!inside_parallel_job() && work_follows_closely());
}

struct LoopWork {
  weft_context* context;
  weft_body body;
  const void* environment;
  int64_t n;
  int64_t chunk;
  // Of the outermost loop; null within one.
  Progress* progress;
};

void advance(Progress* progress, int64_t iterations) {
  if (progress != nullptr) progress->finished.fetch_add(iterations, std::memory_order_relaxed);
}

int32_t run_loop_chunk(const void* pointer, uint32_t index) {
  const auto& work = *static_cast<const LoopWork*>(pointer);
  const int64_t begin = work.chunk * index;
  const int64_t size = std::min(work.n - begin, work.chunk);
  const int32_t status = work.body(work.context, work.environment, begin, begin + size, 0, nullptr);
  advance(work.progress, size);
  return status;
}

struct ReductionWork {
  weft_context* context;
  weft_body body;
  const void* environment;
  int64_t n;
  int64_t blocks;
  char* partials;
  int64_t partial_bytes;
  Progress* progress;
};

int32_t run_reduction_block(const void* pointer, uint32_t block) {
  const auto& work = *static_cast<const ReductionWork*>(pointer);
  const int64_t begin = boundary(work.n, block, work.blocks);
  const int64_t end = boundary(work.n, int64_t{block} + 1, work.blocks);
  char* const partial = work.partials + block * work.partial_bytes;
  const int32_t status = work.body(work.context, work.environment, begin, end, block, partial);
  advance(work.progress, end - begin);
  return status;
}

// The number of iterations of a chunk. On one thread chunks serve only to read the stop flag.
int64_t chunk_size(int64_t n, int64_t total, bool parallel) {
  if (!parallel && total < kShortestChunkNanoseconds) return n;
  const int64_t threads = parallel ? thread_count() : 1;
  // Little work is cut into one chunk for each thread.
  const int64_t shortest = std::min(kShortestChunkNanoseconds, ceiling_divide(total, threads));
  const int64_t wanted = std::clamp(total / (threads * kChunksPerThread), shortest, kLongestChunkNanoseconds);
  const double each = std::max(static_cast<double>(total), 1.0) / static_cast<double>(n);
  const auto fitting = static_cast<int64_t>(std::min(std::ceil(static_cast<double>(wanted) / each), static_cast<double>(n)));
  const int64_t size = std::max({int64_t{1}, fitting, ceiling_divide(n, kMostChunks)});
  return size >= 4 * kChunkStep ? ceiling_divide(size, kChunkStep) * kChunkStep : size;
}

struct LoopCall {
  Context& context;
  int64_t n;
  int32_t loop;
  bool parallel;
  // What it should take on one thread.
  int64_t nanoseconds;
};

int32_t run_everywhere(const LoopCall& call, const Job& job, ThreadShares& shares) {
  return call.parallel ? run_job(job, shares) : run_job_serially(job, shares);
}

int32_t run_recorded(const LoopCall& call, const Job& job, ThreadShares& shares) {
  return call.context.timeline->record(job, call.loop,
                                       [&](const Job& recorded) { return run_everywhere(call, recorded, shares); });
}

// Work of one chunk that stays with the caller.
bool is_short(const LoopCall& call, const Job& job) {
  return job.chunks == 1 && call.nanoseconds < kSerialWhileSpinningNanoseconds && call.context.timeline == nullptr;
}

int32_t run_outermost(const LoopCall& call, const Job& job) {
  Progress& progress = call.context.progress;
  progress.iterations.store(call.n, std::memory_order_relaxed);
  progress.finished.store(0, std::memory_order_relaxed);
  progress.loop.store(call.loop, std::memory_order_release);
  LoopStatistics* const statistics = call.context.statistics;
  ThreadShares shares;
  if (statistics != nullptr && is_short(call, job) && !statistics->is_due(call.loop)) {
    const int32_t status = run_job_serially(job, shares);
    progress.loop.store(-1, std::memory_order_relaxed);
    if (status == WEFT_OK) statistics->add_untimed(call.loop, call.n);
    return status;
  }
  const auto start = Clock::now();
  const bool recording = call.context.timeline != nullptr;
  const int32_t status = recording ? run_recorded(call, job, shares) : run_everywhere(call, job, shares);
  progress.loop.store(-1, std::memory_order_relaxed);
  const auto end = Clock::now();
  const int64_t elapsed = std::chrono::nanoseconds(end - start).count();
  if (call.nanoseconds < kLittleNanoseconds && shares.waited > kStall) crowded.begin_after_loss(end, shares.waited);
  // One that failed or was stopped has not done its iterations.
  if (status == WEFT_OK && statistics != nullptr) statistics->add(call.loop, elapsed, call.n, shares);
  return status;
}

int32_t run(const LoopCall& call, const Job& job) {
  if (!inside_parallel_job()) return run_outermost(call, job);
  ThreadShares shares;
  return run_job_serially(job, shares);
}

Progress* progress_of(weft_context* context) {
  return inside_parallel_job() ? nullptr : &Context::of(context)->progress;
}

}  // namespace
}  // namespace weft

int32_t weft_parallel_for(weft_context* context, weft_body body, const void* environment, int64_t n, int64_t cost,
                          int32_t loop) {
  if (n <= 0) return WEFT_OK;
  const int64_t estimate = weft::saturating_cost(n, cost);
  const int64_t total = weft::expected_nanoseconds(context, loop, n, estimate);
  const bool parallel = n > 1 && weft::threads_pay(total);
  const int64_t chunk = weft::chunk_size(n, std::max(total, estimate / weft::kMostOverestimate),
                                         parallel && !weft::inside_parallel_job());
  const weft::LoopWork work{context, body, environment, n, chunk, weft::progress_of(context)};
  const auto chunks = static_cast<uint32_t>(weft::ceiling_divide(n, chunk));
  return weft::run({*weft::Context::of(context), n, loop, parallel, total},
                   {weft::run_loop_chunk, &work, chunks, &context->stop});
}

int64_t weft_reduction_blocks(int64_t n, int64_t cost, int64_t partial_bytes) {
  if (n <= 1) return 1;
  const int64_t total = weft::saturating_cost(n, cost);
  if (total < weft::kOneBlockNanoseconds) return 1;
  const int64_t bytes = std::max<int64_t>(partial_bytes, 1);
  const int64_t shortest = std::max(weft::kBlockNanoseconds, bytes / weft::kBytesPerNanosecond * weft::kWorkPerPartial);
  const int64_t usual = std::min(total / shortest, weft::kUsualBlocks);
  const int64_t for_long_loops = std::min(total / weft::kLongestBlockNanoseconds, weft::kMostBlocks);
  const int64_t fitting = std::clamp<int64_t>(weft::kMostPartialBytes / bytes, 1, n);
  return std::clamp<int64_t>(std::max(usual, for_long_loops), 1, fitting);
}

int32_t weft_parallel_reduce(weft_context* context, weft_body body, const void* environment, int64_t n, int64_t blocks,
                             char* partials, int64_t partial_bytes, int32_t loop) {
  const weft::ReductionWork work{context,  body,          environment, n, blocks,
                                 partials, partial_bytes, weft::progress_of(context)};
  const weft::Job job{weft::run_reduction_block, &work, static_cast<uint32_t>(blocks), &context->stop};
  // One block stays with the caller whatever it takes.
  const int64_t total = blocks == 1 ? 0 : weft::expected_nanoseconds(context, loop, n, INT64_MAX);
  const bool parallel = blocks > 1 && weft::threads_pay(total);
  return weft::run({*weft::Context::of(context), n, loop, parallel, total}, job);
}

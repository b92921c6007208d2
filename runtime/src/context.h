// One running kernel: what generated code and the runtime record about a call, and the memory it holds.
#ifndef WEFT_CONTEXT_H
#define WEFT_CONTEXT_H
#include <atomic>
#include <cstdint>
#include <mutex>
#include <vector>

#include "allocation_list.h"
#include "kernel_abi.h"
#include "print_log.h"

namespace weft {

class Collector;
struct LoopNames;
class LoopStatistics;
class Timeline;

// How far the outermost parallel loop of a call has come. Written by the kernel's threads, read by any.
struct Progress {
  // -1 between loops.
  std::atomic<int32_t> loop{-1};
  std::atomic<int64_t> iterations{0};
  std::atomic<int64_t> finished{0};
};

struct LoopProgress {
  int32_t loop;
  int64_t iterations;
  int64_t finished;
};

struct Failure {
  int32_t site = 0;
  int64_t order = INT64_MAX;
  int64_t values[4] = {};
};

// Generated code sees only the base, which must stay at the front.
struct Context : weft_context {
  Context() : weft_context{0} {}
  ~Context();
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  static Context* of(weft_context* context) { return static_cast<Context*>(context); }

  // Of several failures the one with the lowest order is kept.
  void record_failure(const Failure& failure);
  void record_refusal(int64_t bytes);

  std::mutex failing;
  Failure failure;
  std::atomic<int64_t> refused_bytes{0};
  AllocationList allocations;
  PrintLog prints;
  Progress progress;
  // Asked before memory is refused. Null for asynchronous calls.
  const Collector* collector = nullptr;
  // Null where nobody asked for statistics.
  LoopStatistics* statistics = nullptr;
  // Null where nobody asked for it.
  Timeline* timeline = nullptr;
  // Of what runs; null where nobody has named it, and between calls.
  std::atomic<const LoopNames*> names{nullptr};
  // A call of this context has begun and not ended.
  std::atomic<bool> running{false};
};

// Called with the names of what a call runs, and the loop it is in (-1 outside of loops).
using RunningVisitor = void (*)(const void* data, const LoopNames* names, int32_t loop);

// Makes the calls of `context` known to request_stop() for as long as the object lives.
class KnownContext {
 public:
  explicit KnownContext(Context& context);
  ~KnownContext();
  KnownContext(const KnownContext&) = delete;
  KnownContext& operator=(const KnownContext&) = delete;

 private:
  friend void request_stop();
  friend std::vector<LoopProgress> running_loops();
  friend void visit_running(RunningVisitor visit, const void* data);
  Context& context_;
  KnownContext* previous_ = nullptr;
  KnownContext* next_ = nullptr;
};

// One call of a context that is known: what stops, counts and names calls sees it for as long as the object lives. A call on small arrays
// takes less than a microsecond, so this takes no lock.
class RunningCall {
 public:
  RunningCall(Context& context, const LoopNames* names);
  ~RunningCall();
  RunningCall(const RunningCall&) = delete;
  RunningCall& operator=(const RunningCall&) = delete;

 private:
  Context& context_;
};

// Asks every kernel that runs in this process to return WEFT_INTERRUPTED. Safe from any thread.
void request_stop();
// The parallel loops that run in this process, one for each call that is in one. Safe from any thread.
std::vector<LoopProgress> running_loops();
// Visits all running calls; none where another thread is changing them. Allocates and waits for nothing, so it may be called
// while a signal is handled.
void visit_running(RunningVisitor visit, const void* data);

}  // namespace weft
#endif

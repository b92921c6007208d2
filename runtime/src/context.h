// One running kernel: what generated code and the runtime record about a call, and the memory it holds.
#ifndef WEFT_CONTEXT_H
#define WEFT_CONTEXT_H
#include <atomic>
#include <cstdint>
#include <mutex>

#include "allocation_list.h"
#include "kernel_abi.h"
#include "print_log.h"

namespace weft {

class LoopStatistics;

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
  // Null where nobody asked for statistics.
  LoopStatistics* statistics = nullptr;
};

// Makes `context` known to request_stop() for as long as the object lives.
class RunningContext {
 public:
  explicit RunningContext(Context& context);
  ~RunningContext();
  RunningContext(const RunningContext&) = delete;
  RunningContext& operator=(const RunningContext&) = delete;

 private:
  friend void request_stop();
  Context& context_;
  RunningContext* previous_ = nullptr;
  RunningContext* next_ = nullptr;
};

// Asks every kernel that runs in this process to return WEFT_INTERRUPTED. Safe from any thread.
void request_stop();

}  // namespace weft
#endif

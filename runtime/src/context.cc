#include "context.h"

namespace weft {
namespace {

struct Registry {
  std::mutex lock;
  KnownContext* first = nullptr;
};

Registry& registry() {
  static Registry* const instance = new Registry;
  return *instance;
}

}  // namespace

Context::~Context() { allocations.free_all(); }

void Context::record_failure(const Failure& next) {
  const std::lock_guard<std::mutex> lock(failing);
  if (next.order < failure.order) failure = next;
}

void Context::record_refusal(int64_t bytes) {
  int64_t none = 0;
  refused_bytes.compare_exchange_strong(none, bytes, std::memory_order_relaxed);
}

KnownContext::KnownContext(Context& context) : context_(context) {
  Registry& all = registry();
  const std::lock_guard<std::mutex> lock(all.lock);
  next_ = all.first;
  if (next_ != nullptr) next_->previous_ = this;
  all.first = this;
}

KnownContext::~KnownContext() {
  Registry& all = registry();
  const std::lock_guard<std::mutex> lock(all.lock);
  if (next_ != nullptr) next_->previous_ = previous_;
  (previous_ != nullptr ? previous_->next_ : all.first) = next_;
}

RunningCall::RunningCall(Context& context, const LoopNames* names) : context_(context) {
  context_.names.store(names, std::memory_order_relaxed);
  context_.running.store(true, std::memory_order_release);
}

RunningCall::~RunningCall() {
  context_.running.store(false, std::memory_order_release);
  context_.names.store(nullptr, std::memory_order_relaxed);
}

void request_stop() {
  Registry& all = registry();
  const std::lock_guard<std::mutex> lock(all.lock);
  for (KnownContext* known = all.first; known != nullptr; known = known->next_) {
    Context& context = known->context_;
    if (context.running.load(std::memory_order_acquire)) __atomic_store_n(&context.stop, 1, __ATOMIC_RELAXED);
  }
}

std::vector<LoopProgress> running_loops() {
  std::vector<LoopProgress> loops;
  Registry& all = registry();
  const std::lock_guard<std::mutex> lock(all.lock);
  for (KnownContext* known = all.first; known != nullptr; known = known->next_) {
    const Progress& progress = known->context_.progress;
    const int32_t loop = progress.loop.load(std::memory_order_acquire);
    if (loop < 0) continue;
    loops.push_back({loop, progress.iterations.load(std::memory_order_relaxed),
                     progress.finished.load(std::memory_order_relaxed)});
  }
  return loops;
}

void visit_running(RunningVisitor visit, const void* data) {
  Registry& all = registry();
  const std::unique_lock<std::mutex> lock(all.lock, std::try_to_lock);
  if (!lock.owns_lock()) return;
  for (KnownContext* known = all.first; known != nullptr; known = known->next_) {
    const Context& context = known->context_;
    if (!context.running.load(std::memory_order_acquire)) continue;
    visit(data, context.names.load(std::memory_order_relaxed), context.progress.loop.load(std::memory_order_acquire));
  }
}

}  // namespace weft

void weft_fail(weft_context* context, int32_t site, int64_t order, int64_t a, int64_t b, int64_t c, int64_t d) {
  weft::Context::of(context)->record_failure({site, order, {a, b, c, d}});
}

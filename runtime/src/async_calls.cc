#include "async_calls.h"

#include <stdexcept>

#include "call_outcome.h"
#include "call_threads.h"
#include "deliver_prints.h"
#include "napi_values.h"

namespace weft {

struct AsyncCall {
  AsyncCall(Kernel& called, const int64_t* in, int64_t* out, void* ended)
      : kernel(called),
        module(called.module.lock()),
        arguments(in),
        results(out),
        outcome(*static_cast<CallOutcome*>(ended)),
        known(context),
        running(context, called.names) {
    context.statistics = kernel.statistics;
  }

  Kernel& kernel;
  const std::shared_ptr<LoadedModule> module;
  const int64_t* const arguments;
  int64_t* const results;
  CallOutcome& outcome;
  Context context;
  const KnownContext known;
  // From the start on, so that a stop also reaches calls that wait for a thread.
  const RunningCall running;
  int32_t status = WEFT_OK;
  napi_ref keep = nullptr;
  napi_ref completion = nullptr;
};

void AsyncCalls::open_channel() {
  check(napi_create_threadsafe_function(env_, nullptr, nullptr, to_js(env_, std::string("weft")), 0, 1, nullptr, nullptr,
                                        this, complete, &channel_));
  check(napi_unref_threadsafe_function(env_, channel_));
  // Hooks run last in, first out: this one before the channel's own.
  check(napi_add_env_cleanup_hook(env_, stop_all, this));
}

void AsyncCalls::start(Kernel& kernel, const int64_t* arguments, int64_t* results, void* outcome, napi_value keep,
                       napi_value completion) {
  if (channel_ == nullptr) open_channel();
  auto call = std::make_unique<AsyncCall>(kernel, arguments, results, outcome);
  check(napi_create_reference(env_, keep, 1, &call->keep));
  check(napi_create_reference(env_, completion, 1, &call->completion));
  AsyncCall* const started = call.get();
  {
    const std::lock_guard<std::mutex> lock(lock_);
    running_.insert(started);
  }
  if (!run_on_call_thread([this, started] { run(*started); })) {
    const std::lock_guard<std::mutex> lock(lock_);
    running_.erase(started);
    throw std::runtime_error("The system grants no thread for an asynchronous call");
  }
  call.release();
  // Node stays alive while a promise is open.
  if (pending_++ == 0) check(napi_ref_threadsafe_function(env_, channel_));
}

void AsyncCalls::run(AsyncCall& call) {
  call.status = call.kernel.function(&call.context, call.arguments, call.results);
  const std::lock_guard<std::mutex> lock(lock_);
  running_.erase(&call);
  // Refused only when the JavaScript thread is gone.
  if (napi_call_threadsafe_function(channel_, &call, napi_tsfn_nonblocking) != napi_ok) delete &call;
  idle_.notify_all();
}

void AsyncCalls::complete(napi_env env, napi_value, void* calls, void* data) {
  const std::unique_ptr<AsyncCall> call(static_cast<AsyncCall*>(data));
  // The JavaScript thread is gone, and the slots with it; the context frees what the kernel holds.
  if (env == nullptr) return;
  auto& all = *static_cast<AsyncCalls*>(calls);
  if (--all.pending_ == 0) napi_unref_threadsafe_function(env, all.channel_);
  const int32_t status = finish_call(call->context, call->status, call->outcome);
  napi_value completion = nullptr;
  napi_get_reference_value(env, call->completion, &completion);
  napi_delete_reference(env, call->completion);
  napi_delete_reference(env, call->keep);
  guarded(env, [&] {
    napi_value arguments[] = {to_js(env, int64_t{status}), prints_to_js(env, call->context.prints)};
    check(napi_call_function(env, undefined(env), completion, 2, arguments, nullptr));
    return undefined(env);
  });
}

void AsyncCalls::stop_all(void* calls) {
  auto& all = *static_cast<AsyncCalls*>(calls);
  std::unique_lock<std::mutex> lock(all.lock_);
  for (AsyncCall* call : all.running_) __atomic_store_n(&call->context.stop, 1, __ATOMIC_RELAXED);
  all.idle_.wait(lock, [&] { return all.running_.empty(); });
}

}  // namespace weft

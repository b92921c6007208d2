#include "bind_call.h"

#include <memory>
#include <utility>
#include <vector>

#include "call_outcome.h"
#include "deliver_prints.h"
#include "environment.h"
#include "jit.h"
#include "napi_values.h"
#include "timeline.h"

namespace weft {
namespace {

constexpr int32_t kPrinted = 16;

// Five slots that JavaScript filled.
struct CallFrame {
  const Kernel* kernel;
  const int64_t* arguments;
  int64_t* results;
  CallOutcome* outcome;
  // Null where the caller lends no memory.
  SparePlace* spares;
};
static_assert(sizeof(CallFrame) == 5 * sizeof(int64_t));

Environment& environment_of(napi_env env, napi_callback_info info) {
  void* data = nullptr;
  check(napi_get_cb_info(env, info, nullptr, nullptr, nullptr, &data));
  return *static_cast<Environment*>(data);
}

}  // namespace

napi_value call_kernel(napi_env env, napi_callback_info info) {
  return guarded(env, [&] {
    void* data = nullptr;
    const auto [address] = arguments_of<1>(env, info, &data);
    const auto& frame = *pointer_of<const CallFrame>(env, address);
    const Kernel& kernel = *frame.kernel;
    Context& context = static_cast<Environment*>(data)->context;
    reset_call(context);
    context.statistics = kernel.statistics;
    context.allocations.lend(frame.spares);
    int32_t status = WEFT_OK;
    {
      const RunningCall running(context, kernel.names);
      status = kernel.function(&context, frame.arguments, frame.results);
    }
    status = finish_call(context, status, *frame.outcome);
    return to_js(env, int64_t{context.prints.empty() ? status : status | kPrinted});
  });
}

napi_value call_kernel_async(napi_env env, napi_callback_info info) {
  return guarded(env, [&] {
    void* data = nullptr;
    const auto [function, arguments, results, outcome, keep, completion] = arguments_of<6>(env, info, &data);
    static_cast<Environment*>(data)->async_calls.start(
        *pointer_of<Kernel>(env, function), pointer_of<int64_t>(env, arguments), pointer_of<int64_t>(env, results),
        pointer_of<void>(env, outcome), keep, completion);
    return undefined(env);
  });
}

napi_value take_prints(napi_env env, napi_callback_info info) {
  return guarded(env, [&] { return prints_to_js(env, environment_of(env, info).context.prints); });
}

napi_value start_timeline(napi_env env, napi_callback_info info) {
  return guarded(env, [&] {
    void* data = nullptr;
    const auto [capacity] = arguments_of<1>(env, info, &data);
    auto& environment = *static_cast<Environment*>(data);
    environment.timeline = std::make_unique<Timeline>(static_cast<uint32_t>(integer_of(env, capacity)));
    environment.context.timeline = environment.timeline.get();
    return undefined(env);
  });
}

napi_value take_timeline(napi_env env, napi_callback_info info) {
  return guarded(env, [&] {
    Environment& environment = environment_of(env, info);
    environment.context.timeline = nullptr;
    const std::unique_ptr<Timeline> timeline = std::move(environment.timeline);
    if (timeline == nullptr) throw std::runtime_error("No timeline was started");
    const int64_t nanoseconds = timeline->now();
    std::vector<int64_t> slots;
    for (const auto& [loop, thread, begin, end] : timeline->entries()) slots.insert(slots.end(), {loop, thread, begin, end});
    return object_of(env, {{"nanoseconds", to_js(env, nanoseconds)},
                           {"dropped", to_js(env, timeline->dropped())},
                           {"entries", slots_of(env, slots)}});
  });
}

napi_value running_loops_to_js(napi_env env, napi_callback_info) {
  return guarded(env, [&] {
    std::vector<napi_value> loops;
    for (const LoopProgress& progress : running_loops()) {
      loops.push_back(object_of(env, {{"loop", to_js(env, int64_t{progress.loop})},
                                      {"iterations", to_js(env, progress.iterations)},
                                      {"finished", to_js(env, progress.finished)}}));
    }
    return array_of(env, loops);
  });
}

napi_value stop_kernels(napi_env env, napi_callback_info) {
  return guarded(env, [&] {
    request_stop();
    return undefined(env);
  });
}

}  // namespace weft

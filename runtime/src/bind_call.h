// Calling kernels. The functions are registered with the Environment of their thread.
#ifndef WEFT_BIND_CALL_H
#define WEFT_BIND_CALL_H
#include <node_api.h>

namespace weft {

// call(kernel, arguments, results, outcome), all addresses: a weft_status, plus 16 where something was printed
napi_value call_kernel(napi_env env, napi_callback_info info);
// callAsync(kernel, arguments, results, outcome, keep, completion); completion(status, prints)
napi_value call_kernel_async(napi_env env, napi_callback_info info);
// takePrints(): what the last synchronous call printed
napi_value take_prints(napi_env env, napi_callback_info info);
// startTimeline(capacity): synchronous calls are recorded from now on
napi_value start_timeline(napi_env env, napi_callback_info info);
// takeTimeline(): { nanoseconds, dropped, entries } with four slots for each entry, as in TimelineEntry; nothing is recorded any more
napi_value take_timeline(napi_env env, napi_callback_info info);
// runningLoops(): [{ loop, iterations, finished }]
napi_value running_loops_to_js(napi_env env, napi_callback_info info);
// requestStop()
napi_value stop_kernels(napi_env env, napi_callback_info info);

}  // namespace weft
#endif

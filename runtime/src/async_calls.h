// Asynchronous calls of one JavaScript thread.
#ifndef WEFT_ASYNC_CALLS_H
#define WEFT_ASYNC_CALLS_H
#include <node_api.h>

#include <condition_variable>
#include <memory>
#include <mutex>
#include <set>

#include "jit.h"

namespace weft {

struct AsyncCall;

class AsyncCalls {
 public:
  explicit AsyncCalls(napi_env env) : env_(env) {}
  AsyncCalls(const AsyncCalls&) = delete;
  AsyncCalls& operator=(const AsyncCalls&) = delete;

  // Runs the kernel on a thread of its own; then `completion(status, takePrints)` is called on the JavaScript thread.
  // `keep` stays alive until then: the buffers whose addresses are in the slots.
  void start(Kernel& kernel, const int64_t* arguments, int64_t* results, void* outcome, napi_value keep,
             napi_value completion);

 private:
  void open_channel();
  void run(AsyncCall& call);
  static void complete(napi_env env, napi_value, void* calls, void* call);
  // The JavaScript thread ends: stops what runs and waits for it, since its slots are about to be freed.
  static void stop_all(void* calls);

  const napi_env env_;
  napi_threadsafe_function channel_ = nullptr;
  std::mutex lock_;
  std::condition_variable idle_;
  std::set<AsyncCall*> running_;
  // Not yet completed on the JavaScript thread.
  int pending_ = 0;
};

}  // namespace weft
#endif

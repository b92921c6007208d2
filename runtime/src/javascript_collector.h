// The garbage collector of a JavaScript thread.
#ifndef WEFT_JAVASCRIPT_COLLECTOR_H
#define WEFT_JAVASCRIPT_COLLECTOR_H
#include <node_api.h>

#include <thread>

#include "collector.h"

namespace weft {

// For kernels that are called synchronously: they allocate their results on the JavaScript thread. V8 counts external
// buffers by itself, but may not have noticed yet that the arrays that fill the memory are dead.
class JavaScriptCollector final : public Collector {
 public:
  explicit JavaScriptCollector(napi_env env) : env_(env), thread_(std::this_thread::get_id()) {}
  bool collect() const override;

 private:
  const napi_env env_;
  const std::thread::id thread_;
};

}  // namespace weft
#endif

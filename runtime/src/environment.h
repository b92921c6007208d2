// What the addon keeps for each JavaScript thread that loaded it.
#ifndef WEFT_ENVIRONMENT_H
#define WEFT_ENVIRONMENT_H
#include <node_api.h>

#include <memory>

#include "async_calls.h"
#include "context.h"
#include "javascript_collector.h"
#include "timeline.h"

namespace weft {

struct Environment {
  explicit Environment(napi_env env) : collector(env), async_calls(env) { context.collector = &collector; }

  JavaScriptCollector collector;
  // Of synchronous calls: a thread runs one at a time.
  Context context;
  const KnownContext known{context};
  // Of the calls since it was asked for.
  std::unique_ptr<Timeline> timeline;
  AsyncCalls async_calls;
};

}  // namespace weft
#endif

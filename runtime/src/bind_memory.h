// Memory of arrays between JavaScript and kernels.
#ifndef WEFT_BIND_MEMORY_H
#define WEFT_BIND_MEMORY_H
#include <node_api.h>

namespace weft {

// addressOf(typedArray): where its first element is
napi_value address_of(napi_env env, napi_callback_info info);
// adopt(owner): the buffer of weft_alloc as ArrayBuffer, which takes over one reference
napi_value adopt(napi_env env, napi_callback_info info);
// detach(buffer): takes the memory from an ArrayBuffer that adopt made; where nothing else holds it, it is free at once
napi_value detach(napi_env env, napi_callback_info info);
// release(owner)
napi_value release(napi_env env, napi_callback_info info);
// memoryStats(): { liveBuffers, liveBytes, cachedBytes, limitBytes }
napi_value memory_stats(napi_env env, napi_callback_info info);
// trimMemory(): gives cached buffers back to the system
napi_value trim_memory(napi_env env, napi_callback_info info);

}  // namespace weft
#endif

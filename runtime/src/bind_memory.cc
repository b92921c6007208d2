#include "bind_memory.h"

#include "kernel_abi.h"
#include "memory.h"
#include "napi_values.h"

namespace weft {
namespace {

void release_adopted(napi_env env, void*, void* owner) {
  int64_t total = 0;
  napi_adjust_external_memory(env, -BufferHeader::of(owner)->bytes, &total);
  weft_release(nullptr, owner);
}

}  // namespace

napi_value address_of(napi_env env, napi_callback_info info) {
  return guarded(env, [&] {
    const auto [array] = arguments_of<1>(env, info);
    void* data = nullptr;
    check(napi_get_typedarray_info(env, array, nullptr, nullptr, &data, nullptr, nullptr));
    return address_to_js(env, data);
  });
}

napi_value adopt(napi_env env, napi_callback_info info) {
  return guarded(env, [&] {
    const auto [address] = arguments_of<1>(env, info);
    auto* const owner = pointer_of<void>(env, address);
    const int64_t bytes = BufferHeader::of(owner)->bytes;
    napi_value buffer = nullptr;
    if (bytes == 0) {
      // Node does not keep the address of an empty external buffer, nor call its finalizer dependably.
      weft_release(nullptr, owner);
      check(napi_create_arraybuffer(env, 0, nullptr, &buffer));
      return buffer;
    }
    check(napi_create_external_arraybuffer(env, owner, static_cast<size_t>(bytes), release_adopted, owner, &buffer));
    int64_t total = 0;
    check(napi_adjust_external_memory(env, bytes, &total));
    return buffer;
  });
}

napi_value release(napi_env env, napi_callback_info info) {
  return guarded(env, [&] {
    const auto [address] = arguments_of<1>(env, info);
    weft_release(nullptr, pointer_of<void>(env, address));
    return undefined(env);
  });
}

napi_value memory_stats(napi_env env, napi_callback_info) {
  return guarded(env, [&] {
    const MemoryStatistics statistics = memory_statistics();
    return object_of(env, {{"liveBuffers", to_js(env, statistics.live_buffers)},
                           {"liveBytes", to_js(env, statistics.live_bytes)},
                           {"cachedBytes", to_js(env, statistics.cached_bytes)},
                           {"limitBytes", to_js(env, statistics.limit_bytes)}});
  });
}

napi_value trim_memory(napi_env env, napi_callback_info) {
  return guarded(env, [&] {
    release_cached_memory();
    return undefined(env);
  });
}

}  // namespace weft

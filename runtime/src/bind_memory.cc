#include "bind_memory.h"

#include <cstring>

#include "array_buffer.h"
#include "kernel_abi.h"
#include "memory.h"
#include "napi_values.h"

namespace weft {
namespace {

constexpr int64_t kMostExternalBytes = int64_t{4} << 30;
// Copying fewer bytes takes less time than a buffer of Node's over them, about 3 microseconds.
constexpr int64_t kFewestExternalBytes = 16 << 10;

bool needs_copy(int64_t bytes) {
  // Node refuses an external buffer that is longer than its Buffer may be, and does not keep the address of an empty one.
  if (bytes == 0 || bytes > kMostExternalBytes) return true;
  return bytes < kFewestExternalBytes && !array_buffers_are_transferable();
}

napi_value copy_and_release(napi_env env, void* owner, int64_t bytes) {
  void* data = nullptr;
  napi_value buffer = nullptr;
  const napi_status status = napi_create_arraybuffer(env, static_cast<size_t>(bytes), &data, &buffer);
  if (status == napi_ok && bytes > 0) std::memcpy(data, owner, static_cast<size_t>(bytes));
  weft_release(nullptr, owner);
  check(status);
  return buffer;
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
    return needs_copy(bytes) ? copy_and_release(env, owner, bytes) : array_buffer_over(env, owner, bytes);
  });
}

napi_value detach(napi_env env, napi_callback_info info) {
  return guarded(env, [&] {
    const auto [buffer] = arguments_of<1>(env, info);
    check(napi_detach_arraybuffer(env, buffer));
    return undefined(env);
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

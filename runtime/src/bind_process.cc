#include "bind_process.h"

#include <cstdio>
#include <mutex>
#include <string>

#include "bandwidth.h"
#include "blas.h"
#include "cpu.h"
#include "crash_note.h"
#include "exceeds_caches.h"
#include "memory.h"
#include "napi_values.h"
#include "random_state.h"
#include "thread_pool.h"

namespace weft {

napi_value cpu_to_js(napi_env env, napi_callback_info) {
  return guarded(env, [&] {
    const Cpu cpu = describe_cpu();
    const napi_value caches = object_of(env, {{"level1", to_js(env, cpu.caches.level1)},
                                              {"level2", to_js(env, cpu.caches.level2)},
                                              {"level3", to_js(env, cpu.caches.level3)}});
    return object_of(env, {{"name", to_js(env, cpu.name)},
                           {"features", to_js(env, cpu.features)},
                           {"vectorBits", to_js(env, int64_t{cpu.vector_bits})},
                           {"threads", to_js(env, int64_t{cpu.threads})},
                           {"cores", to_js(env, int64_t{cpu.cores})},
                           {"caches", caches}});
  });
}

napi_value configure_once(napi_env env, napi_callback_info info) {
  return guarded(env, [&] {
    const auto [threads_value, limit_value, blas_value, past_caches_value] = arguments_of<4>(env, info);
    const int64_t threads = integer_of(env, threads_value);
    const int64_t limit = integer_of(env, limit_value);
    const std::string blas_choice = string_of(env, blas_value);
    const int64_t past_caches = integer_of(env, past_caches_value);
    static std::once_flag once;
    std::call_once(once, [&] {
      if (threads > 0) set_thread_count(static_cast<int>(threads));
      set_memory_limit(limit);
      choose_blas(blas_choice);
      set_past_caches(past_caches);
    });
    return undefined(env);
  });
}

napi_value report_crashes_from_now(napi_env env, napi_callback_info) {
  return guarded(env, [&] {
    report_crashes();
    return undefined(env);
  });
}

napi_value stream_output(napi_env env, napi_callback_info) {
  return guarded(env, [&] {
    // Where it fails, what is printed comes later, with flush_output.
    setvbuf(stdout, nullptr, _IOLBF, 0);
    return undefined(env);
  });
}

napi_value flush_output(napi_env env, napi_callback_info) {
  return guarded(env, [&] {
    fflush(stdout);
    return undefined(env);
  });
}

napi_value blas_description(napi_env env, napi_callback_info) {
  return guarded(env, [&] {
    const Blas* const library = blas();
    return to_js(env, library == nullptr ? std::string() : library->description);
  });
}

napi_value bandwidth_to_js(napi_env env, napi_callback_info) {
  return guarded(env, [&] { return to_js(env, measure_bandwidth()); });
}

napi_value set_num_threads(napi_env env, napi_callback_info info) {
  return guarded(env, [&] {
    const auto [count] = arguments_of<1>(env, info);
    set_thread_count(static_cast<int>(integer_of(env, count)));
    return undefined(env);
  });
}

napi_value num_threads(napi_env env, napi_callback_info) {
  return guarded(env, [&] { return to_js(env, int64_t{thread_count()}); });
}

napi_value random_seed_to_js(napi_env env, napi_callback_info) {
  return guarded(env, [&] {
    const RandomSeed seed = random_seed();
    return object_of(env, {{"seed", to_js(env, std::to_string(static_cast<int64_t>(seed.seed)))},
                           {"isChosen", boolean_to_js(env, seed.chosen)}});
  });
}

}  // namespace weft

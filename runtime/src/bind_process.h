// The processor and the settings of the process.
#ifndef WEFT_BIND_PROCESS_H
#define WEFT_BIND_PROCESS_H
#include <node_api.h>

namespace weft {

// cpu(): { name, features, vectorBits, threads, cores, caches: { level1, level2, level3 } }
napi_value cpu_to_js(napi_env env, napi_callback_info info);
// configureOnce(threads, memoryLimit, blas): the first call in the process counts; 0 keeps a default, and blas is "auto", "off" or a
// path
napi_value configure_once(napi_env env, napi_callback_info info);
// reportCrashes()
napi_value report_crashes_from_now(napi_env env, napi_callback_info info);
// streamOutput(), flushOutput()
napi_value stream_output(napi_env env, napi_callback_info info);
napi_value flush_output(napi_env env, napi_callback_info info);
// blasDescription() -> string, empty without a library
napi_value blas_description(napi_env env, napi_callback_info info);
// measureBandwidth(): bytes per second of memory, 0 where it could not be measured
napi_value bandwidth_to_js(napi_env env, napi_callback_info info);
// setNumThreads(n), numThreads()
napi_value set_num_threads(napi_env env, napi_callback_info info);
napi_value num_threads(napi_env env, napi_callback_info info);
// randomSeed(): { seed, isChosen }; the seed as text, as it may need 64 bits
napi_value random_seed_to_js(napi_env env, napi_callback_info info);

}  // namespace weft
#endif

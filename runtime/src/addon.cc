// The addon's functions by name. runtime/addon-interface.ts describes them to TypeScript.
#include <memory>

#include "array_buffer.h"
#include "bind_call.h"
#include "bind_memory.h"
#include "bind_module.h"
#include "bind_process.h"
#include "deliver_prints.h"
#include "environment.h"
#include "napi_values.h"

namespace weft {
namespace {

// Changes with the functions below; TypeScript compares it, so that an addon of another build is refused.
constexpr int64_t kInterfaceVersion = 11;

struct Entry {
  const char* name;
  napi_callback function;
};

constexpr Entry kFunctions[] = {
    {"compile", compile_code},
    {"load", load_code},
    {"disposeModule", dispose_module},
    {"assemblyOf", assembly_of},
    {"irOf", ir_of},
    {"statisticsOf", statistics_of},
    {"nameLoops", name_loops},
    {"call", call_kernel},
    {"callAsync", call_kernel_async},
    {"takePrints", take_prints},
    {"readSnapshot", read_snapshot},
    {"startTimeline", start_timeline},
    {"takeTimeline", take_timeline},
    {"runningLoops", running_loops_to_js},
    {"requestStop", stop_kernels},
    {"addressOf", address_of},
    {"adopt", adopt},
    {"detach", detach},
    {"release", release},
    {"memoryStats", memory_stats},
    {"trimMemory", trim_memory},
    {"cpu", cpu_to_js},
    {"blasDescription", blas_description},
    {"configureOnce", configure_once},
    {"reportCrashes", report_crashes_from_now},
    {"streamOutput", stream_output},
    {"flushOutput", flush_output},
    {"setNumThreads", set_num_threads},
    {"numThreads", num_threads},
    {"measureBandwidth", bandwidth_to_js},
    {"randomSeed", random_seed_to_js},
};

void delete_environment(napi_env, void* environment, void*) { delete static_cast<Environment*>(environment); }

napi_value initialize(napi_env env, napi_value exports) {
  return guarded(env, [&] {
    auto environment = std::make_unique<Environment>(env);
    check(napi_set_instance_data(env, environment.get(), delete_environment, nullptr));
    Environment* const data = environment.release();
    for (const Entry& entry : kFunctions) {
      napi_value function = nullptr;
      check(napi_create_function(env, entry.name, NAPI_AUTO_LENGTH, entry.function, data, &function));
      check(napi_set_named_property(env, exports, entry.name, function));
    }
    check(napi_set_named_property(env, exports, "interfaceVersion", to_js(env, kInterfaceVersion)));
    const napi_value transferable = boolean_to_js(env, array_buffers_are_transferable());
    check(napi_set_named_property(env, exports, "transferable", transferable));
    return exports;
  });
}

}  // namespace
}  // namespace weft

NAPI_MODULE_INIT() { return weft::initialize(env, exports); }

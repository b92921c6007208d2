// Compiled modules as JavaScript handles.
#ifndef WEFT_BIND_MODULE_H
#define WEFT_BIND_MODULE_H
#include <node_api.h>

namespace weft {

// compile(ir, level, remarks): { parts: [{ object, bitcode }], functions, remarks }
napi_value compile_code(napi_env env, napi_callback_info info);
// load(parts, functions): { module, kernels: { name: address } }
napi_value load_code(napi_env env, napi_callback_info info);
// disposeModule(module)
napi_value dispose_module(napi_env env, napi_callback_info info);
// assemblyOf(module), irOf(module): text
napi_value assembly_of(napi_env env, napi_callback_info info);
napi_value ir_of(napi_env env, napi_callback_info info);
// nameLoops(module, program, places)
napi_value name_loops(napi_env env, napi_callback_info info);
// statisticsOf(module): [{ loop, calls, … }]
napi_value statistics_of(napi_env env, napi_callback_info info);

}  // namespace weft
#endif

#include "bind_module.h"

#include <llvm/Support/MemoryBuffer.h>

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "jit.h"
#include "napi_values.h"

namespace weft {
namespace {

using ModuleReference = std::shared_ptr<LoadedModule>;

void delete_reference(napi_env, void* reference, void*) { delete static_cast<ModuleReference*>(reference); }

ModuleReference& reference_of(napi_env env, napi_value handle) {
  void* reference = nullptr;
  check(napi_get_value_external(env, handle, &reference));
  return *static_cast<ModuleReference*>(reference);
}

LoadedModule& module_argument(napi_env env, napi_callback_info info) {
  const auto [handle] = arguments_of<1>(env, info);
  const ModuleReference& module = reference_of(env, handle);
  if (module == nullptr) throw std::runtime_error("The compiled module has been disposed");
  return *module;
}

napi_value remark_to_js(napi_env env, const Remark& remark) {
  return object_of(env, {{"kind", to_js(env, remark.kind)},
                         {"name", to_js(env, remark.name)},
                         {"function", to_js(env, remark.function)},
                         {"message", to_js(env, remark.message)},
                         {"line", to_js(env, int64_t{remark.line})},
                         {"column", to_js(env, int64_t{remark.column})}});
}

napi_value loop_to_js(napi_env env, int32_t loop, const LoopRecord& record) {
  std::vector<napi_value> shares;
  for (const int64_t chunks : record.shares) shares.push_back(to_js(env, chunks));
  return object_of(env, {{"loop", to_js(env, int64_t{loop})},
                         {"calls", to_js(env, record.calls)},
                         {"parallelCalls", to_js(env, record.parallel_calls)},
                         {"pastCachesCalls", to_js(env, record.past_caches_calls)},
                         {"nanoseconds", to_js(env, record.nanoseconds)},
                         {"iterations", to_js(env, record.iterations)},
                         {"chunksByThread", array_of(env, shares)}});
}

napi_value bytes_to_js(napi_env env, std::string_view bytes) {
  void* data = nullptr;
  napi_value buffer = nullptr;
  check(napi_create_arraybuffer(env, bytes.size(), &data, &buffer));
  std::copy(bytes.begin(), bytes.end(), static_cast<char*>(data));
  return buffer;
}

std::string bytes_of(napi_env env, napi_value buffer) {
  void* data = nullptr;
  size_t length = 0;
  check(napi_get_arraybuffer_info(env, buffer, &data, &length));
  return std::string(static_cast<const char*>(data), length);
}

std::vector<napi_value> elements_of(napi_env env, napi_value array) {
  uint32_t length = 0;
  check(napi_get_array_length(env, array, &length));
  std::vector<napi_value> elements(length);
  for (uint32_t index = 0; index < length; index++) check(napi_get_element(env, array, index, &elements[index]));
  return elements;
}

napi_value part_to_js(napi_env env, const CodePart& part) {
  return object_of(env, {{"object", bytes_to_js(env, part.object->getBuffer())},
                         {"bitcode", bytes_to_js(env, part.bitcode)}});
}

CodePart part_of(napi_env env, napi_value part) {
  const auto bytes = [&](const char* name) {
    napi_value field = nullptr;
    check(napi_get_named_property(env, part, name, &field));
    return bytes_of(env, field);
  };
  return {llvm::MemoryBuffer::getMemBufferCopy(bytes("object"), "weft"), bytes("bitcode")};
}

}  // namespace

napi_value compile_code(napi_env env, napi_callback_info info) {
  return guarded(env, [&] {
    const auto [ir, level, remarks] = arguments_of<3>(env, info);
    auto compiled =
        compile_to_object(string_of(env, ir), {static_cast<int>(integer_of(env, level)), boolean_of(env, remarks)});
    if (const auto* error = std::get_if<CompileError>(&compiled)) throw std::runtime_error(error->message);
    const auto& code = std::get<CompiledCode>(compiled);
    std::vector<napi_value> functions;
    for (const std::string& name : code.functions) functions.push_back(to_js(env, name));
    std::vector<napi_value> described;
    for (const Remark& remark : code.remarks) described.push_back(remark_to_js(env, remark));
    std::vector<napi_value> parts;
    for (const CodePart& part : code.parts) parts.push_back(part_to_js(env, part));
    return object_of(env, {{"parts", array_of(env, parts)},
                           {"functions", array_of(env, functions)},
                           {"remarks", array_of(env, described)}});
  });
}

napi_value load_code(napi_env env, napi_callback_info info) {
  return guarded(env, [&] {
    const auto [parts, functions] = arguments_of<2>(env, info);
    CompiledCode code;
    for (const napi_value part : elements_of(env, parts)) code.parts.push_back(part_of(env, part));
    for (const napi_value name : elements_of(env, functions)) code.functions.push_back(string_of(env, name));
    auto loaded = load(std::move(code));
    if (const auto* error = std::get_if<CompileError>(&loaded)) throw std::runtime_error(error->message);
    auto reference = std::make_unique<ModuleReference>(std::get<ModuleReference>(std::move(loaded)));

    napi_value kernels = object_of(env, {});
    for (const auto& [name, kernel] : (*reference)->kernels) {
      check(napi_set_named_property(env, kernels, name.c_str(), address_to_js(env, &kernel)));
    }
    napi_value handle = nullptr;
    check(napi_create_external(env, reference.get(), delete_reference, nullptr, &handle));
    reference.release();
    return object_of(env, {{"module", handle}, {"kernels", kernels}});
  });
}

napi_value dispose_module(napi_env env, napi_callback_info info) {
  return guarded(env, [&] {
    const auto [handle] = arguments_of<1>(env, info);
    reference_of(env, handle).reset();
    return undefined(env);
  });
}

napi_value assembly_of(napi_env env, napi_callback_info info) {
  return guarded(env, [&] { return to_js(env, module_argument(env, info).assembly()); });
}

napi_value ir_of(napi_env env, napi_callback_info info) {
  return guarded(env, [&] { return to_js(env, module_argument(env, info).ir()); });
}

napi_value name_loops(napi_env env, napi_callback_info info) {
  return guarded(env, [&] {
    const auto [handle, program, places] = arguments_of<3>(env, info);
    LoopNames& names = reference_of(env, handle)->names;
    names.program = string_of(env, program);
    names.places.clear();
    for (const napi_value place : elements_of(env, places)) names.places.push_back(string_of(env, place));
    return undefined(env);
  });
}

napi_value statistics_of(napi_env env, napi_callback_info info) {
  return guarded(env, [&] {
    std::vector<napi_value> loops;
    for (const auto& [loop, record] : module_argument(env, info).statistics.read()) {
      loops.push_back(loop_to_js(env, loop, record));
    }
    return array_of(env, loops);
  });
}

}  // namespace weft

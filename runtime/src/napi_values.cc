#include "napi_values.h"

#include <cstring>

namespace weft {

void throw_to_javascript(napi_env env, const std::exception& problem) {
  bool pending = false;
  napi_is_exception_pending(env, &pending);
  if (pending) return;
  // A NapiFailure that left no exception behind: Node's description of the failed call.
  const napi_extended_error_info* details = nullptr;
  napi_get_last_error_info(env, &details);
  const bool described = details != nullptr && details->error_code != napi_ok && details->error_message != nullptr;
  napi_throw_error(env, nullptr, described ? details->error_message : problem.what());
}

int64_t integer_of(napi_env env, napi_value value) {
  int64_t result = 0;
  check(napi_get_value_int64(env, value, &result));
  return result;
}

bool boolean_of(napi_env env, napi_value value) {
  bool result = false;
  check(napi_get_value_bool(env, value, &result));
  return result;
}

std::string string_of(napi_env env, napi_value value) {
  size_t length = 0;
  check(napi_get_value_string_utf8(env, value, nullptr, 0, &length));
  std::string result(length, '\0');
  check(napi_get_value_string_utf8(env, value, result.data(), length + 1, &length));
  return result;
}

napi_value to_js(napi_env env, double value) {
  napi_value result = nullptr;
  check(napi_create_double(env, value, &result));
  return result;
}

napi_value to_js(napi_env env, int64_t value) {
  napi_value result = nullptr;
  check(napi_create_int64(env, value, &result));
  return result;
}

napi_value boolean_to_js(napi_env env, bool value) {
  napi_value result = nullptr;
  check(napi_get_boolean(env, value, &result));
  return result;
}

napi_value to_js(napi_env env, const std::string& value) {
  napi_value result = nullptr;
  check(napi_create_string_utf8(env, value.data(), value.size(), &result));
  return result;
}

napi_value address_to_js(napi_env env, const void* address) {
  return to_js(env, static_cast<int64_t>(reinterpret_cast<uintptr_t>(address)));
}

napi_value undefined(napi_env env) {
  napi_value result = nullptr;
  check(napi_get_undefined(env, &result));
  return result;
}

napi_value object_of(napi_env env, std::initializer_list<std::pair<const char*, napi_value>> fields) {
  napi_value result = nullptr;
  check(napi_create_object(env, &result));
  for (const auto& [name, value] : fields) check(napi_set_named_property(env, result, name, value));
  return result;
}

napi_value array_of(napi_env env, const std::vector<napi_value>& values) {
  napi_value result = nullptr;
  check(napi_create_array_with_length(env, values.size(), &result));
  for (size_t i = 0; i < values.size(); i++) check(napi_set_element(env, result, static_cast<uint32_t>(i), values[i]));
  return result;
}

napi_value slots_of(napi_env env, const std::vector<int64_t>& values) {
  void* data = nullptr;
  napi_value buffer = nullptr;
  check(napi_create_arraybuffer(env, values.size() * sizeof(int64_t), &data, &buffer));
  if (!values.empty()) std::memcpy(data, values.data(), values.size() * sizeof(int64_t));
  napi_value result = nullptr;
  check(napi_create_typedarray(env, napi_bigint64_array, values.size(), buffer, 0, &result));
  return result;
}

}  // namespace weft

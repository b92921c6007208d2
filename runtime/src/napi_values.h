// JavaScript values from and to C++. Node's C interface reports errors as status codes; here they are exceptions, which
// `guarded` turns into JavaScript errors.
#ifndef WEFT_NAPI_VALUES_H
#define WEFT_NAPI_VALUES_H
#include <node_api.h>

#include <array>
#include <cstdint>
#include <exception>
#include <initializer_list>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace weft {

// Thrown where a call of Node's interface failed, usually with a JavaScript exception pending.
class NapiFailure : public std::exception {};

inline void check(napi_status status) {
  if (status != napi_ok) throw NapiFailure();
}

void throw_to_javascript(napi_env env, const std::exception& problem);

// Runs the body of a function that JavaScript called.
template <typename Body>
napi_value guarded(napi_env env, const Body& body) {
  try {
    return body();
  } catch (const std::exception& problem) {
    throw_to_javascript(env, problem);
    return nullptr;
  }
}

// The arguments of a call, and the pointer that its function was registered with.
template <size_t Count>
std::array<napi_value, Count> arguments_of(napi_env env, napi_callback_info info, void** data = nullptr) {
  std::array<napi_value, Count> values;
  size_t count = Count;
  check(napi_get_cb_info(env, info, &count, values.data(), nullptr, data));
  return values;
}

int64_t integer_of(napi_env env, napi_value value);
bool boolean_of(napi_env env, napi_value value);
std::string string_of(napi_env env, napi_value value);
// Addresses travel as numbers: those of user space are below 2^53.
template <typename T>
T* pointer_of(napi_env env, napi_value value) {
  return reinterpret_cast<T*>(integer_of(env, value));
}

napi_value to_js(napi_env env, double value);
napi_value to_js(napi_env env, int64_t value);
napi_value to_js(napi_env env, const std::string& value);
// Not to_js: a string literal would rather be a bool than a string.
napi_value boolean_to_js(napi_env env, bool value);
napi_value address_to_js(napi_env env, const void* address);
napi_value undefined(napi_env env);
napi_value object_of(napi_env env, std::initializer_list<std::pair<const char*, napi_value>> fields);
napi_value array_of(napi_env env, const std::vector<napi_value>& values);
// A BigInt64Array with a copy of the values.
napi_value slots_of(napi_env env, const std::vector<int64_t>& values);

}  // namespace weft
#endif

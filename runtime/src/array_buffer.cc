#include "array_buffer.h"

#include <dlfcn.h>

#include <memory>

#include "kernel_abi.h"
#include "napi_values.h"

namespace weft {
namespace {

// Node's C interface makes a Buffer, tracks it, and calls its finalizer: 3 to 5 microseconds each. V8's own functions take a tenth of
// that. They are looked up by name, which says the types of their parameters: a Node whose V8 has others is served by the C interface.
// https://v8.github.io/api/head/classv8_1_1ArrayBuffer.html

// A std::unique_ptr<v8::BackingStore>: one pointer, with a destructor, so that it is passed in memory.
struct UniqueStore {
  void* store;
  ~UniqueStore() {}
};
// A v8::Local: one pointer, which is what a napi_value is.
struct Local {
  void* location;
};
using Deleter = void (*)(void* data, size_t bytes, void* hint);

struct V8Functions {
  void* (*current_isolate)();
  UniqueStore (*new_store)(void* data, size_t bytes, Deleter deleter, void* hint);
  void (*destroy_store)(void* store);
  Local (*new_buffer)(void* isolate, std::shared_ptr<void> store);

  bool all_found() const {
    return current_isolate != nullptr && new_store != nullptr && destroy_store != nullptr && new_buffer != nullptr;
  }
};

template <typename Function>
Function find(const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_DEFAULT, name));
}

const V8Functions& v8_functions() {
  static const V8Functions functions{
      find<decltype(V8Functions::current_isolate)>("_ZN2v87Isolate10GetCurrentEv"),
      find<decltype(V8Functions::new_store)>("_ZN2v811ArrayBuffer15NewBackingStoreEPvmPFvS1_mS1_ES1_"),
      find<decltype(V8Functions::destroy_store)>("_ZN2v812BackingStoreD1Ev"),
      find<decltype(V8Functions::new_buffer)>(
          "_ZN2v811ArrayBuffer3NewEPNS_7IsolateESt10shared_ptrINS_12BackingStoreEE"),
  };
  return functions;
}

// V8 calls it once no ArrayBuffer of any thread has the memory, on a thread of its choice.
void release_store(void* owner, size_t, void*) { weft_release(nullptr, owner); }

void delete_store(void* store) {
  v8_functions().destroy_store(store);
  ::operator delete(store);
}

napi_value buffer_by_v8(void* owner, size_t bytes) {
  const V8Functions& v8 = v8_functions();
  const UniqueStore unique = v8.new_store(owner, bytes, release_store, nullptr);
  const Local buffer = v8.new_buffer(v8.current_isolate(), std::shared_ptr<void>(unique.store, delete_store));
  return static_cast<napi_value>(buffer.location);
}

void release_owner(napi_env, void* owner, void*) { weft_release(nullptr, owner); }

napi_value buffer_by_node(napi_env env, void* owner, size_t bytes) {
  napi_value buffer = nullptr;
  // Not with the buffer's own finalizer, which Node calls in a later turn of the event loop: a loop that makes one array
  // after the other would never free any. This one runs within the garbage collection.
  check(napi_create_external_arraybuffer(env, owner, bytes, nullptr, nullptr, &buffer));
  check(napi_add_finalizer(env, buffer, owner, release_owner, nullptr, nullptr));
  return buffer;
}

}  // namespace

bool array_buffers_are_transferable() { return v8_functions().all_found(); }

napi_value array_buffer_over(napi_env env, void* owner, int64_t bytes) {
  const auto size = static_cast<size_t>(bytes);
  return v8_functions().all_found() ? buffer_by_v8(owner, size) : buffer_by_node(env, owner, size);
}

}  // namespace weft

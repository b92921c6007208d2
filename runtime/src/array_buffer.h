// ArrayBuffers over memory of kernels.
#ifndef WEFT_ARRAY_BUFFER_H
#define WEFT_ARRAY_BUFFER_H
#include <node_api.h>

#include <cstdint>

namespace weft {

// Whether the memory belongs to the ArrayBuffer's content rather than to the object: then it can be transferred to another object.
bool array_buffers_are_transferable();

// The memory of weft_alloc at `owner` as ArrayBuffer, which takes over one reference. More than 0 and less than 2^32 bytes.
napi_value array_buffer_over(napi_env env, void* owner, int64_t bytes);

}  // namespace weft
#endif

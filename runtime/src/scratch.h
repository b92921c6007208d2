// Memory for the time of a function of the runtime.
#ifndef WEFT_SCRATCH_H
#define WEFT_SCRATCH_H
#include <cstdint>

#include "kernel_abi.h"

namespace weft {

// Counts against the memory limit. data() is null where it can't be had; the context then knows of the request.
template <typename T>
class Scratch {
 public:
  Scratch(weft_context* context, int64_t size)
      : context_(context), data_(static_cast<T*>(weft_alloc(context, size * static_cast<int64_t>(sizeof(T)), 0))) {}
  ~Scratch() { weft_release(context_, data_); }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  T* data() const { return data_; }

 private:
  weft_context* context_;
  T* data_;
};

}  // namespace weft
#endif

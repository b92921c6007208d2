#include "print_log.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "context.h"
#include "kernel_abi.h"
#include "memory_limit.h"

namespace weft {
namespace {

// A loop that prints in every iteration must not take the memory of the machine before someone stops it.
constexpr size_t kMostRecords = 100'000;
// Snapshots of one call may take this part of the memory limit.
constexpr int64_t kSnapshotShare = 16;
constexpr int64_t kMostDimensions = 64;

char* copy_row_major(char* to, const char* from, int64_t item_bytes, int64_t ndim, const int64_t* shape,
                     const int64_t* strides) {
  if (ndim == 0) {
    std::memcpy(to, from, static_cast<size_t>(item_bytes));
    return to + item_bytes;
  }
  for (int64_t i = 0; i < shape[0]; i++) {
    to = copy_row_major(to, from + i * strides[0] * item_bytes, item_bytes, ndim - 1, shape + 1, strides + 1);
  }
  return to;
}

// -1 where the product does not fit.
int64_t bytes_of(int64_t item_bytes, int64_t ndim, const int64_t* shape) {
  int64_t bytes = item_bytes;
  for (int64_t axis = 0; axis < ndim; axis++) {
    if (__builtin_mul_overflow(bytes, shape[axis], &bytes)) return -1;
  }
  return bytes;
}

}  // namespace

PrintBatch::~PrintBatch() {
  for (BufferHeader* snapshot : snapshots) free_buffer(snapshot);
}

BufferHeader* PrintBatch::snapshot_at(const void* address) const {
  const auto* const wanted = static_cast<const BufferHeader*>(address) - 1;
  const auto found = std::lower_bound(snapshots.begin(), snapshots.end(), wanted);
  return found != snapshots.end() && *found == wanted ? *found : nullptr;
}

void PrintLog::add(int32_t site, const int64_t* slots, int64_t count) {
  const std::lock_guard<std::mutex> lock(lock_);
  used_.store(true, std::memory_order_release);
  if (batch_.records.size() >= kMostRecords) {
    batch_.dropped++;
  } else {
    batch_.records.push_back({site, std::vector<int64_t>(slots, slots + count)});
  }
}

BufferHeader* PrintLog::make_snapshot(int64_t bytes) {
  const std::lock_guard<std::mutex> lock(lock_);
  if (bytes < 0 || bytes > memory_limit() / kSnapshotShare - snapshot_bytes_) return nullptr;
  BufferHeader* const snapshot = allocate_buffer(bytes);
  if (snapshot == nullptr) return nullptr;
  used_.store(true, std::memory_order_release);
  snapshot_bytes_ += bytes;
  batch_.snapshots.push_back(snapshot);
  return snapshot;
}

PrintBatch PrintLog::take() {
  const std::lock_guard<std::mutex> lock(lock_);
  used_.store(false, std::memory_order_relaxed);
  PrintBatch taken;
  std::swap(taken.records, batch_.records);
  std::swap(taken.snapshots, batch_.snapshots);
  std::swap(taken.dropped, batch_.dropped);
  snapshot_bytes_ = 0;
  std::sort(taken.snapshots.begin(), taken.snapshots.end());
  return taken;
}

}  // namespace weft

void weft_print(weft_context* context, int32_t site, const int64_t* slots, int64_t count) {
  weft::Context::of(context)->prints.add(site, slots, count);
}

void* weft_snapshot(weft_context* context, const void* data, int64_t item_bytes, int64_t ndim, const int64_t* shape,
                    const int64_t* strides) {
  weft::Context* const call = weft::Context::of(context);
  if (ndim < 0 || ndim > weft::kMostDimensions) return nullptr;
  const int64_t bytes = weft::bytes_of(item_bytes, ndim, shape);
  weft::BufferHeader* const copy = call->prints.make_snapshot(bytes);
  if (copy == nullptr) return nullptr;
  if (bytes > 0) {
    weft::copy_row_major(static_cast<char*>(copy->data()), static_cast<const char*>(data), item_bytes, ndim, shape,
                         strides);
  }
  return copy->data();
}

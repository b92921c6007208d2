// What a kernel printed: records that JavaScript turns into lines once the kernel is done.
#ifndef WEFT_PRINT_LOG_H
#define WEFT_PRINT_LOG_H
#include <atomic>
#include <cstdint>
#include <mutex>
#include <vector>

#include "memory.h"

namespace weft {

struct PrintRecord {
  int32_t site;
  std::vector<int64_t> slots;
};

struct PrintBatch {
  std::vector<PrintRecord> records;
  // Snapshots of arrays, one reference each; in the order of their addresses once taken.
  std::vector<BufferHeader*> snapshots;
  // Records left out because there were too many.
  int64_t dropped = 0;

  PrintBatch() = default;
  PrintBatch(PrintBatch&&) = default;
  PrintBatch& operator=(PrintBatch&&) = delete;
  ~PrintBatch();
  // The snapshot whose data is at `address`, or null.
  BufferHeader* snapshot_at(const void* address) const;
};

class PrintLog {
 public:
  void add(int32_t site, const int64_t* slots, int64_t count);
  // A buffer for a snapshot, which the log keeps; null where there is no memory for it.
  BufferHeader* make_snapshot(int64_t bytes);
  bool empty() const { return !used_.load(std::memory_order_acquire); }
  // Empties the log.
  PrintBatch take();

 private:
  std::atomic<bool> used_{false};
  std::mutex lock_;
  PrintBatch batch_;
  int64_t snapshot_bytes_ = 0;
};

}  // namespace weft
#endif

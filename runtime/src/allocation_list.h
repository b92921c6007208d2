// The buffers that a running kernel holds, so that one that fails or is stopped leaves nothing behind.
#ifndef WEFT_ALLOCATION_LIST_H
#define WEFT_ALLOCATION_LIST_H
#include <array>
#include <atomic>
#include <cstdint>
#include <mutex>

namespace weft {

struct BufferHeader;

class AllocationList {
 public:
  void add(BufferHeader* buffer);
  void remove(BufferHeader* buffer);
  // Hands all buffers over to whoever holds references: the results of a kernel that succeeded.
  void forget_all();
  void free_all();

 private:
  // Threads that allocate within a parallel loop mostly meet in different shards.
  struct alignas(64) Shard {
    std::mutex lock;
    BufferHeader* first = nullptr;
  };
  static constexpr uint32_t kShards = 8;

  BufferHeader* take_all(Shard& shard);

  // Bit s: shard s has been used. Spares the calls that allocate nothing a walk over the shards.
  std::atomic<uint32_t> used_{0};
  std::array<Shard, kShards> shards_;
};

}  // namespace weft
#endif

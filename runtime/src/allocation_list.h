// The buffers that a running kernel holds, so that one that fails or is stopped leaves nothing behind; and those that are lent to it.
#ifndef WEFT_ALLOCATION_LIST_H
#define WEFT_ALLOCATION_LIST_H
#include <array>
#include <atomic>
#include <cstdint>
#include <mutex>

namespace weft {

struct BufferHeader;

// Memory under an ArrayBuffer that nobody uses, which a kernel may take in place of fresh memory. Two slots that JavaScript filled
// (runtime/spare-results.ts). What the kernel does not return goes back to its place: it is never freed here.
struct SparePlace {
  // Of the data; 0 where there is none.
  int64_t address;
  int64_t bytes;
};

class AllocationList {
 public:
  // The places of the calls from now on, kSparePlaces of them; null for none.
  void lend(SparePlace* places) { places_ = places; }
  // A buffer of exactly so many bytes that was lent, with one reference, or null.
  BufferHeader* take_spare(int64_t bytes);
  void add(BufferHeader* buffer);
  // Takes a buffer without references off the list, and frees it unless it was lent.
  void give_back(BufferHeader* buffer);
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
  // Must equal PLACES in runtime/spare-results.ts.
  static constexpr uint8_t kSparePlaces = 8;

  BufferHeader* take_all(Shard& shard);
  void free_or_return(BufferHeader* buffer);

  SparePlace* places_ = nullptr;

  // Bit s: shard s has been used. Spares the calls that allocate nothing a walk over the shards.
  std::atomic<uint32_t> used_{0};
  std::array<Shard, kShards> shards_;
};

}  // namespace weft
#endif

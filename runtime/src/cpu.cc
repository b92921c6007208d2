#include "cpu.h"

#include <unistd.h>

#include <algorithm>

#include "processor_count.h"
#include "target.h"

namespace weft {
namespace {

int64_t cache_size(int name) { return std::max<int64_t>(0, sysconf(name)); }

}  // namespace

CacheSizes cache_sizes() {
  return {cache_size(_SC_LEVEL1_DCACHE_SIZE), cache_size(_SC_LEVEL2_CACHE_SIZE), cache_size(_SC_LEVEL3_CACHE_SIZE)};
}

Cpu describe_cpu() {
  return {processor_name(),
          processor_features(),
          vector_bits(),
          processor_count(),
          core_count(),
          cache_sizes()};
}

}  // namespace weft

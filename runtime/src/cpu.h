// What the compiler and the reports want to know of the processor.
#ifndef WEFT_CPU_H
#define WEFT_CPU_H
#include <cstdint>
#include <string>

namespace weft {

struct CacheSizes {
  // Bytes; 0 where the system does not say. Level 1 is the data cache.
  int64_t level1;
  int64_t level2;
  int64_t level3;
};

struct Cpu {
  std::string name;
  std::string features;
  int vector_bits;
  int threads;
  int cores;
  CacheSizes caches;
};

CacheSizes cache_sizes();
Cpu describe_cpu();

}  // namespace weft
#endif

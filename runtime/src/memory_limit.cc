#include "memory_limit.h"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <sstream>
#include <string>

#include "memory.h"
#include "processor_count.h"

namespace weft {
namespace {

std::atomic<int64_t> chosen_limit{0};

int64_t physical_memory() {
  return static_cast<int64_t>(sysconf(_SC_PHYS_PAGES)) * static_cast<int64_t>(sysconf(_SC_PAGESIZE));
}

// "memory.max" is a number or "max"; version 1 writes a huge number for "no limit".
int64_t control_group_limit() {
  int64_t limit = 0;
  std::istringstream value(control_group_value("memory.max"));
  if (value >> limit) return limit;
  std::ifstream version_one("/sys/fs/cgroup/memory/memory.limit_in_bytes");
  return version_one >> limit ? limit : INT64_MAX;
}

// The rest is for Node's own heap and the code around it.
int64_t default_limit() {
  static const int64_t limit = std::min(physical_memory(), control_group_limit()) / 10 * 9;
  return limit;
}

}  // namespace

void set_memory_limit(int64_t bytes) { chosen_limit.store(bytes, std::memory_order_relaxed); }

int64_t memory_limit() {
  const int64_t chosen = chosen_limit.load(std::memory_order_relaxed);
  return chosen > 0 ? chosen : default_limit();
}

int64_t available_memory() {
  std::ifstream file("/proc/meminfo");
  for (std::string line; std::getline(file, line);) {
    int64_t kibibytes = 0;
    std::string name;
    if (std::istringstream(line) >> name >> kibibytes && name == "MemAvailable:") return kibibytes << 10;
  }
  return INT64_MAX;
}

}  // namespace weft

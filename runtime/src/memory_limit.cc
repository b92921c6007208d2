#include "memory_limit.h"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <sstream>
#include <string>

#include "control_group.h"
#include "memory.h"

namespace weft {
namespace {

std::atomic<int64_t> chosen_limit{0};

int64_t physical_memory() {
  return static_cast<int64_t>(sysconf(_SC_PHYS_PAGES)) * static_cast<int64_t>(sysconf(_SC_PAGESIZE));
}

// The rest is for Node's own heap and the code around it.
int64_t default_limit() {
  static const int64_t limit = std::min(physical_memory(), group_memory_limit({})) / 10 * 9;
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

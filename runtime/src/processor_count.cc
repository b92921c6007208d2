#include "processor_count.h"

#include <sched.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <set>
#include <thread>
#include <utility>
#include <vector>

#include "control_group.h"

namespace weft {
namespace {

std::vector<int> allowed_processors() {
  std::vector<int> allowed;
  cpu_set_t mask;
  CPU_ZERO(&mask);
  // Fails on machines with more processors than cpu_set_t holds; then the standard library's count stands in.
  if (sched_getaffinity(0, sizeof mask, &mask) == 0) {
    for (int cpu = 0; cpu < CPU_SETSIZE; cpu++) {
      if (CPU_ISSET(cpu, &mask)) allowed.push_back(cpu);
    }
  } else {
    for (unsigned cpu = 0; cpu < std::thread::hardware_concurrency(); cpu++) allowed.push_back(static_cast<int>(cpu));
  }
  return allowed;
}

std::string first_line(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return line;
}

}  // namespace

int processor_count() {
  static const int count = [] {
    const auto allowed = static_cast<double>(allowed_processors().size());
    return std::max(1, static_cast<int>(std::min(allowed, std::ceil(group_processor_quota({})))));
  }();
  return count;
}

int core_count() {
  std::set<std::pair<std::string, std::string>> cores;
  for (const int cpu : allowed_processors()) {
    const std::string topology = "/sys/devices/system/cpu/cpu" + std::to_string(cpu) + "/topology/";
    cores.emplace(first_line(topology + "physical_package_id"), first_line(topology + "core_id"));
  }
  return std::max(1, static_cast<int>(cores.size()));
}

}  // namespace weft

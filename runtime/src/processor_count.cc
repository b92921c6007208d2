#include "processor_count.h"

#include <sched.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <set>
#include <sstream>
#include <thread>
#include <utility>
#include <vector>

namespace weft {
namespace {

const char* const kControlGroups = "/sys/fs/cgroup";

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

// The unified hierarchy's line of /proc/self/cgroup is "0::/path".
std::string control_group_path() {
  std::ifstream file("/proc/self/cgroup");
  for (std::string line; std::getline(file, line);) {
    if (line.rfind("0::", 0) == 0) return line.substr(3);
  }
  return "/";
}

// Processors granted by "cpu.max" ("quota period" in microseconds, or "max period"), or by version 1's two files.
double processor_quota() {
  std::istringstream value(control_group_value("cpu.max"));
  double quota = 0;
  double period = 0;
  if (!(value >> quota >> period)) {
    std::istringstream(first_line(std::string(kControlGroups) + "/cpu/cpu.cfs_quota_us")) >> quota;
    std::istringstream(first_line(std::string(kControlGroups) + "/cpu/cpu.cfs_period_us")) >> period;
  }
  return quota > 0 && period > 0 ? quota / period : INFINITY;
}

}  // namespace

std::string control_group_value(const std::string& file) {
  for (std::string path = control_group_path();; path.resize(path.rfind('/'))) {
    const std::string value = first_line(kControlGroups + path + "/" + file);
    if (!value.empty()) return value;
    if (path.empty() || path.rfind('/') == std::string::npos) return "";
  }
}

int processor_count() {
  static const int count = [] {
    const auto allowed = static_cast<double>(allowed_processors().size());
    return std::max(1, static_cast<int>(std::min(allowed, std::ceil(processor_quota()))));
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

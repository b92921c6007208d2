#include "control_group.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <sstream>
#include <vector>

namespace weft {
namespace {

// "hierarchy:controllers:path"; version 2 has hierarchy 0 and no controllers.
std::string path_of(const ControlGroups& groups, const std::string& controller) {
  std::ifstream file(groups.membership);
  for (std::string line; std::getline(file, line);) {
    const size_t first = line.find(':');
    const size_t second = line.find(':', first + 1);
    if (second == std::string::npos) continue;
    const std::string controllers = "," + line.substr(first + 1, second - first - 1) + ",";
    const bool found = controller.empty() ? controllers == ",," : controllers.find("," + controller + ",") != std::string::npos;
    if (found) return line.substr(second + 1);
  }
  return "";
}

// The folders of the group and of those around it, the innermost first. Inside a container the path may be that of the machine, of which
// only the last folder, the mount itself, is there.
std::vector<std::string> folders_of(const ControlGroups& groups, const std::string& controller) {
  const std::string base = controller.empty() ? groups.mount : groups.mount + "/" + controller;
  std::string path = path_of(groups, controller);
  std::vector<std::string> folders;
  while (!path.empty() && path != "/") {
    folders.push_back(base + path);
    path.resize(path.rfind('/') == std::string::npos ? 0 : path.rfind('/'));
  }
  folders.push_back(base);
  return folders;
}

std::string first_line(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return line;
}

template <typename T>
bool read_number(std::istream&& from, T& to) {
  return static_cast<bool>(from >> to);
}

// A number, or "max", which is none.
int64_t limit_in(const std::string& path) {
  int64_t limit = 0;
  return read_number(std::istringstream(first_line(path)), limit) && limit > 0 ? limit : INT64_MAX;
}

double quota_of(double quota, double period) { return quota > 0 && period > 0 ? quota / period : INFINITY; }

}  // namespace

int64_t group_memory_limit(const ControlGroups& groups) {
  int64_t least = INT64_MAX;
  for (const std::string& folder : folders_of(groups, "")) least = std::min(least, limit_in(folder + "/memory.max"));
  for (const std::string& folder : folders_of(groups, "memory")) {
    least = std::min(least, limit_in(folder + "/memory.limit_in_bytes"));
  }
  return least;
}

double group_processor_quota(const ControlGroups& groups) {
  double least = INFINITY;
  for (const std::string& folder : folders_of(groups, "")) {
    // "quota period" in microseconds, or "max period".
    std::istringstream value(first_line(folder + "/cpu.max"));
    double quota = 0;
    double period = 0;
    if (value >> quota >> period) least = std::min(least, quota_of(quota, period));
  }
  for (const std::string& folder : folders_of(groups, "cpu")) {
    double quota = 0;
    double period = 0;
    const bool known = read_number(std::istringstream(first_line(folder + "/cpu.cfs_quota_us")), quota) &&
                       read_number(std::istringstream(first_line(folder + "/cpu.cfs_period_us")), period);
    if (known) least = std::min(least, quota_of(quota, period));
  }
  return least;
}

}  // namespace weft

// What control groups leave to this process, of either version.
#ifndef WEFT_CONTROL_GROUP_H
#define WEFT_CONTROL_GROUP_H
#include <cstdint>
#include <string>

namespace weft {

// Where the system tells of them.
struct ControlGroups {
  std::string mount = "/sys/fs/cgroup";
  std::string membership = "/proc/self/cgroup";
};

// The least memory, in bytes, that the group of this process or one around it may have; INT64_MAX without a limit.
int64_t group_memory_limit(const ControlGroups& groups);
// The least number of processors' time that they may take; infinite without a limit.
double group_processor_quota(const ControlGroups& groups);

}  // namespace weft
#endif

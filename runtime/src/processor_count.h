// How many processors this process may use.
#ifndef WEFT_PROCESSOR_COUNT_H
#define WEFT_PROCESSOR_COUNT_H
#include <cstdint>
#include <string>

namespace weft {

// Logical processors of the affinity mask, lowered to the processor quota of the control group. At least 1.
int processor_count();
// Physical cores behind the processors of the affinity mask. At least 1.
int core_count();
// The value of a control group file ("cpu.max", "memory.max") of this process or its nearest ancestor that has it;
// empty where there is none.
std::string control_group_value(const std::string& file);

}  // namespace weft
#endif

// How many processors this process may use.
#ifndef WEFT_PROCESSOR_COUNT_H
#define WEFT_PROCESSOR_COUNT_H

namespace weft {

// Logical processors of the affinity mask, lowered to the processor quota of the control group. At least 1.
int processor_count();
// Physical cores behind the processors of the affinity mask. At least 1.
int core_count();

}  // namespace weft
#endif

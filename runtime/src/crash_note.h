// What ran when native code brought the process down, said on stderr before it ends.
#ifndef WEFT_CRASH_NOTE_H
#define WEFT_CRASH_NOTE_H

namespace weft {

// From now on a signal that ends the process because of a fault is preceded by "weft: SIGSEGV in the parallel loop at PLACE of
// PROGRAM", a line for each kernel that runs. Handlers that were there before are called afterwards. Once for a process.
void report_crashes();

}  // namespace weft
#endif

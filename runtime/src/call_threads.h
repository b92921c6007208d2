// Threads for asynchronous calls. They are apart from Node's own pool, which a long kernel would block for files and
// name lookups, and from the workers, which only ever help.
#ifndef WEFT_CALL_THREADS_H
#define WEFT_CALL_THREADS_H
#include <functional>

namespace weft {

// Runs `task` on a thread of its own, or as soon as one is free. False when the system grants no thread at all.
bool run_on_call_thread(std::function<void()> task);

}  // namespace weft
#endif

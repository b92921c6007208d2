// A few long tasks on threads of their own.
#ifndef WEFT_PARALLEL_TASKS_H
#define WEFT_PARALLEL_TASKS_H
#include <cstddef>
#include <functional>

namespace weft {

// Runs task(0), …, task(count - 1), the first on this thread. Returns, or throws what a task
// threw, when all are done. Where the system grants no thread a task waits for its turn on this one.
void run_tasks(size_t count, const std::function<void(size_t)>& task);

}  // namespace weft
#endif

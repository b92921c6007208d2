// Starting detached threads without exceptions.
#ifndef WEFT_WORKER_THREAD_H
#define WEFT_WORKER_THREAD_H

namespace weft {

// Starts a detached thread that runs body(argument), with all signals blocked (they belong to Node's threads).
// False when the system refuses.
bool start_worker_thread(void (*body)(int), int argument);

}  // namespace weft
#endif

// The worker threads of the process. The pool runs the numbered chunks of a job on the calling thread and on
// whichever workers are free; it knows nothing of kernels, arrays or JavaScript.
#ifndef WEFT_THREAD_POOL_H
#define WEFT_THREAD_POOL_H
#include <array>
#include <chrono>
#include <cstdint>

namespace weft {

constexpr int kMaxThreads = 256;

// Chunks each thread has run: element 0 is the caller's, element w worker w's. Elements from `threads` on are not set.
struct ThreadShares {
  int threads;
  // The caller, for chunks of others, when it had none itself.
  std::chrono::nanoseconds waited;
  std::array<uint32_t, kMaxThreads> chunks;
};

struct Job {
  // Runs one chunk and returns a weft_status.
  int32_t (*run)(const void* work, uint32_t chunk);
  const void* work;
  uint32_t chunks;
  // Read before each chunk: not zero means that the rest is given up.
  const int32_t* stop;
};

// Threads that take part in a job, the caller included. May exceed the number of processors.
void set_thread_count(int count);
int thread_count();

// The number of this thread among those of a job: that of a worker, or 0.
int worker_number();

// Whether a worker spins, or should: work that is too little to wake a thread for, asked about again and again, keeps one awake.
bool work_follows_closely();

// Whether threads that were woken of late found nothing to do, so that for a while little work should wake none.
bool wakes_were_vain();

// True on a thread that is running a chunk of a job: what it calls must not fork again.
bool inside_parallel_job();

// Runs every chunk and returns the status of the lowest chunk that did not return WEFT_OK; chunks above it may be
// left out, chunks below it never are, so which failure is reported does not depend on threads. Returns when all
// claimed chunks are done; it never waits for a thread that has not claimed one. Safe from any number of threads.
int32_t run_job(const Job& job, ThreadShares& shares);
// The same on the calling thread alone.
int32_t run_job_serially(const Job& job, ThreadShares& shares);

}  // namespace weft
#endif

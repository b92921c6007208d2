#include "thread_pool.h"

#include <sched.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>

#include "futex.h"
#include "job_slot.h"
#include "kernel_abi.h"
#include "pause.h"
#include "processor_count.h"
#include "spin.h"
#include "worker_thread.h"

namespace weft {
namespace {

constexpr int kSlots = 64;
constexpr uint64_t kAllSlots = ~uint64_t{0};
// Threads that found nothing to do when they were woken are left asleep for a while.
constexpr std::chrono::microseconds kShortestRest{500};
constexpr std::chrono::milliseconds kLongestRest{4};

thread_local bool inside_job = false;
thread_local int this_worker = 0;

struct Pool {
  alignas(64) std::atomic<uint64_t> open{0};
  alignas(64) std::atomic<uint64_t> unused{kAllSlots};
  alignas(64) std::atomic<uint32_t> epoch{0};
  std::atomic<int> parked{0};
  // Of those, the ones that were woken and have not come yet: waking takes a thread some 50 microseconds, and its caller one.
  std::atomic<int> coming{0};
  std::atomic<int> spinning{0};
  std::atomic<int> threads{std::min(processor_count(), kMaxThreads)};
  std::atomic<int> started{0};
  // When somebody last asked whether little work should be shared.
  std::atomic<std::chrono::steady_clock::time_point> last_asked{};
  // The processor of the thread that last woke others.
  std::atomic<int> waker_processor{-1};
  // Little work wakes nobody after threads were woken in vain.
  Pause rest{kLongestRest};
  std::mutex starting;
  std::array<JobSlot, kSlots> slots;
};

// Never destroyed: workers outlive the static destructors of the process.
Pool& pool() {
  static Pool* const instance = new Pool;
  return *instance;
}

// With more threads than processors a spinning thread takes the processor from the one it waits for.
bool spinning_pays(const Pool& p) { return p.threads.load(std::memory_order_relaxed) <= processor_count(); }

void close_slot(Pool& p, int index) {
  p.open.fetch_and(~(uint64_t{1} << index), std::memory_order_relaxed);
}

void recycle_slot(Pool& p, int index) { p.unused.fetch_or(uint64_t{1} << index, std::memory_order_release); }

// Claims and runs chunks until none is left.
void take_part(Pool& p, int index, int thread) {
  JobSlot& slot = p.slots[static_cast<size_t>(index)];
  const bool outer = inside_job;
  inside_job = true;
  slot.run_chunks(thread);
  inside_job = outer;
  close_slot(p, index);
}

// Joins one open job that still takes threads. False when there is none.
bool help_somewhere(Pool& p, int worker) {
  const uint64_t open = p.open.load(std::memory_order_seq_cst);
  for (int step = 0; open != 0 && step < kSlots; step++) {
    const int index = (worker + step) % kSlots;
    if (((open >> index) & 1) == 0 || !p.slots[static_cast<size_t>(index)].enter()) continue;
    take_part(p, index, worker);
    if (p.slots[static_cast<size_t>(index)].leave()) recycle_slot(p, index);
    return true;
  }
  return false;
}

bool spin_for_work(Pool& p, int worker) {
  if (!spinning_pays(p)) return false;
  p.spinning.fetch_add(1, std::memory_order_relaxed);
  const bool found = spin_until([&] { return p.open.load(std::memory_order_relaxed) != 0; });
  p.spinning.fetch_sub(1, std::memory_order_relaxed);
  return found && help_somewhere(p, worker);
}

// Not below zero: a thread that did not have to be woken may have taken the place of one that was.
void expect_fewer(Pool& p, int count) {
  int coming = p.coming.load(std::memory_order_relaxed);
  while (coming > 0 && !p.coming.compare_exchange_weak(coming, std::max(coming - count, 0), std::memory_order_relaxed)) {
  }
}

// The system likes to wake a thread on the processor of the one that woke it, which then waits for it to sleep again; and it comes
// there the next time as well. This moves it to another one.
void leave_processor(int processor) {
  cpu_set_t allowed;
  if (processor < 0 || processor >= CPU_SETSIZE || sched_getaffinity(0, sizeof allowed, &allowed) != 0) return;
  cpu_set_t others = allowed;
  CPU_CLR(static_cast<size_t>(processor), &others);
  if (CPU_COUNT(&others) > 0 && sched_setaffinity(0, sizeof others, &others) == 0) {
    sched_setaffinity(0, sizeof allowed, &allowed);
  }
}

// False where there was work before the thread slept.
bool park(Pool& p, int worker) {
  p.parked.fetch_add(1, std::memory_order_seq_cst);
  const uint32_t epoch = p.epoch.load(std::memory_order_seq_cst);
  // A job opened before `parked` was raised is seen here; one opened later sees `parked` and changes the epoch.
  const bool helped = help_somewhere(p, worker);
  if (!helped) futex_wait(p.epoch, epoch);
  expect_fewer(p, 1);
  p.parked.fetch_sub(1, std::memory_order_seq_cst);
  if (helped) return false;
  const int waker = p.waker_processor.load(std::memory_order_relaxed);
  if (sched_getcpu() == waker) leave_processor(waker);
  return true;
}

[[noreturn]] void work_forever(int worker) {
  this_worker = worker;
  Pool& p = pool();
  bool woken = false;
  for (;;) {
    const bool found_work = help_somewhere(p, worker) || spin_for_work(p, worker);
    if (woken && !found_work) p.rest.begin(Pause::Clock::now(), kShortestRest);
    woken = !found_work && park(p, worker);
  }
}

void start_workers(Pool& p, int wanted) {
  if (p.started.load(std::memory_order_acquire) >= wanted) return;
  const std::lock_guard<std::mutex> lock(p.starting);
  // A machine that refuses another thread still has the caller and the workers it granted.
  for (int next = p.started.load(std::memory_order_relaxed) + 1; next <= wanted; next++) {
    if (!start_worker_thread(work_forever, next)) return;
    p.started.store(next, std::memory_order_release);
  }
}

void call_for_help(Pool& p, int wanted) {
  const int parked = p.parked.load(std::memory_order_seq_cst);
  const int coming = p.coming.load(std::memory_order_relaxed);
  const int missing = std::min(parked, wanted - p.spinning.load(std::memory_order_relaxed)) - coming;
  if (missing <= 0) return;
  p.epoch.fetch_add(1, std::memory_order_seq_cst);
  p.coming.fetch_add(missing, std::memory_order_relaxed);
  p.waker_processor.store(sched_getcpu(), std::memory_order_relaxed);
  expect_fewer(p, missing - futex_wake(p.epoch, missing));
}

int take_unused_slot(Pool& p) {
  uint64_t unused = p.unused.load(std::memory_order_acquire);
  while (unused != 0) {
    const int index = __builtin_ctzll(unused);
    if (p.unused.compare_exchange_weak(unused, unused & (unused - 1), std::memory_order_acquire)) return index;
  }
  return -1;
}

}  // namespace

void set_thread_count(int count) {
  pool().threads.store(std::clamp(count, 1, kMaxThreads), std::memory_order_relaxed);
}

int thread_count() { return pool().threads.load(std::memory_order_relaxed); }

bool work_follows_closely() {
  Pool& p = pool();
  if (!spinning_pays(p)) return false;
  if (p.spinning.load(std::memory_order_relaxed) > 0) return true;
  const auto now = std::chrono::steady_clock::now();
  return now - p.last_asked.exchange(now, std::memory_order_relaxed) < kSpinTime;
}

bool wakes_were_vain() { return pool().rest.lasts(); }

int worker_number() { return this_worker; }

bool inside_parallel_job() { return inside_job; }

int32_t run_job_serially(const Job& job, ThreadShares& shares) {
  shares.threads = 1;
  shares.waited = {};
  for (uint32_t& done = shares.chunks[0] = 0; done < job.chunks; done++) {
    if (__atomic_load_n(job.stop, __ATOMIC_RELAXED) != 0) return WEFT_INTERRUPTED;
    const int32_t status = job.run(job.work, done);
    if (status != WEFT_OK) return status;
  }
  return WEFT_OK;
}

int32_t run_job(const Job& job, ThreadShares& shares) {
  Pool& p = pool();
  const int threads = static_cast<int>(std::min<uint32_t>(static_cast<uint32_t>(thread_count()), job.chunks));
  if (threads <= 1 || inside_job) return run_job_serially(job, shares);
  const int index = take_unused_slot(p);
  if (index < 0) return run_job_serially(job, shares);
  start_workers(p, threads - 1);

  JobSlot& slot = p.slots[static_cast<size_t>(index)];
  slot.open(job, threads);
  p.open.fetch_or(uint64_t{1} << index, std::memory_order_seq_cst);
  call_for_help(p, threads - 1);
  take_part(p, index, 0);
  shares.waited = slot.wait_until_finished(spinning_pays(p));
  const int32_t status = slot.status();
  slot.copy_shares(p.started.load(std::memory_order_acquire) + 1, shares);
  if (slot.close()) recycle_slot(p, index);
  return status;
}

}  // namespace weft

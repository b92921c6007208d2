#include "call_threads.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <utility>

#include "worker_thread.h"

namespace weft {
namespace {

constexpr int kMostThreads = 64;
constexpr std::chrono::seconds kIdleTime{10};

struct CallThreads {
  std::mutex lock;
  std::condition_variable changed;
  std::deque<std::function<void()>> waiting;
  int threads = 0;
  int idle = 0;
};

CallThreads& call_threads() {
  static CallThreads* const instance = new CallThreads;
  return *instance;
}

void run_tasks(int) {
  CallThreads& all = call_threads();
  std::unique_lock<std::mutex> lock(all.lock);
  for (;;) {
    all.idle++;
    const bool found = all.changed.wait_for(lock, kIdleTime, [&] { return !all.waiting.empty(); });
    all.idle--;
    if (!found) break;
    const std::function<void()> task = std::move(all.waiting.front());
    all.waiting.pop_front();
    lock.unlock();
    task();
    lock.lock();
  }
  all.threads--;
}

}  // namespace

bool run_on_call_thread(std::function<void()> task) {
  CallThreads& all = call_threads();
  const std::lock_guard<std::mutex> lock(all.lock);
  const bool all_busy = all.idle <= static_cast<int>(all.waiting.size());
  if (all_busy && all.threads < kMostThreads && start_worker_thread(run_tasks, 0)) all.threads++;
  if (all.threads == 0) return false;
  all.waiting.push_back(std::move(task));
  all.changed.notify_one();
  return true;
}

}  // namespace weft

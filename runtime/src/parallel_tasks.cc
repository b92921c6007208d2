#include "parallel_tasks.h"

#include <signal.h>

#include <future>
#include <system_error>
#include <vector>

namespace weft {
namespace {

std::future<void> start(const std::function<void(size_t)>& task, size_t index) {
  const auto run = [&task, index] { task(index); };
  try {
    return std::async(std::launch::async, run);
  } catch (const std::system_error&) {
    return std::async(std::launch::deferred, run);
  }
}

}  // namespace

void run_tasks(size_t count, const std::function<void(size_t)>& task) {
  std::vector<std::future<void>> others;
  // Signals belong to Node's threads; a new one inherits the mask.
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  for (size_t index = 1; index < count; index++) others.push_back(start(task, index));
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  task(0);
  for (auto& other : others) other.get();
}

}  // namespace weft

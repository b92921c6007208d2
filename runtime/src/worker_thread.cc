#include "worker_thread.h"

#include <pthread.h>
#include <signal.h>

#include <memory>

namespace weft {
namespace {

// Kernels keep small temporaries on the stack, and recursion in user code should fail as late as on the main thread.
constexpr size_t kStackBytes = size_t{8} << 20;

struct Start {
  void (*body)(int);
  int argument;
};

void* run_start(void* pointer) {
  const std::unique_ptr<Start> start(static_cast<Start*>(pointer));
  pthread_setname_np(pthread_self(), "weft");
  start->body(start->argument);
  return nullptr;
}

}  // namespace

bool start_worker_thread(void (*body)(int), int argument) {
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  pthread_attr_setstacksize(&attributes, kStackBytes);

  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  auto start = std::make_unique<Start>(Start{body, argument});
  pthread_t thread;
  const bool started = pthread_create(&thread, &attributes, run_start, start.get()) == 0;
  if (started) start.release();
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  pthread_attr_destroy(&attributes);
  return started;
}

}  // namespace weft

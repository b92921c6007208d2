#include "crash_note.h"

#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <mutex>

#include "context.h"
#include "loop_names.h"

namespace weft {
namespace {

struct Fault {
  int signal;
  const char* name;
  struct sigaction previous;
};

std::array<Fault, 5> faults{{{SIGSEGV, "SIGSEGV", {}},
                             {SIGBUS, "SIGBUS", {}},
                             {SIGILL, "SIGILL", {}},
                             {SIGFPE, "SIGFPE", {}},
                             {SIGABRT, "SIGABRT", {}}}};

// A line in memory of its own: nothing may be allocated while a signal is handled.
class Line {
 public:
  void add(const char* text, size_t length) {
    const size_t fitting = std::min(length, sizeof text_ - length_);
    memcpy(text_ + length_, text, fitting);
    length_ += fitting;
  }
  void add(const char* text) { add(text, strlen(text)); }
  void add(const std::string& text) { add(text.data(), text.size()); }
  void print() const {
    // There is nobody left to be told of a failure.
    if (write(STDERR_FILENO, text_, length_) < 0) return;
  }

 private:
  char text_[512];
  size_t length_ = 0;
};

void note_call(const void* signal, const LoopNames* names, int32_t loop) {
  if (names == nullptr) return;
  Line line;
  line.add("\nweft: ");
  line.add(static_cast<const char*>(signal));
  const auto index = static_cast<size_t>(loop);
  const bool named = loop >= 0 && index < names->places.size() && !names->places[index].empty();
  if (named) {
    line.add(" in the parallel loop at ");
    line.add(names->places[index]);
    line.add(" of ");
  } else {
    line.add(" in ");
  }
  line.add(names->program);
  line.add("\n");
  line.print();
}

void handle(int signal, siginfo_t* info, void* machine) {
  const int before = errno;
  const auto fault = std::find_if(faults.begin(), faults.end(), [&](const Fault& each) { return each.signal == signal; });
  visit_running(note_call, fault->name);
  errno = before;
  const struct sigaction& previous = fault->previous;
  if ((previous.sa_flags & SA_SIGINFO) != 0) {
    previous.sa_sigaction(signal, info, machine);
  } else if (previous.sa_handler != SIG_DFL && previous.sa_handler != SIG_IGN) {
    previous.sa_handler(signal);
  } else {
    // It is delivered again when this returns, and then ends the process.
    ::signal(signal, SIG_DFL);
    raise(signal);
  }
}

}  // namespace

void report_crashes() {
  static std::once_flag once;
  std::call_once(once, [] {
    for (Fault& fault : faults) {
      struct sigaction action {};
      action.sa_sigaction = handle;
      action.sa_flags = SA_SIGINFO | SA_ONSTACK;
      sigemptyset(&action.sa_mask);
      sigaction(fault.signal, &action, &fault.previous);
    }
  });
}

}  // namespace weft

#include <sys/random.h>

#include <cerrno>
#include <cstdint>
#include <cstdlib>

// LLVM takes the random numbers of its temporary files from glibc 2.36. With this definition, which only the addon sees, it loads
// where glibc is older.
extern "C" uint32_t arc4random() noexcept {
  uint32_t value = 0;
  while (getrandom(&value, sizeof value, 0) != static_cast<ssize_t>(sizeof value)) {
    if (errno != EINTR) abort();
  }
  return value;
}

// A time during which something is not tried again.
#ifndef WEFT_PAUSE_H
#define WEFT_PAUSE_H
#include <algorithm>
#include <atomic>
#include <chrono>

namespace weft {

class Pause {
 public:
  using Clock = std::chrono::steady_clock;

  explicit constexpr Pause(Clock::duration longest) : longest_(longest) {}

  // What has gone wrong may do so once, and then not for long: the pause lasts for `shortest`, and for twice as long as the last one
  // where it begins within a few times the length of that.
  void begin(Clock::time_point now, Clock::duration shortest) {
    const Clock::duration before = length_.load(std::memory_order_relaxed);
    const bool again = now - end_.load(std::memory_order_relaxed) < kTrialsPerPause * before;
    last_for(now, std::min<Clock::duration>(again ? 2 * before : shortest, longest_));
  }

  // What goes wrong may take a sixteenth of the time: the pause lasts until the time that was lost is no more than that of all since the
  // pause before.
  void begin_after_loss(Clock::time_point now, Clock::duration lost) {
    const Clock::duration since = now - end_.load(std::memory_order_relaxed);
    last_for(now, std::clamp<Clock::duration>(kTimePerLoss * lost - since, Clock::duration::zero(), longest_));
  }

  // Reads the clock only during a pause.
  bool lasts() {
    if (!lasts_.load(std::memory_order_relaxed)) return false;
    if (Clock::now() < end_.load(std::memory_order_relaxed)) return true;
    lasts_.store(false, std::memory_order_relaxed);
    return false;
  }

 private:
  static constexpr int kTrialsPerPause = 8;
  static constexpr int kTimePerLoss = 16;

  void last_for(Clock::time_point now, Clock::duration length) {
    length_.store(length, std::memory_order_relaxed);
    end_.store(now + length, std::memory_order_relaxed);
    lasts_.store(true, std::memory_order_relaxed);
  }

  const Clock::duration longest_;
  std::atomic<bool> lasts_{false};
  std::atomic<Clock::duration> length_{};
  std::atomic<Clock::time_point> end_{};
};

}  // namespace weft
#endif

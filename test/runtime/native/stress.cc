// Exercises the thread pool, the parallel loops and the memory from many threads, for the address and thread sanitizers to
// watch (scripts/build-native.mjs --sanitize=…). Prints the first violated expectation and exits with 1.
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "context.h"
#include "control_group.h"
#include "kernel_abi.h"
#include "loop_statistics.h"
#include "memory.h"
#include "thread_pool.h"

namespace {

using weft::Context;

#define EXPECT(condition)                                                        \
  do {                                                                           \
    if (!(condition)) {                                                          \
      std::fprintf(stderr, "%s:%d: expected %s\n", __FILE__, __LINE__, #condition); \
      std::exit(1);                                                              \
    }                                                                            \
  } while (false)

constexpr int64_t kLong = 1'000'000;

int32_t count_iterations(weft_context*, const void* environment, int64_t begin, int64_t end, int64_t, char*) {
  auto* counts = static_cast<uint8_t*>(const_cast<void*>(environment));
  for (int64_t i = begin; i < end; i++) counts[i]++;
  return WEFT_OK;
}

void every_iteration_runs_once(int64_t n, int64_t cost) {
  std::vector<uint8_t> counts(static_cast<size_t>(n), 0);
  Context context;
  weft::LoopStatistics statistics;
  context.statistics = &statistics;
  EXPECT(weft_parallel_for(&context, count_iterations, counts.data(), n, cost, 1) == WEFT_OK);
  for (const uint8_t count : counts) EXPECT(count == 1);
  if (n > 0) EXPECT(statistics.read().at(1).iterations == n);
}

int32_t add_up(weft_context*, const void*, int64_t begin, int64_t end, int64_t, char* partial) {
  double sum = 0;
  for (int64_t i = begin; i < end; i++) sum += 1.0 / static_cast<double>(i + 1);
  *reinterpret_cast<double*>(partial) = sum;
  return WEFT_OK;
}

double harmonic(int64_t n) {
  Context context;
  const int64_t blocks = weft_reduction_blocks(n, 100, sizeof(double));
  std::vector<double> partials(static_cast<size_t>(blocks));
  EXPECT(weft_parallel_reduce(&context, add_up, nullptr, n, blocks, reinterpret_cast<char*>(partials.data()),
                              sizeof(double), 2) == WEFT_OK);
  double total = 0;
  for (const double partial : partials) total += partial;
  return total;
}

struct FailureCase {
  int64_t lowest;
};

int32_t fail_from(weft_context* context, const void* environment, int64_t begin, int64_t end, int64_t, char*) {
  const auto& expected = *static_cast<const FailureCase*>(environment);
  EXPECT(weft_alloc(context, 100, 1) != nullptr);
  for (int64_t i = begin; i < end; i++) {
    if (i < expected.lowest || i % 7 != expected.lowest % 7) continue;
    weft_fail(context, 5, i, i, 0, 0, 0);
    return WEFT_FAILED;
  }
  return WEFT_OK;
}

void the_lowest_failure_is_kept(int64_t n, int64_t lowest) {
  Context context;
  const FailureCase expected{lowest};
  EXPECT(weft_parallel_for(&context, fail_from, &expected, n, kLong, 3) == WEFT_FAILED);
  EXPECT(context.failure.order == lowest && context.failure.values[0] == lowest);
}

int32_t wait_for_stop(weft_context* context, const void*, int64_t, int64_t, int64_t, char*) {
  while (__atomic_load_n(&context->stop, __ATOMIC_RELAXED) == 0) std::this_thread::yield();
  return WEFT_INTERRUPTED;
}

void a_stop_reaches_running_loops() {
  Context context;
  std::atomic<bool> registered{false};
  std::thread stopper([&] {
    while (!registered.load()) std::this_thread::yield();
    weft::request_stop();
  });
  {
    const weft::KnownContext known(context);
    const weft::RunningCall running(context, nullptr);
    registered.store(true);
    EXPECT(weft_parallel_for(&context, wait_for_stop, nullptr, 100, kLong, 4) == WEFT_INTERRUPTED);
  }
  stopper.join();
}

int32_t run_inner_loop(weft_context* context, const void* environment, int64_t begin, int64_t end, int64_t, char*) {
  auto* counts = static_cast<uint8_t*>(const_cast<void*>(environment));
  for (int64_t i = begin; i < end; i++) {
    EXPECT(weft_parallel_for(context, count_iterations, counts + i * 50, 50, kLong, 6) == WEFT_OK);
  }
  return WEFT_OK;
}

void loops_nest() {
  std::vector<uint8_t> counts(50 * 40, 0);
  Context context;
  EXPECT(weft_parallel_for(&context, run_inner_loop, counts.data(), 40, kLong, 5) == WEFT_OK);
  for (const uint8_t count : counts) EXPECT(count == 1);
}

int32_t allocate_and_release(weft_context* context, const void*, int64_t begin, int64_t end, int64_t, char*) {
  for (int64_t i = begin; i < end; i++) {
    const int64_t bytes = i % 5 == 0 ? 100'000 + i * 100 : i % 300;
    auto* memory = static_cast<char*>(weft_alloc(context, bytes, 1));
    EXPECT(memory != nullptr && reinterpret_cast<uintptr_t>(memory) % 64 == 0);
    for (int64_t k = 0; k < bytes; k += 100) EXPECT(memory[k] == 0);
    if (bytes > 0) memory[bytes - 1] = 1;
    weft_retain(memory);
    weft_release(context, memory);
    // Every third stays with the context.
    if (i % 3 != 0) weft_release(context, memory);
  }
  const int64_t line = begin;
  weft_print(context, 1, &line, 1);
  const int64_t shape = 10;
  const int64_t stride = 1;
  const double data[10] = {};
  EXPECT(weft_snapshot(context, data, 8, 1, &shape, &stride) != nullptr);
  return WEFT_OK;
}

void memory_is_safe_from_many_threads() {
  Context context;
  EXPECT(weft_parallel_for(&context, allocate_and_release, nullptr, 400, kLong, 7) == WEFT_OK);
  EXPECT(weft_alloc(&context, INT64_MAX, 0) == nullptr && context.refused_bytes.load() == INT64_MAX);
  EXPECT(weft_alloc(&context, -5, 0) == nullptr);
}

// Folders as the system has them, below one that is removed with the object.
class FakeSystem {
 public:
  FakeSystem() : root_(std::filesystem::temp_directory_path() / ("weft-groups-" + std::to_string(getpid()))) {}
  ~FakeSystem() { std::filesystem::remove_all(root_); }
  FakeSystem(const FakeSystem&) = delete;
  FakeSystem& operator=(const FakeSystem&) = delete;

  void write(const std::string& file, const std::string& text) const {
    std::filesystem::create_directories((root_ / file).parent_path());
    std::ofstream(root_ / file) << text << '\n';
  }
  weft::ControlGroups groups() const { return {root_ / "mount", root_ / "membership"}; }

 private:
  std::filesystem::path root_;
};

void limits_of_version_two_are_those_of_all_groups_around() {
  const FakeSystem system;
  EXPECT(weft::group_memory_limit(system.groups()) == INT64_MAX);
  system.write("membership", "0::/outer/inner");
  system.write("mount/outer/inner/memory.max", "max");
  system.write("mount/outer/memory.max", "1000");
  system.write("mount/outer/inner/cpu.max", "150000 100000");
  system.write("mount/outer/cpu.max", "max 100000");
  EXPECT(weft::group_memory_limit(system.groups()) == 1000);
  EXPECT(weft::group_processor_quota(system.groups()) == 1.5);
  system.write("mount/outer/inner/memory.max", "500");
  EXPECT(weft::group_memory_limit(system.groups()) == 500);
}

void limits_of_version_one_are_read_in_and_outside_of_containers() {
  const FakeSystem system;
  system.write("membership", "4:memory:/job\n3:cpu,cpuacct:/job\n0::/");
  system.write("mount/memory/memory.limit_in_bytes", "9223372036854771712");
  system.write("mount/memory/job/memory.limit_in_bytes", "2000");
  system.write("mount/cpu/job/cpu.cfs_quota_us", "-1");
  system.write("mount/cpu/job/cpu.cfs_period_us", "100000");
  EXPECT(weft::group_memory_limit(system.groups()) == 2000);
  EXPECT(weft::group_processor_quota(system.groups()) > 1e6);
  // The path of the machine, where the container has its own group mounted as the root.
  system.write("membership", "4:memory:/docker/0123\n3:cpu,cpuacct:/docker/0123");
  system.write("mount/memory/memory.limit_in_bytes", "3000");
  system.write("mount/cpu/cpu.cfs_quota_us", "50000");
  system.write("mount/cpu/cpu.cfs_period_us", "100000");
  EXPECT(weft::group_memory_limit(system.groups()) == 3000);
  EXPECT(weft::group_processor_quota(system.groups()) == 0.5);
}

void everything(double expected_sum, int rounds) {
  for (int round = 0; round < rounds; round++) {
    for (const int64_t n : {0, 1, 2, 100, 5000}) every_iteration_runs_once(n, kLong);
    every_iteration_runs_once(100'000, 1);
    EXPECT(harmonic(20'000) == expected_sum);
    for (const int64_t lowest : {0, 13, 777}) the_lowest_failure_is_kept(1000, lowest);
    loops_nest();
    memory_is_safe_from_many_threads();
  }
}

}  // namespace

int main() {
  weft::set_thread_count(1);
  const double expected_sum = harmonic(20'000);
  for (const int threads : {2, 3, 7, 16}) {
    weft::set_thread_count(threads);
    std::vector<std::thread> callers;
    for (int caller = 0; caller < 4; caller++) callers.emplace_back(everything, expected_sum, 5);
    everything(expected_sum, 5);
    for (std::thread& caller : callers) caller.join();
    a_stop_reaches_running_loops();
  }
  limits_of_version_two_are_those_of_all_groups_around();
  limits_of_version_one_are_read_in_and_outside_of_containers();
  weft::release_cached_memory();
  EXPECT(weft::memory_statistics().live_buffers == 0 && weft::memory_statistics().live_bytes == 0);
  EXPECT(weft::memory_statistics().cached_bytes == 0);
  std::puts("ok");
  return 0;
}

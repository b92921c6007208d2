// A stable merge sort on all threads. Runs are sorted apart, then merged pairwise; a merge is cut at positions of its output
// ("merge path": Odeh, Green, Mwassi, Shmueli, Birk, "Merge Path - Parallel Merging Made Simple", 2012), so that even
// the last one, of two halves, is parallel.
#ifndef WEFT_MERGE_SORT_H
#define WEFT_MERGE_SORT_H
#include <algorithm>
#include <cstdint>

#include "kernel_abi.h"
#include "runtime_loop.h"

namespace weft {

// Elements that one thread merges, or copies, at a time.
constexpr int64_t kMergedPiece = 16'384;
// Those of a run, which is sorted in one piece: up to a size that fits the second-level cache, and many enough for the threads.
constexpr int64_t kLongestRun = 8 * kMergedPiece;
constexpr int64_t kRuns = 4;
constexpr int64_t kNanosecondsPerElement = 15;
constexpr int64_t kNanosecondsPerMerge = 3;

// The length of the runs of `size` elements, a multiple of kMergedPiece.
inline int64_t run_length(int64_t size) {
  const int64_t pieces = (size / kRuns + kMergedPiece - 1) / kMergedPiece;
  return std::clamp(pieces * kMergedPiece, kMergedPiece, kLongestRun);
}

// How many of the first `count` elements of the merged rows a and b come from a. Of equal elements those of a come first.
template <typename T, typename Less>
int64_t taken_from_first(const T* a, int64_t a_size, const T* b, int64_t b_size, int64_t count, const Less& less) {
  int64_t low = std::max<int64_t>(0, count - b_size);
  int64_t high = std::min(count, a_size);
  while (low < high) {
    const int64_t middle = low + (high - low) / 2;
    if (less(b[count - middle - 1], a[middle])) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

// Writes the merged rows a and b. Which of both is next depends on no branch, as it can't be foretold.
template <typename T, typename Less>
void merge_rows(const T* a, const T* a_end, const T* b, const T* b_end, T* out, const Less& less) {
  while (a != a_end && b != b_end) {
    for (int64_t steps = std::min(a_end - a, b_end - b); steps > 0; steps--) {
      const int64_t second = less(*b, *a);
      *out++ = a[(b - a) * second];
      b += second;
      a += 1 - second;
    }
  }
  std::copy(b, b_end, std::copy(a, a_end, out));
}

// One round of the sort of `size` elements.
template <typename T, typename Less>
struct MergeRound {
  T* from;
  T* to;
  int64_t size;
  // Of the runs that are sorted already; the last may be shorter.
  int64_t width;
  const Less& less;

  // Writes one piece of the output; since widths are multiples of it, it never crosses a pair of runs.
  void merge_piece(int64_t index) const {
    const int64_t start = index * kMergedPiece;
    const int64_t pair = start / (2 * width) * (2 * width);
    const T* const a = from + pair;
    const int64_t a_size = std::min(width, size - pair);
    const T* const b = a + a_size;
    const int64_t b_size = std::min(width, size - pair - a_size);
    const int64_t first = start - pair;
    const int64_t last = std::min(first + kMergedPiece, a_size + b_size);
    const int64_t a_first = taken_from_first(a, a_size, b, b_size, first, less);
    const int64_t a_last = taken_from_first(a, a_size, b, b_size, last, less);
    merge_rows(a + a_first, a + a_last, b + (first - a_first), b + (last - a_last), to + start, less);
  }
};

// Sorts data[0, size), given scratch memory for as many elements. `sort_run` gets the elements of a run, scratch memory for them, and
// how many they are.
template <typename T, typename Less, typename SortRun>
int32_t merge_sort(weft_context* context, T* data, T* scratch, int64_t size, const Less& less, const SortRun& sort_run) {
  const int64_t length = run_length(size);
  int32_t status = run_pieces(context, size, length, kNanosecondsPerElement, [&](int64_t begin, int64_t end) {
    sort_run(data + begin, scratch + begin, end - begin);
  });
  MergeRound<T, Less> round{data, scratch, size, length, less};
  const int64_t pieces = (size + kMergedPiece - 1) / kMergedPiece;
  for (; round.width < size && status == WEFT_OK; round.width *= 2) {
    status = run_loop(context, pieces, kMergedPiece * kNanosecondsPerMerge, [&](int64_t piece) {
      round.merge_piece(piece);
      return int32_t{WEFT_OK};
    });
    std::swap(round.from, round.to);
  }
  if (status != WEFT_OK || round.from == data) return status;
  return run_pieces(context, size, kMergedPiece, 1, [&](int64_t begin, int64_t end) {
    std::copy(round.from + begin, round.from + end, data + begin);
  });
}

}  // namespace weft
#endif

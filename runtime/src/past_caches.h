// Versions of vector loops that write past the processor's caches.
#ifndef WEFT_PAST_CACHES_H
#define WEFT_PAST_CACHES_H
#include <llvm/IR/PassManager.h>

namespace weft {

// The name of the pass in remarks.
extern const char kPastCaches[];

// Takes out the marker `call void @weft.past_caches(i32 %wanted)` that generated code sets where a function only writes arrays that it does
// not read. Where `wanted` is not 0, the function's loops write past the caches: a store of a whole cache line then need not read
// what the line was, and evicts nothing that is used again.
//
// LLVM's vectorizer takes `!nontemporal` stores only where it knows that they are aligned, which depends on the call. So it is its vector
// loops, complete already, that get a second version:
//
//   check:   wanted, long enough, and cache lines begin at elements?   otherwise as before
//   edge:    iteration 0, with common stores
//   past:    from the first cache line on: all iterations but one, with `!nontemporal` stores
//   edge:    the last iteration
//
// The edges overlap the others: that does no harm, since nothing reads what the loop writes.
class PastCachesPass : public llvm::PassInfoMixin<PastCachesPass> {
 public:
  llvm::PreservedAnalyses run(llvm::Function& function, llvm::FunctionAnalysisManager& analyses);
  // Code that is not optimized has the markers, too.
  static bool isRequired() { return true; }
};

}  // namespace weft
#endif
